import { CONSENT_DUTY, consentAllows, consentState } from '../../domain/policy/consent';
import type { Db } from '../../prisma/client';
import { consentsAbout } from '../../prisma/consents-about';
import { isErased } from '../../prisma/customers';
import type { Held } from './claim';

/**
 * Looks once more, right before a provider is called, whether the customer has taken consent back or was erased since the gate let the touch
 * pass (X11). What was committed by now stops the call; only what is already at the provider leaves after it.
 */
export async function isStillAllowed(db: Db, held: Held, at: Date): Promise<boolean> {
  const { adapter, message, customer } = held;
  if (await isErased(db, customer.id)) return false;
  const duty = CONSENT_DUTY[message.class][adapter.channel];
  if (duty === 'nothing') return true;
  const about = { channel: adapter.channel, topic: message.topic, purpose: message.class };
  return consentAllows(duty, consentState(await consentsAbout(db, customer.id, about), about, at));
}

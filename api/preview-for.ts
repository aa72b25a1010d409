import type { Channel } from '../domain/channel';
import { NotFound } from '../domain/errors';
import type { JourneyHeader } from '../domain/journey';
import { decide, type Decision } from '../domain/policy/gate';
import { hashesOf, reachOf } from '../domain/policy/reach';
import { weigh, type MessageFacts, type Providers } from '../domain/policy/weigh';
import { lookAtCustomer, readLedger } from '../prisma/ledger';
import { rulingMemory } from '../prisma/settings';
import type { ApiDeps } from './deps';

/** What the gate would decide now, and the version of the settings under which. */
export interface Previewed {
  readonly decision: Decision;
  readonly version: number;
}

/**
 * Reads what the gate knows of a customer, and returns what it would decide about a message on channels, the primary first, without sending or
 * writing anything. `inReply`: as a person's answer to them. Throws NotFound.
 */
export async function previewFor(
  { db, addressHash }: Pick<ApiDeps, 'db' | 'addressHash'>,
  customerId: string,
  message: MessageFacts,
  {
    journey = null,
    header,
    inReply = false,
  }: { readonly journey?: string | null; readonly header?: JourneyHeader | undefined; readonly inReply?: boolean },
  at: Date,
): Promise<(channels: readonly Channel[]) => Previewed> {
  const customer = await lookAtCustomer(db, customerId);
  if (!customer) throw new NotFound('There is no such customer.');
  const reach = reachOf(customer, addressHash);
  const { class: messageClass } = message;
  const question = { key: '', customerId: customer.id, journey, messageClass, first: null, at };
  const record = await readLedger(db, rulingMemory(db), { ...question, addressHashes: hashesOf(reach) });
  const { settings, version } = record.ruling;
  const used = () => ({ spent: null, restsUntil: null });
  return ([primary = message.channels[0]!, ...fallback]) => {
    const asked = {
      primary,
      fallback,
      journey,
      inReply,
      ...(header && { priority: header.priority, onConflict: header.onConflict }),
    };
    const scales = weigh({ asked, message, customer, reach, record, settings, providers: PROVIDERS, used, at });
    return { decision: decide(scales), version };
  };
}

/** Who serves each channel where providers are configured. */
const PROVIDERS: Providers = new Map<Channel, string>([
  ['email', 'sendgrid'],
  ['sms', 'twilio'],
  ['push', 'web-push'],
  ['in-app', 'in-app'],
]);

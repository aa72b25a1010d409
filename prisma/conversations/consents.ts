import type { Channel } from '../../domain/channel';
import { CONVERSATION_TOPIC, isChannel } from '../../domain/conversation';
import { CONSENT_DUTY, consentState } from '../../domain/policy/consent';
import { scopeOfStop } from '../../domain/policy/withdrawal';
import type { Stop } from '../../domain/triage/stop';
import type { Tx } from '../client';
import { consentsOf, recordConsent } from '../consents';
import type { Utterance } from '../generated/client';
import { readSettings } from '../settings';

/**
 * What somebody's words do to their consents. A wish to be left alone takes it back at once, for the channel they mean or everything.
 * Whoever asks something wants to be answered where they ask: where an answer needs a grant (text messages), an implied one is recorded for
 * answers only, which never overrules a withdrawal (domain/policy/consent.ts) and ends by itself.
 */
export async function drawConsents(tx: Tx, utterance: Utterance, stop: Stop | null, now: Date): Promise<void> {
  if (stop?.sure) return withdraw(tx, utterance, stop, now);
  const { customerId, channel, triage, at } = utterance;
  if (triage === 'none' || !isChannel(channel)) return;
  if (CONSENT_DUTY.service[channel] !== 'grant') return;
  const about = { channel, topic: CONVERSATION_TOPIC, purpose: 'service' } as const;
  if (consentState(await consentsOf(tx, customerId), about, at) !== 'none') return;
  const said = { state: 'granted', basis: 'implied_inquiry', method: 'inquiry' } as const;
  await recordConsent(tx, { ...about, ...said, ...proofOf(utterance) }, now);
}

async function withdraw(tx: Tx, utterance: Utterance, stop: Stop, now: Date): Promise<void> {
  const channel = await coveredBy(tx, utterance, stop);
  const said = { channel, topic: '*', state: 'withdrawn', basis: 'withdrawal', method: 'reply' } as const;
  await recordConsent(tx, { ...said, ...proofOf(utterance) }, now);
}

/** The bare word means its channel or everything, as the settings say for the country; said where nothing can be sent, it can only mean everything. */
async function coveredBy(tx: Tx, { customerId, channel }: Utterance, { means }: Stop): Promise<Channel | '*'> {
  if (means === 'everything') return '*';
  if (means !== 'this') return means;
  if (!isChannel(channel)) return '*';
  const { country } = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { country: true } });
  const { settings } = await readSettings(tx);
  return scopeOfStop(settings, country) === 'everything' ? '*' : channel;
}

/** The words themselves stay with the conversation: the record names them. */
function proofOf({ customerId, id, channel, at }: Utterance) {
  const evidence = { utteranceId: id, channel };
  return { customerId, wording: null, actor: 'customer', at, expiresAt: null, evidence };
}

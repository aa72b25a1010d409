import type { Channel } from '../../domain/channel';
import { CONVERSATION_TOPIC, isChannel } from '../../domain/conversation';
import { DAY_MS } from '../../domain/duration';
import { CONSENT_DUTY, decisiveConsent, OWN_QUESTION } from '../../domain/policy/consent';
import { scopeOfStop } from '../../domain/policy/withdrawal';
import type { Stop } from '../../domain/triage/stop';
import type { Tx } from '../client';
import { consentsOf, recordConsent } from '../consents';
import type { Utterance } from '../generated/client';
import { readSettings } from '../settings';

/**
 * What somebody's words do to their consents. A wish to be left alone takes it back at once, for the channel they mean or everything.
 * Whoever asks something wants to be answered where they ask, by a person and with nothing else. Where an answer needs a grant (text
 * messages), an implied one is recorded. Who took consent back and asks afterwards opens the channel for answers for a day: the withdrawal
 * shows again when that is over, and a stop that comes later is later (docs/decisions/0010).
 */
export async function drawConsents(tx: Tx, utterance: Utterance, stop: Stop | null, now: Date): Promise<void> {
  if (stop?.sure) return withdraw(tx, utterance, stop, now);
  const { customerId, channel, triage, at } = utterance;
  if (triage === 'none' || !isChannel(channel)) return;
  const about = { channel, topic: CONVERSATION_TOPIC, purpose: 'service' } as const;
  const said = { ...about, state: 'granted', method: 'inquiry', ...proofOf(utterance) } as const;
  const decisive = decisiveConsent(await consentsOf(tx, customerId), about, at);
  if (decisive?.state === 'withdrawn' || decisive?.basis === OWN_QUESTION) {
    // Where it is not sure whether they want to be left alone, they are.
    if (stop) return;
    await recordConsent(
      tx,
      { ...said, basis: OWN_QUESTION, expiresAt: new Date(at.getTime() + ANSWERED_WITHIN_MS) },
      now,
    );
  } else if (CONSENT_DUTY.service[channel] === 'grant' && decisive?.state !== 'granted') {
    await recordConsent(tx, { ...said, basis: 'implied_inquiry' }, now);
  }
}

/** A text that answers what was just asked is no campaign; days later it is one that was not asked for. */
const ANSWERED_WITHIN_MS = DAY_MS;

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

import { HELP_REQUEST, URGENT_MESSAGE } from '../../domain/ask';
import type { InboundChannel } from '../../domain/conversation';
import { NotFound } from '../../domain/errors';
import type { MailThread } from '../../domain/mail-thread';
import { newId } from '../../domain/ids';
import { isNews } from '../../domain/policy/news';
import { readMessage } from '../../domain/triage/judge';
import type { Triaged } from '../../domain/triage/triage';
import { askForPerson } from '../asks';
import type { Tx } from '../client';
import { lockCustomers, type LockedCustomer } from '../customers';
import type { Utterance } from '../generated/client';
import { rankTasksOf } from '../inbox/rank';
import { wakeForAnswer } from '../tasks/hold';
import { drawConsents } from './consents';
import { isFlood, tellFlood } from './flood';
import { ownTouch, signalTouch } from './heard-touch';
import { joinConversation, noteInbound } from './row';

/** Something that a customer said. `dedupeKey` is the provider's id of it: receiving it again changes nothing. */
export interface Inbound {
  readonly customerId: string;
  readonly channel: InboundChannel;
  /** Where it came from in detail: `sendgrid`, `twilio`, `api`, `social:x`. */
  readonly source: string;
  /** The whole text; of a mail, quotations and signatures are taken off here. */
  readonly body: string;
  readonly dedupeKey: string;
  /** The touch that it answers, if that is known. */
  readonly touchId: string | null;
  /** The caller saw by the headers that a machine wrote it (domain/triage/automatic.ts); its text is looked at here. */
  readonly automatic: boolean;
  readonly at: Date;
  /** Of a mail: its place in a thread, which an answer joins. */
  readonly mail?: MailThread;
  /** By whoever asked a model before (domain/triage/model.ts); else the rules judge. */
  readonly triaged?: Triaged;
}

/** What was heard, and of whom. `duplicate`: it was known, and nothing was done. `answers`: journeys may hear it. `taskId`: a person was asked. */
export interface Heard {
  readonly utterance: Utterance;
  readonly customer: LockedCustomer;
  readonly duplicate: boolean;
  readonly answers: boolean;
  readonly taskId: string | null;
}

/**
 * Lets something that a customer said join their one conversation (M07), with all that follows but the event that journeys hear: triage
 * (M06), a withdrawal or implied consent, the answered touch, and a task at once when it is urgent or a hand is raised (M10).
 * What comes long after it was said is kept and asks nobody, and so is what comes in floods; a stop is heeded all the same. Throws NotFound when there is no such customer.
 */
export async function hear(
  tx: Tx,
  inbound: Inbound,
  now: Date,
  { handRaised = false }: { readonly handRaised?: boolean } = {},
): Promise<Heard> {
  const customer = await lockSurvivor(tx, inbound.customerId);
  const { dedupeKey, channel, source, at } = inbound;
  const known = await tx.utterance.findUnique({ where: { dedupeKey } });
  if (known) return { utterance: known, customer, duplicate: true, answers: false, taskId: null };

  const customerId = customer.id;
  const flood = !handRaised && (await isFlood(tx, customerId, at));
  const { text: body, stop, triaged: judged, ...read } = readMessage({ ...inbound, handRaised });
  const [automatic, answers] = [read.automatic || flood, read.answers && !flood];
  const conversation = await joinConversation(tx, customerId, at, now);
  const utterance = await tx.utterance.create({
    data: {
      id: newId(at),
      conversationId: conversation.id,
      customerId,
      direction: 'in',
      channel,
      source,
      body,
      author: 'customer',
      touchId: await ownTouch(tx, inbound.touchId, customerId),
      dedupeKey,
      automatic,
      triage: judged.group,
      confidence: judged.confidence,
      triageReasons: [...judged.reasons],
      hidden: judged.hidden,
      ...(inbound.mail && { mail: inbound.mail }),
      at,
    },
  });
  const isNew = isNews({ occurredAt: at }, now);
  await noteInbound(tx, conversation, utterance, isNew, now);
  if (flood) await tellFlood(tx, utterance, now);
  if (!automatic || stop?.sure) await drawConsents(tx, utterance, stop, now);
  if (automatic) return { utterance, customer, duplicate: false, answers, taskId: null };

  await signalTouch(tx, utterance, { answers, stops: stop?.sure ?? false }, now);
  if (answers) await wakeForAnswer(tx, customerId, now);
  await rankTasksOf(tx, customerId, now);
  const asks = isNew && (judged.group === 'urgent' || handRaised);
  const task = asks ? await askForPerson(tx, askingOf(utterance, judged, handRaised), now) : null;
  return { utterance, customer, duplicate: false, answers, taskId: task?.id ?? null };
}

function askingOf({ id, customerId, channel }: Utterance, { group, reasons }: Triaged, handRaised: boolean) {
  const ask = group === 'urgent' ? URGENT_MESSAGE : HELP_REQUEST;
  const why = reasons.filter((reason) => reason !== 'hand_raised').map((reason) => reason.replaceAll('_', ' '));
  const because = handRaised ? 'asked for a person' : `wrote something urgent by ${channel}: ${why.join(', ')}`;
  return { ask, customerId, key: `utterance:${id}`, because };
}

async function lockSurvivor(tx: Tx, customerId: string): Promise<LockedCustomer> {
  const locked = (await lockCustomers(tx, [customerId])).get(customerId);
  if (!locked) throw new NotFound('There is no such customer.');
  return locked.mergedInto === null ? locked : lockSurvivor(tx, locked.mergedInto);
}

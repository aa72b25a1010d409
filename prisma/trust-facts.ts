import type { Channel } from '../domain/channel';
import type { SignalledAttempt, SignalledTouch } from '../domain/policy/after-signals';
import { foldDelivery } from '../domain/policy/delivery';
import type { TouchSignal } from '../domain/signal';
import type { SignalledFile } from './signalled';
import type { MessageFact } from './message-days';
import { trustDomain, type TrustFact } from './trust';

/** A touch and what new signals made of it. */
interface Turned {
  readonly file: SignalledFile;
  readonly fresh: readonly TouchSignal[];
  readonly after: { readonly touch: SignalledTouch; readonly attempts: readonly SignalledAttempt[] };
}

/**
 * What signals about one touch add to the counts of trust, each fact once for a touch and channel however often it is said, in whatever
 * order. Everything counts for the day on which the message left, so that rates compare what became of the same messages.
 */
export function trustFacts({ file, fresh, after }: Turned): TrustFact[] {
  const own = after.touch.channel ?? after.attempts[0]?.channel;
  if (!own) return [];
  const { messageClass, topic, email } = file;
  const day = file.sentAt ?? after.attempts[0]?.startedAt ?? file.plannedAt;
  const fact = (what: TrustFact['what']) => (channel: Channel) => {
    return { day, channel, messageClass, topic, domain: trustDomain(channel, email), what };
  };
  const first = (what: TrustFact['what'], says: (signal: TouchSignal) => boolean): TrustFact[] =>
    newOn(file.signals.filter(says), fresh, own).map(fact(what));
  return [
    ...foundSent(file, after.attempts).map(({ channel }) => fact('sent')(channel)),
    ...first('delivered', (signal) => foldDelivery([signal]).deliveredAt !== null),
    ...first('bounced', ({ kind }) => kind === 'bounced'),
    ...first('complained', ({ kind }) => kind === 'complained'),
    ...first('unsubscribed', ({ kind }) => kind === 'unsubscribed'),
  ];
}

/**
 * What signals about one touch add to the results of its message: as above, and what humans did with it. What was known to be delivered or
 * answered before, as in our own inbox, is not counted again.
 */
export function messageFacts(turned: Turned): MessageFact[] {
  const { file, fresh, after } = turned;
  const facts = trustFacts(turned);
  const { message } = file;
  const own = after.touch.channel ?? after.attempts[0]?.channel;
  if (!own) return [];
  const day = file.sentAt ?? after.attempts[0]?.startedAt ?? file.plannedAt;
  const clicks = file.signals.filter(({ kind, human }) => kind === 'clicked' && human);
  const found = (what: MessageFact['what'], is: boolean): MessageFact[] =>
    is ? [{ message, day, channel: own, what }] : [];
  return [
    ...facts.filter(({ what }) => what !== 'delivered').map(({ channel, what }) => ({ message, day, channel, what })),
    ...found('delivered', file.deliveredAt === null && after.touch.deliveredAt !== null),
    ...found('answered', file.answeredAt === null && after.touch.answeredAt !== null),
    ...found('clicked', newOn(clicks, fresh, own).length > 0),
  ];
}

/** The channels of which something is said for the first time. A signal without a channel is about the one that the message went out on. */
function newOn(said: readonly TouchSignal[], fresh: readonly TouchSignal[], own: Channel): Channel[] {
  const isNew = new Set(fresh.map(({ key }) => key));
  const on = ({ detail }: TouchSignal): Channel => detail.channel ?? own;
  return [...new Set(said.map(on))].filter((channel) =>
    said.filter((signal) => on(signal) === channel).every(({ key }) => isNew.has(key)),
  );
}

/** Attempts that nobody knew to be accepted until now. Those that were known are counted when it is written (prisma/acceptances.ts). */
function foundSent({ attempts }: SignalledFile, after: readonly SignalledAttempt[]): SignalledAttempt[] {
  const isOut = ({ state }: SignalledAttempt): boolean => state === 'accepted' || state === 'bounced';
  return after.filter((attempt, index) => isOut(attempt) && !isOut(attempts[index] ?? attempt));
}

import { isNecessary } from '../domain/policy/necessity';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import type { MessageClass } from '../domain/channel';
import type { Evidence, Taken, TouchRow } from './evidence';
import { verdictOn, type Verdict } from './verdict';

/** A call takes ten seconds at most, and what is on the wire when consent is taken back cannot be called back. */
const IN_FLIGHT_MS = 11_000;

type Sent = Taken & { readonly touch: TouchRow };

/** What was taken, with its touch. */
function sentIn({ taken, touches }: Evidence): Sent[] {
  const byId = new Map(touches.map((touch) => [touch.id, touch]));
  return taken.flatMap((one) => {
    const touch = byId.get(one.touchId);
    return touch ? [{ ...one, touch }] : [];
  });
}

/** Nobody is written to in their night. In-app is always open. */
export function checkHours(evidence: Evidence): Verdict {
  const bound = sentIn(evidence).filter(
    ({ channel, touch }) => channel !== 'in-app' && !isNecessary(touch.messageClass as MessageClass),
  );
  const isNight = ({ touch, at }: Sent) => {
    const hour = hourIn(evidence.zones.get(touch.userId) ?? 'UTC', at);
    return hour < EARLIEST || hour >= LATEST;
  };
  return verdictOn('out of window', 'messages', bound, isNight, showSent);
}

/** The widest hours of any day and channel in the settings: before and after these nothing may leave. */
const [EARLIEST, LATEST] = [7, 21];

function hourIn(timeZone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at));
}

/** Nothing is taken after a withdrawal but what was on the wire; a worker that stood still does not know how long. */
export function checkWithdrawals(evidence: Evidence): Verdict {
  const { theirs, isLate } = sentSince(evidence, evidence.record.withdrawals);
  return verdictOn('after withdrawal', 'messages to those who withdrew', theirs, isLate, showSent);
}

/** The same after an erasure. */
export function checkErasures(evidence: Evidence): Verdict {
  const { theirs, isLate } = sentSince(evidence, evidence.record.erasures);
  return verdictOn('after erasure', 'messages to those who were erased', theirs, isLate, showSent);
}

function sentSince(evidence: Evidence, said: readonly { readonly userId: string; readonly at: Date }[]) {
  const saidAt = new Map(said.map(({ userId, at }) => [userId, at.getTime()]));
  const theirs = sentIn(evidence).filter(({ touch }) => saidAt.has(touch.userId));
  const isLate = ({ touch, at }: Sent) => {
    const since = saidAt.get(touch.userId) ?? Infinity;
    return at.getTime() - since - frozenBetween(evidence, since, at.getTime()) > IN_FLIGHT_MS;
  };
  return { theirs, isLate };
}

function frozenBetween({ record }: Evidence, from: number, to: number): number {
  const within = record.frozen.map((one) => Math.min(to, one.to.getTime()) - Math.max(from, one.from.getTime()));
  return within.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

/** Over all journeys of a customer, no more than the cap allows: the run is shorter than the cap's window. */
export function checkCaps(evidence: Evidence): Verdict {
  const counted = sentIn(evidence).filter(({ touch }) =>
    DEFAULT_SETTINGS.optional.some((optional) => optional === touch.messageClass),
  );
  const touchesOf = new Map<string, Set<string>>();
  for (const { touch } of counted) {
    touchesOf.set(touch.userId, (touchesOf.get(touch.userId) ?? new Set()).add(touch.id));
  }
  return verdictOn(
    'over cap',
    'customers',
    [...touchesOf],
    ([, touches]) => touches.size > evidence.capMost,
    ([userId, touches]) => `${userId}: ${touches.size}`,
  );
}

function showSent({ touch, channel, at }: Sent): string {
  return `touch ${touch.id} to ${touch.userId} by ${channel} at ${at.toISOString()}`;
}

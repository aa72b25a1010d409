import type { AttemptRow, Evidence } from './evidence';
import { erasedIn } from './record';
import { grouped, verdictOn, type Verdict } from './verdict';

/** What the ledger says was sent was taken, and what was taken stands in the ledger. */
export function checkLost({ touches, attempts, taken }: Evidence): Verdict {
  const known = new Set(touches.map(({ id }) => id));
  const takenOn = new Set(taken.map(({ touchId, channel }) => `${touchId} ${channel}`));
  const said = attempts.filter(({ state }) => state === 'accepted' || state === 'bounced');
  const all = [
    ...said.map(({ touchId, channel }) => ({ touchId, channel, isLost: !takenOn.has(`${touchId} ${channel}`) })),
    ...taken.map(({ touchId, channel }) => ({ touchId, channel, isLost: !known.has(touchId) })),
  ];
  const show = ({ touchId, channel }: (typeof all)[number]) => `touch ${touchId} by ${channel}`;
  return verdictOn('lost', 'records of sending', all, ({ isLost }) => isLost, show);
}

/** Each touch is taken once; once more on another channel only when the first has come back. */
export function checkDoubles({ touches, attempts, taken }: Evidence): Verdict {
  const times = grouped(taken, ({ touchId }) => touchId);
  const cameBack = grouped(
    attempts.filter(({ state }) => state === 'bounced'),
    ({ touchId }) => touchId,
  );
  return verdictOn(
    'doubled',
    'touches sent',
    touches.filter(({ id }) => times.has(id)),
    ({ id }) => times.get(id)!.length - (cameBack.get(id)?.length ?? 0) > 1,
    ({ id, userId }) =>
      `touch ${id} to ${userId}, by ${times
        .get(id)!
        .map(({ channel }) => channel)
        .join(', ')}`,
  );
}

/** What providers reported is heeded (but for who was erased, of whom nothing more is kept), what was forged is not, and nothing waits unread. */
export function checkReports({ record, touches, falseComplaints, unreadReports }: Evidence): Verdict[] {
  const erased = erasedIn(record);
  const byId = new Map(touches.map((touch) => [touch.id, touch]));
  const isKept = (touchId: string) => !erased.has(byId.get(touchId)?.userId ?? '');
  const delivered = record.reports.filter(({ said, touchId }) => said === 'delivered' && isKept(touchId));
  const heeded = verdictOn(
    'reports not heeded',
    'messages reported as delivered',
    delivered,
    ({ touchId }) => !byId.get(touchId)?.deliveredAt,
    ({ touchId }) => `touch ${touchId}`,
  );
  const forged = verdictOn('forged reports taken', 'forged reports', record.forged, (status) => status < 400, String);
  return [
    { ...heeded, bad: heeded.bad + unreadReports },
    { ...forged, bad: forged.bad + falseComplaints },
  ];
}

const OPEN: ReadonlySet<string> = new Set(['dispatching', 'ambiguous']);

/**
 * Whatever was in doubt has ended: as accepted when it was taken, as unknown only when it was not, or when its run reached its goal or its
 * customer was erased meanwhile, so that nobody asked the provider any more.
 */
export function checkAmbiguity(evidence: Evidence): Verdict {
  const { taken, touches, enrollments, record } = evidence;
  const erased = erasedIn(record);
  const over = new Set(
    enrollments.filter(({ how, userId }) => how === 'goal' || erased.has(userId)).map(({ id }) => id),
  );
  const unasked = new Set(touches.filter((touch) => over.has(touch.enrollmentId ?? '')).map(({ id }) => id));
  const takenOn = new Set(taken.map(({ touchId, channel }) => `${touchId} ${channel}`));
  const isWrong = ({ touchId, channel, state }: AttemptRow) =>
    OPEN.has(state) || (state === 'unknown' && !unasked.has(touchId) && takenOn.has(`${touchId} ${channel}`));
  return verdictOn(
    'doubts that ended wrongly',
    'attempts in doubt',
    doubted(evidence),
    isWrong,
    ({ id, state }) => `attempt ${id} ${state}`,
  );
}

/** Attempts of which nobody knew for a time what became of them: nobody wrote their outcome within the time that a call may take. */
export function doubted({ moves, attempts }: Pick<Evidence, 'moves' | 'attempts'>): AttemptRow[] {
  const ambiguous = new Set(moves.filter(({ became }) => became === 'ambiguous').map(({ attemptId }) => attemptId));
  return attempts.filter(({ id, state }) => ambiguous.has(id) || OPEN.has(state));
}

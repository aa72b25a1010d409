import type { EnrollmentRow, Evidence, Trace } from './evidence';
import { erasedIn } from './record';
import { grouped, verdictOn, type Verdict } from './verdict';

/** Every journey that was begun from outside is there once, however often its cause was told. */
export function checkJourneys({ plan, enrollments }: Evidence): Verdict {
  const planned = plan.lives.flatMap(({ userId, journeys }) => journeys.map((journey) => `${userId} ${journey}`));
  const found = grouped(enrollments, ({ userId, journey }) => `${userId} ${journey}`);
  return verdictOn('journeys lost or doubled', 'journeys', planned, (name) => found.get(name)?.length !== 1, String);
}

/** Whoever has not reached the goal, and is not erased, is handed to a person (M02): the cardinal rule. */
export function checkEscalations({ enrollments, record }: Evidence): Verdict {
  const erased = erasedIn(record);
  const due = enrollments.filter(({ how, userId }) => how !== 'goal' && !erased.has(userId));
  return verdictOn('escalations not raised', 'escalations due', due, ({ tasks }) => tasks === 0, showRun);
}

/** Of all who complete a task at once, one does. */
export function checkTasks({ record }: Evidence): Verdict {
  const answers = grouped(record.completions, ({ taskId }) => taskId);
  const people = (taskId: string) =>
    new Set(
      answers
        .get(taskId)!
        .filter(({ status }) => status < 300)
        .map(({ by }) => by),
    ).size;
  return verdictOn('tasks completed twice', 'tasks', [...answers.keys()], (id) => people(id) > 1, String);
}

/** Of who was erased there is nothing left by which anybody could tell who they were. */
export function checkTraces({ traces }: Evidence): Verdict {
  const show = ({ userId, tables }: Trace) => `${userId} in ${tables.join(', ')}`;
  return verdictOn('left after erasure', 'customers erased', traces, ({ tables }) => tables.length > 0, show);
}

/** What came within this of a run's end may have met nobody. */
const CLOSING_MS = 3_000;

/** Every fact that a run was to hear while it lived stands in its history. */
export function checkSignals({ enrollments }: Evidence): Verdict {
  const told = enrollments.flatMap((run) => run.told.map(({ eventId, at }) => ({ run, eventId, at })));
  const isLost = ({ run, eventId, at }: (typeof told)[number]) =>
    !run.heard.has(eventId) && !(run.endedAt && at.getTime() > run.endedAt.getTime() - CLOSING_MS);
  const show = ({ run, eventId }: (typeof told)[number]) => `${showRun(run)}: event ${eventId}`;
  return verdictOn('facts not heard', 'facts for runs', told, isLost, show);
}

/** Nothing stands still at the end: no run, no row on its way, nothing parked. */
export function checkStuck({ enrollments, openRuns, outbox }: Evidence): Verdict {
  const runs = verdictOn('stuck', 'runs', enrollments, ({ state, stuck }) => state !== 'ended' || stuck, showRun);
  const open = openRuns.slice(0, 5).map((id) => `open in Temporal: ${id}`);
  return {
    ...runs,
    bad: Math.max(runs.bad, openRuns.length) + outbox.waiting + outbox.parked,
    examples: [...runs.examples, ...open],
  };
}

function showRun({ id, journey, userId, state }: EnrollmentRow): string {
  return `${journey} ${id} of ${userId}, ${state}`;
}

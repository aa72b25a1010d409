import { placementSentence, placeTask, type Placement } from '../../domain/policy/assignment';
import { Conflict } from '../../domain/errors';
import { isFinished } from '../../domain/policy/task-timers';
import { audit } from '../audit';
import type { Tx } from '../client';
import { addNote } from '../tasks/note';
import { keepTime } from '../tasks/nudge';
import { assertFresh, changeTask, finished, lockTask, type TaskRow } from '../tasks/row';
import { tellStory, waiting } from '../tasks/story';
import { colleaguesFor } from './colleagues';
import { heedAvailability } from './nobody-available';

/** That somebody gives a task to somebody else, or (null) back to its queue, and why. Without a version it is given as it stands. */
export interface Assignment {
  readonly taskId: string;
  readonly version: number | null;
  readonly to: string | null;
  readonly by: string;
  readonly because: string;
  readonly requestId?: string | null;
}

/**
 * Gives a task to somebody: open, offered to them or to whoever stands in, also when somebody else held it; a snooze goes on. Nobody is given more
 * than their limit, and what is theirs already stays as it is. Writes the task, a note, the timeline and one audit entry. Throws NotFound; Conflict when it is finished, was changed, or (with
 * `extra.at_limit`, `extra.absent`, `extra.gone`) cannot be given to them.
 */
export async function assignTask(tx: Tx, assignment: Assignment, now: Date): Promise<TaskRow> {
  const { taskId, version, to, by, because, requestId = null } = assignment;
  const task = await lockTask(tx, taskId);
  if (isFinished(task.state)) throw finished(task);
  if (version !== null) assertFresh(task, { taskId, by, version });
  if (to === task.assignee) return task;
  const placement = await placementOf(tx, task, to, now);
  if (to !== null && placement.assignee === null) throw refused(placement);
  if (placement.assignee === task.assignee) return task;
  const given = await give(tx, task, placement.assignee, now);
  const says = [`${by} gave it to ${placement.assignee ?? 'the queue'}: ${because}.`, placementSentence(placement)];
  await addNote(tx, { taskId, by: 'perennial', body: says.filter(Boolean).join(' ') }, now);
  await tellStory(tx, given, 'assigned', now, {
    enrollments: await waiting(tx, taskId),
    mark: given.version,
    detail: { from: task.assignee, to: given.assignee, by },
  });
  const detail = { from: task.assignee, to: given.assignee, because };
  await audit(tx, { actor: by, action: 'task.assigned', subject: `task:${taskId}`, detail, requestId }, now);
  return given;
}

/** What would become of a task that is given to somebody now. Whose it is already does not count against them. */
async function placementOf(
  tx: Tx,
  { assignee }: Pick<TaskRow, 'assignee'>,
  to: string | null,
  now: Date,
): Promise<Placement> {
  const colleagues = await colleaguesFor(tx, to);
  const colleagueOf = (id: string) => {
    const colleague = colleagues.get(id);
    return colleague && id === assignee ? { ...colleague, load: colleague.load - 1 } : colleague;
  };
  return placeTask(to, colleagueOf, now);
}

/** Writes whose a task is, offered and not claimed. */
export async function give(tx: Tx, task: TaskRow, assignee: string | null, now: Date): Promise<TaskRow> {
  const state = task.state === 'claimed' ? 'open' : task.state;
  const given = await changeTask(tx, task, { assignee, claimedAt: null, actedAt: null, state });
  await keepTime(tx, task, given, now);
  if (assignee === null) await heedAvailability(tx, task.queue, now);
  return given;
}

function refused(placement: Placement): Conflict {
  const { because, instead } = placement;
  const words = {
    at_limit: `${instead} has as many tasks as they may have.`,
    absent: `${instead} is away, and nobody stands in.`,
    gone: `${instead} does not work here any more.`,
  };
  return new Conflict(words[because as keyof typeof words], { [because]: true });
}

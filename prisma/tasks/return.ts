import { HOUR_MS, MINUTE_MS } from '../../domain/duration';
import type { Tx } from '../client';
import { heedAvailability } from '../staffing/nobody-available';
import { addNote } from './note';
import { changeTask, type TaskRow } from './row';
import { isAwaited, tellStory, waiting } from './story';

/** Takes a task from a holder who has done nothing about it for as long as its playbook lets it lie, and gives it back to its queue, with a note. */
export async function returnTask(tx: Tx, task: TaskRow, at: Date): Promise<TaskRow> {
  const enrollments = await waiting(tx, task.id);
  const back = { assignee: null, claimedAt: null, snoozedUntil: null, snoozeReason: null, wakeOnReply: false };
  if (!(await isAwaited(tx, task.id))) {
    const over = await changeTask(tx, task, { ...back, state: 'cancelled', outcome: 'journey_moved', finishedAt: at });
    await tellStory(tx, over, 'cancelled', at, { enrollments, mark: over.version, detail: { outcome: over.outcome } });
    return over;
  }
  const returned = await changeTask(tx, task, { ...back, state: 'open' });
  const body = `${task.assignee} had claimed it and did nothing about it for ${lengthOf(task.returnAfter ?? 0)}: it is back in its queue.`;
  await addNote(tx, { taskId: task.id, by: 'perennial', body }, at);
  await heedAvailability(tx, task.queue, at);
  await tellStory(tx, returned, 'returned', at, {
    enrollments,
    mark: returned.version,
    detail: { from: task.assignee },
  });
  return returned;
}

function lengthOf(minutes: number): string {
  const hours = (minutes * MINUTE_MS) / HOUR_MS;
  const [count, unit] = Number.isInteger(hours) ? [hours, 'hour'] : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

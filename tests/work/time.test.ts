import { playbooks } from '../../playbooks';
import type { Db } from '../../prisma/client';
import { completeTask } from '../../prisma/tasks/finish';
import { claimTask, snoozeTask } from '../../prisma/tasks/hold';
import { addNote } from '../../prisma/tasks/note';
import { undoCompletion } from '../../prisma/tasks/undo';
import { withWorld } from '../../testkit';
import type { WorldCustomer } from '../../testkit/customer';

/** The task of a customer, as a person reads it before an act. */
async function act(ada: WorldCustomer, by: string) {
  const task = (await ada.task())!;
  return { taskId: task.id, by, version: task.version };
}

const notesOf = async (db: Db) =>
  (await db.taskNote.findMany({ orderBy: { at: 'asc' } })).map(({ author, body }) => `${author}: ${body}`);

test('a task that is claimed and left lying goes back to its queue in time, and what its holder does about it puts that off', () =>
  withWorld(async ({ db, customer, pass, carry, now }) => {
    const ada = await customer();
    await ada.does('usage.dropped', { percent: 60 });
    await pass('1 hour');
    await ada.says('I cannot export my report. Could you please help me?');
    await pass('1 minute');
    await claimTask(db, await act(ada, 'ann'), now());
    await carry();
    await pass('2 hours');
    await addNote(db, { taskId: (await ada.task())!.id, by: 'ann', body: 'I look into it.' }, now());
    await pass('2 hours');
    expect(await ada.task()).toMatchObject({ state: 'claimed', assignee: 'ann' });
    await pass('70 minutes');
    expect(await ada.task()).toMatchObject({ state: 'open', assignee: null, claimedAt: null });
    expect(await notesOf(db)).toEqual([
      'ann: I look into it.',
      'perennial: ann had claimed it and did nothing about it for 3 hours: it is back in its queue.',
    ]);
    await pass('4 days');
    const steps = (await ada.story(['task'])).filter((line) => line.includes('help-request'));
    expect(steps).toEqual([
      'day 0: help-request opened',
      'day 0: help-request claimed',
      'day 0: help-request returned',
      'day 0: help-request reminded',
      'day 1: help-request breached',
      'day 2: help-request expired: expired',
    ]);
  }));

test('a journey hears of a completion when it can no longer be taken back, and never of one that was', () =>
  withWorld(async ({ db, customer, pass, now }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.does('usage.dropped', { percent: 60 });
    await pass('8 days');
    const wrong = { ...(await act(ada, 'ann')), outcome: 'churning', undoable: true };
    const at = now();
    const { version } = await completeTask(db, wrong, playbooks, at);
    await undoCompletion(db, { ...wrong, version }, new Date(at.getTime() + 9_000));
    await pass('1 hour');
    expect(await ada.task()).toMatchObject({ state: 'open', assignee: 'ann' });

    const right = { ...(await act(ada, 'ann')), outcome: 'reached_resolved', undoable: true };
    await completeTask(db, right, playbooks, now());
    await pass('1 minute');
    expect((await ada.story()).slice(-4)).toEqual([
      'day 8: save-call undone',
      'day 8: save-call completed: reached_resolved',
      'day 8: at-risk/after-call by email',
      'day 8: ended done: reached_resolved',
    ]);
  }));

test('a task that waits for an answer is overdue as soon as the customer has answered, not when the snooze would have ended', () =>
  withWorld(async ({ db, customer, pass, carry, now }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.does('usage.dropped', { percent: 60 });
    await pass('8 days');
    await snoozeTask(db, { ...(await act(ada, 'ann')), untilReply: true, reason: 'asked for the file' }, now());
    await pass('3 days');
    expect(await ada.task()).toMatchObject({ state: 'snoozed', breachedAt: null });
    await ada.says('Here is the file that you asked for.');
    await carry();
    await pass('1 minute');
    expect(await ada.task()).toMatchObject({ state: 'open', snoozedUntil: null, escalatedTo: 'lead' });
    await pass('25 hours');
    expect((await ada.story()).slice(-5)).toEqual([
      'day 8: save-call snoozed',
      'day 11: save-call woken',
      'day 11: save-call breached',
      'day 12: save-call expired: expired',
      'day 12: ended done: expired',
    ]);
  }));

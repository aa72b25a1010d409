import { newId } from '../../domain/ids';
import { DAY_MS } from '../../domain/duration';
import { recount } from '../../prisma/recount';
import type { Db } from '../../prisma/client';

/**
 * Customers in the at-risk journey, of whom some wait, some were called, some came back: enough for every number on its pages. Written past the
 * product and counted anew. Names are numbered, so that a test can tell people apart.
 */
export async function believable(db: Db, now: Date, count = 60): Promise<void> {
  const at = (days: number) => new Date(now.getTime() - days * DAY_MS);
  for (let n = 0; n < count; n += 1) {
    const began = 2 + ((n * 7) % 40);
    const customerId = newId(at(began));
    const enrollmentId = newId(at(began));
    const path = n % 5;
    const steps: [days: number, stage: string][] = [[began, 'checkIn']];
    if (path === 1 && began > 3) steps.push([began - 2, 'answer']);
    if (path >= 2 && began > 8) steps.push([began - 8, 'personCalls']);
    const last = steps.at(-1)!;
    const over = (path === 1 || path === 2 || path === 3) && last[0] > 1 && steps.length > 1;
    const how = path === 3 ? 'goal' : 'done';
    const endedAt = over ? at(last[0] - 1) : null;
    const name = n === 0 ? '<img src=x onerror=alert(1)>' : `Customer ${n}`;
    await db.customer.create({
      data: { id: customerId, name, email: `c${n}@example.com`, owner: 'ann', createdAt: at(90), updatedAt: now },
    });
    await db.enrollment.create({
      data: {
        id: enrollmentId,
        journey: 'at-risk',
        customerId,
        workflowId: `at-risk:${customerId}`,
        state: over ? 'ended' : 'active',
        stage: last[1],
        cause: { kind: 'event', type: 'usage.dropped', eventId: enrollmentId },
        causeKey: enrollmentId,
        enteredAt: at(began),
        stageAt: at(last[0]),
        endedAt,
        how: over ? how : null,
        outcome: over ? (how === 'goal' ? 'customer.logged_in' : 'reached_resolved') : null,
        ...(n === 10 && {
          stuckSince: at(0.2),
          stuckBecause: 'openTask (not_found) was refused for good in stage personCalls.',
        }),
      },
    });
    const line = (kind: string, days: number, detail: object, mark = '') => ({
      key: `${enrollmentId}:${kind}:${days}:${mark}`,
      customerId,
      enrollmentId,
      at: at(days),
      kind,
      detail,
    });
    await db.timelineItem.createMany({
      data: [
        line('enrolled', began, { journey: 'at-risk' }),
        ...steps.map(([days, stage]) => line('stage', days, { stage }, stage)),
      ],
    });
    await touch('at-risk/check-in', began);
    if (steps.length === 1) {
      const until = new Date(at(began).getTime() + (4 + (n % 9)) * DAY_MS).toISOString();
      await db.timelineItem.create({ data: line('wait', began, { for: ['customer.replied'], until }) });
    }
    if (began > 4 && path !== 1) await touch('at-risk/offer-help', began - 4);
    const playbook = last[1] === 'answer' ? 'help-request' : last[1] === 'personCalls' ? 'save-call' : null;
    if (playbook && !over) {
      const id = newId(at(last[0]));
      const due = at(last[0] - 1 - (n % 6));
      const times = { openedAt: at(last[0]), remindAt: due, dueAt: due, expireAt: new Date(due.getTime() + DAY_MS) };
      const work = { playbook, because: 'two check-ins unanswered and no login', queue: 'customer-success' };
      const open = { priority: 'high', state: 'open', journey: 'at-risk', stage: last[1] };
      await db.task.create({ data: { id, enrollmentId, customerId, ...work, ...open, ...times } });
      await db.timelineItem.create({
        data: line('task', last[0], { playbook, step: 'opened', task_id: id, because: work.because }, 'opened'),
      });
    }
    if (over) await db.timelineItem.create({ data: line('ended', last[0] - 1, { how, outcome: 'reached_resolved' }) });

    async function touch(message: string, days: number): Promise<void> {
      const id = newId(at(days));
      const answered = path === 1 ? at(days - 0.5) : null;
      const verdicts = [
        { rule: 'hold', channel: null, pass: true, reason: 'no_hold', inputs: {} },
        { rule: 'consent', channel: 'email', pass: true, reason: 'legitimate_interest', inputs: { basis: 'contract' } },
      ];
      await db.touch.create({
        data: {
          id,
          key: `${enrollmentId}:${message}`,
          enrollmentId,
          customerId,
          journey: 'at-risk',
          stage: 'checkIn',
          message,
          messageClass: 'lifecycle',
          topic: 'check-ins',
          state: 'delivered',
          channel: 'email',
          verdicts,
          plannedAt: at(days),
          updatedAt: at(days),
          sentAt: at(days),
          deliveredAt: at(days),
          answeredAt: answered,
          codeVersion: 'test',
        },
      });
      await db.timelineItem.create({
        data: line(
          'touch',
          days,
          { message, class: 'lifecycle', verdict: 'sent', channel: 'email', touchId: id },
          message,
        ),
      });
    }
  }
  await recount(db);
}

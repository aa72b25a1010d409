import { z } from 'zod';
import { ATTEMPT_RESULTS, logAttempt, tickStep } from '../../prisma/tasks/note';
import { reopenTask } from '../../prisma/tasks/reopen';
import { undoCompletion } from '../../prisma/tasks/undo';
import { markWrongData, WRONG_DATA } from '../../prisma/tasks/wrong-data';
import { CHANNELS } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { act, changing, taskId } from './task-change';
import { attemptSchema, attemptView } from './task-view';

const note = z.string().trim().min(1).max(10_000);

/** What people do about a task beside taking and completing it: try to reach the customer, say what is wrong, take a completion back, open it again. */
export function taskActRoutes(deps: Pick<ApiDeps, 'db' | 'playbooks' | 'addressHash' | 'wakeRelay'>): Route[] {
  const { db } = deps;
  return [
    changing(deps, {
      method: 'delete',
      path: '/v1/tasks/:id/completion',
      summary: 'Take a completion back',
      description:
        'By who completed it with `undoable`, until `undo_until`. The task is as it was, and journeys never hear of it. Later it is 409, with ' +
        '`too_late`: the journey goes on with it.',
      body: act.default({}),
      change: ({ body }, who, now) => undoCompletion(db, { ...who, by: body.by ?? who.by }, now),
    }),
    changing(deps, {
      path: '/v1/tasks/:id/reopening',
      summary: 'Open a task again that has ended',
      description:
        'For thirty days. It is offered to who opens it, and due in as long as it was given at first. No journey waits for it: these went on with ' +
        'what they were told.',
      body: act.extend({ because: z.string().trim().min(1).max(500) }),
      async change({ body }, who, now) {
        const open = await reopenTask(db, { ...who, by: body.by ?? who.by, because: body.because }, now);
        deps.wakeRelay();
        return open;
      },
    }),
    route({
      method: 'post',
      path: '/v1/tasks/:id/attempts',
      right: 'work',
      tag: 'Tasks',
      summary: 'Write down that somebody tried to reach the customer',
      description: 'Attempts only ever append, so they need no version and never conflict.',
      params: taskId,
      body: act.extend({ result: z.enum(ATTEMPT_RESULTS), note: note.optional() }),
      responses: { 201: { description: 'The attempt.', schema: attemptSchema } },
      async handle({ params, body, caller, now }) {
        const { by = caller.name, result, note: said = null } = body;
        const attempt = await logAttempt(db, { taskId: params.id, by, result, note: said }, now);
        return { status: 201, body: attemptView(attempt) };
      },
    }),
    route({
      method: 'put',
      path: '/v1/tasks/:id/checklist',
      right: 'work',
      tag: 'Tasks',
      summary: 'Tick a step of the checklist, or take the tick away',
      description:
        'Ticks stand with the task, for whoever opens it. Each step is on its own, so two people who tick at once do not conflict.',
      params: taskId,
      body: act.extend({
        step: z.string().max(2_000).meta({ description: 'In the words of the playbook.' }),
        done: z.boolean(),
      }),
      responses: { 200: { description: 'What is ticked now.', schema: z.object({ ticked: z.array(z.string()) }) } },
      async handle({ params, body, caller, now }) {
        const { by = caller.name, step, done } = body;
        await assertStep(params.id, step);
        const ticked = await tickStep(db, { taskId: params.id, by, step, done }, now);
        return { status: 200, body: { ticked: [...ticked] } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/tasks/:id/wrong-data',
      right: 'work',
      tag: 'Tasks',
      summary: 'Say that what is known of the customer is wrong',
      description: 'A wrong mail address or phone number is not written to again: it belongs to somebody else.',
      params: taskId,
      body: act.extend({ what: z.enum(WRONG_DATA), note: note.max(2_000) }),
      responses: {
        200: {
          description: 'Noted.',
          schema: z.object({
            suppressed: z
              .array(z.enum(CHANNELS))
              .meta({ description: 'Channels on which the address is not used any more.' }),
          }),
        },
      },
      async handle({ params, body, caller, now, requestId }) {
        const { by = caller.name, what, note: said } = body;
        const wrong = { taskId: params.id, by, what, note: said, requestId };
        const { suppressed } = await markWrongData(db, wrong, deps.addressHash, now);
        return { status: 200, body: { suppressed: [...suppressed] } };
      },
    }),
  ];

  async function assertStep(id: string, step: string): Promise<void> {
    const task = await db.task.findUnique({ where: { id }, select: { playbook: true } });
    if (!task) throw new NotFound('There is no such task.');
    if (deps.playbooks[task.playbook]?.checklist.includes(step)) return;
    const detail = 'must be a step of the checklist of its playbook, in the same words';
    throw new InvalidInput('There is no such step.', [{ pointer: '/step', detail }]);
  }
}

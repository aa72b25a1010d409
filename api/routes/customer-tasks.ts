import { z } from 'zod';
import { ASKED_DUES } from '../../domain/ask';
import { InvalidInput } from '../../domain/errors';
import { resolveCustomerId } from '../../prisma/customers';
import { openByHand } from '../../prisma/tasks/by-hand';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { taskSchema, taskView } from './task-view';

const staff = z.string().trim().min(1).max(200);

/** Asking a person to see to a customer, outside of any journey (M03). */
export function customerTaskRoute(deps: Pick<ApiDeps, 'db' | 'playbooks' | 'wakeRelay'>): Route {
  const { db, playbooks, wakeRelay } = deps;
  return route({
    method: 'post',
    path: '/v1/customers/:id/tasks',
    right: 'work',
    tag: 'Tasks',
    summary: 'Open a task about a customer, outside of any journey',
    description:
      'While a task of the same playbook is open, the request joins it with a note. It is first offered to `assign_to`, else to their owner.',
    params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
    body: z.strictObject({
      playbook: z.string().max(200).default('reach-out'),
      because: z.string().trim().min(1).max(500).meta({ description: 'Why, in one sentence without personal data.' }),
      assign_to: staff.optional(),
      due: z.enum(ASKED_DUES).default('1 day'),
    }),
    responses: {
      200: { description: 'The task that was open, joined.', schema: taskSchema },
      201: { description: 'The task.', schema: taskSchema },
    },
    async handle({ params, body, caller, header, now, requestId }) {
      const playbook = Object.hasOwn(playbooks, body.playbook) ? playbooks[body.playbook] : undefined;
      if (!playbook) {
        const detail = `there is no playbook "${body.playbook}"; there are ${Object.keys(playbooks).join(', ')}`;
        throw new InvalidInput('There is no such playbook.', [{ pointer: '/playbook', detail }]);
      }
      const key = `hand:${caller.name}:${header('idempotency-key') ?? requestId}`;
      const { because, assign_to: assignTo = null, due } = body;
      const { task, joined } = await inTransaction(db, async (tx) => {
        const customerId = await resolveCustomerId(tx, params.id);
        return openByHand(tx, { customerId, playbook, because, assignTo, due, by: caller.name, key, requestId }, now);
      });
      wakeRelay();
      const customer = await db.customer.findUnique({ where: { id: task.customerId } });
      return { status: joined ? 200 : 201, body: taskView({ task, customer }, playbooks, now) };
    },
  });
}

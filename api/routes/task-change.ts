import { z } from 'zod';
import { Conflict } from '../../domain/errors';
import { nextTaskOf } from '../../prisma/inbox/next';
import { overloadOf } from '../../prisma/staffing/load';
import type { StaffAct, TaskRow } from '../../prisma/tasks/row';
import type { ApiDeps } from '../deps';
import { etagOf, PreconditionFailed, requiredVersion } from '../if-match';
import { route, type Reply, type Request, type Route } from '../route';
import { taskSchema, taskView } from './task-view';

/** The task in a path. */
export const taskId = z.object({ id: z.uuid().meta({ description: 'The task.' }) });

/** Who acts, where a tool acts for people. */
export const staff = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: 'Staff id; by default the caller.' });

/** The body of an act that needs no more. */
export const act = z.strictObject({ by: staff });

const nextId = z.uuid().nullable().meta({ description: 'What the same person should do now, if anything.' });

const overLimit = z.object({ load: z.int(), limit: z.int() }).nullable().meta({
  description:
    'How many they have, where that is more than they are given. A limit binds what is given to people, not what they take.',
});

/** A change of one task by a person, who names the version that they have read. Whoever finds it with somebody else is offered the next task (`next_task_id`). */
export function changing<B extends z.ZodType>(
  { db, playbooks }: Pick<ApiDeps, 'db' | 'playbooks'>,
  definition: {
    readonly path: string;
    readonly method?: 'post' | 'delete';
    readonly summary: string;
    readonly description?: string;
    readonly body: B;
    /** Answers also what comes next for the same person. */
    readonly andNext?: boolean;
    /** Answers also whether the same person has more now than they are given. */
    readonly andLoad?: boolean;
    readonly change: (request: Request<typeof taskId, undefined, B>, who: StaffAct, now: Date) => Promise<TaskRow>;
  },
): Route {
  const { change, andNext = false, andLoad = false, method = 'post', ...rest } = definition;
  const schema = taskSchema.extend({
    ...(andNext && { next_task_id: nextId }),
    ...(andLoad && { over_limit: overLimit }),
  });
  return route({
    ...rest,
    method,
    right: 'work',
    tag: 'Tasks',
    params: taskId,
    responses: { 200: { description: 'The task as it is now; its `ETag` is the new version.', schema } },
    problems: [409, 412, 428],
    ifMatch: true,
    async handle(request): Promise<Reply> {
      const { params, caller, now, body } = request;
      const person = actorIn(body) ?? caller.name;
      const who = { taskId: params.id, by: caller.name, version: requiredVersion(request) };
      const task = await refusing(
        () => change(request, who, now),
        () => nextTaskOf(db, person, now, params.id),
      );
      const customer = await db.customer.findUnique({ where: { id: task.customerId } });
      const view = taskView({ task, customer }, playbooks, now);
      return {
        status: 200,
        body: {
          ...view,
          ...(andNext && { next_task_id: await nextTaskOf(db, person, now, task.id) }),
          ...(andLoad && { over_limit: await overloadOf(db, person) }),
        },
        headers: { ETag: etagOf(task.version) },
      };
    },
  });
}

function actorIn(body: unknown): string | undefined {
  const { by, assignee } = (body ?? {}) as { readonly by?: string; readonly assignee?: string };
  return by ?? assignee;
}

async function refusing<T>(change: () => Promise<T>, next: () => Promise<string | null>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof Conflict && error.extra['stale'])
      throw new PreconditionFailed(error.message, Number(error.extra['version']));
    if (error instanceof Conflict && error.extra['assignee'] !== undefined)
      throw new Conflict(error.message, { ...error.extra, next_task_id: await next() });
    throw error;
  }
}

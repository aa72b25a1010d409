import { z } from 'zod';
import { lookAtTask, lookAway } from '../../prisma/inbox/presence';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const params = z.object({ id: z.uuid().meta({ description: 'The task.' }) });

/** Who else looks at a task: a page says every fifteen seconds that it is there, and is forgotten forty seconds after its last word. */
export function presenceRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'put',
      path: '/v1/tasks/:id/presence',
      right: 'work',
      tag: 'Tasks',
      summary: 'Say that the caller looks at a task, and hear who else does',
      description:
        'Say it again every fifteen seconds; forty seconds after the last time it is over. The stream tells of changes.',
      params,
      responses: {
        200: { description: 'Who else looks at it now.', schema: z.object({ others: z.array(z.string()) }) },
      },
      async handle({ params: { id }, caller, now }) {
        return { status: 200, body: { others: await lookAtTask(db, id, caller.name, now) } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/tasks/:id/presence',
      right: 'work',
      tag: 'Tasks',
      summary: 'Say that the caller looks away from a task',
      params,
      responses: { 204: { description: 'Noted.' } },
      async handle({ params: { id }, caller }) {
        await lookAway(db, id, caller.name);
        return { status: 204 };
      },
    }),
  ];
}

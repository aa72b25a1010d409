import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { say } from '../../prisma/conversations';
import { conversationWith } from '../../prisma/conversations/begin';
import { readUtterance } from '../../prisma/conversations/read';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { utteranceSchema, utteranceView } from './conversation-view';
import { act, taskId } from './task-change';

/** The reply box of a task: what a person writes goes to the customer on the channel that they used last, also when they have not written yet. */
export function taskReplyRoutes({ db, wakeRelay }: Pick<ApiDeps, 'db' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/tasks/:id/replies',
      right: 'work',
      tag: 'Tasks',
      summary: 'Write to the customer of a task',
      description:
        'As an answer in their one conversation, which begins here if they have not written yet: then by mail, or as a text message to whom has no ' +
        'mail address. It passes the same gate as every message; `delivery` says how it fares, and why it did not go out.',
      params: taskId,
      body: act.extend({
        text: z.string().trim().min(1).max(20_000),
        said_elsewhere: z.boolean().default(false).meta({ description: 'It was said already: only keep it.' }),
      }),
      responses: { 202: { description: 'What was said; it is on its way.', schema: utteranceSchema } },
      problems: [409],
      async handle({ params, body, caller, now, requestId, header }) {
        const task = await db.task.findUnique({ where: { id: params.id }, select: { customerId: true } });
        if (!task) throw new NotFound('There is no such task.');
        const { id: conversationId } = await conversationWith(db, task.customerId, now);
        const key = header('idempotency-key') ?? requestId;
        const saying = {
          conversationId,
          text: body.text,
          by: body.by ?? caller.name,
          elsewhere: body.said_elsewhere,
          dedupeKey: `said:${caller.id}:${conversationId}:${key}`,
        };
        const { id } = await inTransaction(db, (tx) => say(tx, saying, now));
        wakeRelay();
        return { status: 202, body: utteranceView(await readUtterance(db, id)) };
      },
    }),
  ];
}

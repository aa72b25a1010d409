import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { resolveCustomerId } from '../../prisma/customers';
import { recordEvents } from '../../prisma/events';
import type { InAppMessage } from '../../prisma/generated/client';
import { markInApp, readInbox, type InAppMark } from '../../prisma/in-app';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const time = z.iso.datetime();
const action = z.object({ label: z.string(), url: z.string() });

const messageSchema = z.object({
  id: z.uuid(),
  touch_id: z.uuid(),
  title: z.string(),
  body: z.string().meta({ description: 'Plain text.' }),
  html: z.string().meta({ description: 'The same as HTML; values in it are escaped.' }),
  action: action.nullable().meta({ description: 'Its one button.' }),
  created_at: time,
  seen_at: time.nullable(),
  clicked_at: time.nullable(),
  dismissed_at: time.nullable(),
});

const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });
const message = customer.extend({ messageId: z.uuid().meta({ description: 'The message.' }) });

/** The in-app inbox of a customer, for a product to show: what is in it, and what the customer did with it. */
export function inAppRoutes(deps: Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>): Route[] {
  const { db } = deps;
  return [
    route({
      method: 'get',
      path: '/v1/customers/:id/in-app',
      role: 'operate',
      tag: 'In-app',
      summary: "Read a customer's inbox, the newest first",
      params: customer,
      query: pageQuery.extend({
        unseen: z.stringbool().default(false).meta({ description: 'Only what was neither seen nor dismissed.' }),
      }),
      responses: { 200: { description: 'Messages.', schema: pageOf(messageSchema) } },
      async handle({ params, query: { limit, cursor, unseen } }) {
        const customerId = await resolveCustomerId(db, params.id);
        const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const before = createdAt && id ? { createdAt: new Date(createdAt), id } : undefined;
        const rows = await readInbox(db, { customerId, unseen, limit: limit + 1, before });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next_cursor = last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(messageView), next_cursor } };
      },
    }),
    marking(deps, 'seen', 'Record that a customer saw a message'),
    marking(deps, 'dismissed', 'Record that a customer put a message away'),
    marking(deps, 'clicked', 'Record that a customer followed a message', 'Journeys hear it as `message.clicked`.'),
  ];
}

/** The first mark counts; marking again answers the same. */
function marking(
  { db, journeys, wakeRelay }: Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>,
  mark: InAppMark,
  summary: string,
  consequence = '',
): Route {
  return route({
    method: 'post',
    path: `/v1/customers/:id/in-app/:messageId/${mark}`,
    role: 'ingest',
    tag: 'In-app',
    summary,
    description: `The first time counts; doing it again changes nothing. ${consequence}`.trim(),
    params: message,
    responses: { 200: { description: 'The message as it stands now.', schema: messageSchema } },
    async handle({ params: { id, messageId }, now }) {
      const customerId = await resolveCustomerId(db, id);
      const marked = await inTransaction(db, (tx) => markInApp(tx, { customerId, messageId, mark, at: now }));
      if (!marked) throw new NotFound('This customer has no such message.');
      if (mark === 'clicked') {
        await recordEvents(db, [clickOn(marked.message)], { journeys, now });
        wakeRelay();
      }
      return { status: 200, body: messageView(marked.message) };
    },
  });
}

/** Its message id makes telling it again harmless, so it is told even when an earlier try broke off after the mark. */
function clickOn({ id, customerId, touchId, action: button, clickedAt, createdAt }: InAppMessage) {
  const link = action.safeParse(button).data?.url;
  return {
    messageId: `in-app:${id}:clicked`,
    customerId,
    type: 'message.clicked',
    properties: { touchId, ...(link !== undefined && { link }) },
    occurredAt: clickedAt ?? createdAt,
  };
}

function messageView(row: InAppMessage): z.input<typeof messageSchema> {
  return {
    id: row.id,
    touch_id: row.touchId,
    title: row.title,
    body: row.body,
    html: row.html,
    action: action.safeParse(row.action).data ?? null,
    created_at: row.createdAt.toISOString(),
    seen_at: row.seenAt?.toISOString() ?? null,
    clicked_at: row.clickedAt?.toISOString() ?? null,
    dismissed_at: row.dismissedAt?.toISOString() ?? null,
  };
}

import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { IN_APP_FORMS, type InAppForm, type InAppStep } from '../../domain/in-app';
import { resolveCustomerId } from '../../prisma/customers';
import type { InAppMessage } from '../../prisma/generated/client';
import { readInbox, type InAppMark } from '../../prisma/in-app';
import { recordDeed } from '../../prisma/in-app-marks';
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
  as: z.enum(IN_APP_FORMS).meta({ description: 'How it is to be shown.' }),
  steps: z
    .array(z.object({ label: z.string(), url: z.string().nullable(), done: z.boolean() }))
    .meta({ description: 'Those of a checklist.' }),
  created_at: time,
  seen_at: time.nullable(),
  clicked_at: time.nullable(),
  dismissed_at: time.nullable(),
});

const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });
const message = customer.extend({ messageId: z.uuid().meta({ description: 'The message.' }) });

type InAppDeps = Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>;

/**
 * The in-app inbox of a customer, for a product that shows it by itself: what is in it, and what the customer did with it. Others embed
 * /live/perennial.js (api/live).
 */
export function inAppRoutes(deps: InAppDeps): Route[] {
  const { db } = deps;
  return [
    route({
      method: 'get',
      path: '/v1/customers/:id/in-app',
      right: 'read',
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
    route({
      method: 'post',
      path: '/v1/customers/:id/in-app/:messageId/steps/:step',
      right: 'ingest',
      tag: 'In-app',
      summary: 'Tick a step of a checklist off, or take that back',
      description: 'The first tick counts as a click: journeys hear it as `message.clicked`.',
      params: message.extend({
        step: z.coerce.number().int().min(0).max(100).meta({ description: 'The step, counted from 0.' }),
      }),
      body: z.looseObject({ done: z.boolean().default(true) }),
      responses: { 200: { description: 'The message as it stands now.', schema: messageSchema } },
      handle: ({ params: { id, messageId, step }, body: { done }, now }) =>
        record(deps, { id, messageId, mark: 'ticked', step, done }, now),
    }),
  ];
}

/** The first mark counts; marking again answers the same. */
function marking(deps: InAppDeps, mark: InAppMark, summary: string, consequence = ''): Route {
  return route({
    method: 'post',
    path: `/v1/customers/:id/in-app/:messageId/${mark}`,
    right: 'ingest',
    tag: 'In-app',
    summary,
    description: `The first time counts; doing it again changes nothing. ${consequence}`.trim(),
    params: message,
    responses: { 200: { description: 'The message as it stands now.', schema: messageSchema } },
    handle: ({ params: { id, messageId }, now }) => record(deps, { id, messageId, mark }, now),
  });
}

type Marked = { readonly mark: InAppMark } | { readonly mark: 'ticked'; readonly step: number; readonly done: boolean };

async function record(
  { db, journeys, wakeRelay }: InAppDeps,
  { id, ...deed }: Marked & { readonly id: string; readonly messageId: string },
  now: Date,
) {
  const customerId = await resolveCustomerId(db, id);
  const marked = await recordDeed(db, { customerId, ...deed }, { journeys, now });
  if (!marked) throw new NotFound('This customer has no such message, or it has no such step.');
  if (deed.mark === 'clicked' || deed.mark === 'ticked') wakeRelay();
  return { status: 200, body: messageView(marked) };
}

function messageView(row: InAppMessage): z.input<typeof messageSchema> {
  return {
    id: row.id,
    touch_id: row.touchId,
    title: row.title,
    body: row.body,
    html: row.html,
    action: action.safeParse(row.action).data ?? null,
    as: row.form as InAppForm,
    steps: (row.steps as unknown as readonly InAppStep[]).map((step, index) => ({
      ...step,
      done: row.done.includes(index),
    })),
    created_at: row.createdAt.toISOString(),
    seen_at: row.seenAt?.toISOString() ?? null,
    clicked_at: row.clickedAt?.toISOString() ?? null,
    dismissed_at: row.dismissedAt?.toISOString() ?? null,
  };
}

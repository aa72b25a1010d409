import { z } from 'zod';
import { ANNOUNCEMENT_TYPES, type Announcement } from '../../domain/outgoing';
import { audit } from '../../prisma/audit';
import type { WebhookDelivery } from '../../prisma/generated/client';
import { DELIVERY_STATES, listDeliveries, replayDelivery } from '../../prisma/outgoing/deliveries';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const deliverySchema = z
  .object({
    id: z.uuid().meta({ description: 'The `webhook-id` of every attempt.' }),
    endpoint_id: z.uuid(),
    type: z.enum(ANNOUNCEMENT_TYPES),
    customer_id: z.uuid().nullable(),
    data: z.record(z.string(), z.unknown()),
    occurred_at: z.iso.datetime(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    next_at: z.iso.datetime().nullable().meta({ description: 'When it is tried next, while it waits.' }),
    status: z.int().nullable().meta({ description: 'What the receiver answered last.' }),
    error: z.string().nullable(),
    settled_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

/** What was told to whom by webhook, and once more. Kept for thirty days. */
export function webhookDeliveryRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/webhook-deliveries',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'List webhook deliveries, those of the latest facts first',
      query: pageQuery.extend({
        endpoint_id: z.uuid().optional(),
        state: z.enum(DELIVERY_STATES).optional(),
        type: z.enum(ANNOUNCEMENT_TYPES).optional(),
      }),
      responses: { 200: { description: 'Deliveries.', schema: pageOf(deliverySchema) } },
      async handle({ query: { limit, cursor, endpoint_id: endpointId, state, type } }) {
        const [occurredAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = occurredAt && id ? { occurredAt: new Date(occurredAt), id } : undefined;
        const rows = await listDeliveries(db, { endpointId, state, type }, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next = last ? encodeCursor([last.occurredAt.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(view), next_cursor: next } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhook-deliveries/:id/replay',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'Send a webhook once more, under the same id',
      params: z.object({ id: z.uuid().meta({ description: 'The delivery.' }) }),
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'The delivery, on its way again.', schema: deliverySchema } },
      async handle({ params: { id }, caller, now, requestId }) {
        const again = await inTransaction(db, async (tx) => {
          const row = await replayDelivery(tx, id, now);
          await audit(tx, { actor: caller.name, action: 'webhook_delivery.replayed', subject: id, requestId }, now);
          return row;
        });
        return { status: 200, body: view(again) };
      },
    }),
  ];
}

function view(row: WebhookDelivery): z.input<typeof deliverySchema> {
  return {
    id: row.id,
    endpoint_id: row.endpointId,
    type: row.type as Announcement,
    customer_id: row.customerId,
    data: row.about as Record<string, unknown>,
    occurred_at: row.occurredAt.toISOString(),
    state: row.state as (typeof DELIVERY_STATES)[number],
    attempts: row.attempts,
    next_at: row.state === 'waiting' ? row.nextAt.toISOString() : null,
    status: row.status,
    error: row.error,
    settled_at: row.settledAt?.toISOString() ?? null,
  };
}

import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { ANNOUNCEMENT_TYPES, ANNOUNCEMENTS, WEBHOOK_FORMS } from '../../domain/outgoing';
import { UNSEALED } from '../../domain/secret-seal';
import {
  addEndpoint,
  changeEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateSecret,
  type Endpoint,
} from '../../prisma/outgoing/endpoints';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { receiverFault } from '../outgoing/address';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const events = z
  .array(z.enum(ANNOUNCEMENT_TYPES))
  .min(1)
  .max(ANNOUNCEMENT_TYPES.length)
  .meta({
    description: ANNOUNCEMENT_TYPES.map((type) => `\`${type}\`: ${ANNOUNCEMENTS[type]}`).join(' '),
  });
const name = z.string().trim().min(1).max(100).meta({ description: 'Who listens, as in "CRM sync".' });
const url = z.string().max(2_000).meta({ description: 'Begins with https:// and leads to a public host.' });
const form = z.enum(WEBHOOK_FORMS).meta({
  description:
    '`standard`: a signed body by Standard Webhooks. `slack`: a line of text as Slack and what speaks like it take it, unsigned; for tasks and alarms.',
});

const endpointSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    form: z.enum(WEBHOOK_FORMS),
    events: z.array(z.enum(ANNOUNCEMENT_TYPES)),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    failing_since: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Since when nothing got through; null while it does.' }),
    disabled_at: z.iso.datetime().nullable(),
    disabled_because: z.string().nullable(),
    signed_with_former_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'After a rotation: until then both secrets sign.' }),
  })
  .meta({ id: 'WebhookEndpoint' });

const withSecret = endpointSchema.extend({ secret: z.string().nullable() }).meta({ id: 'NewWebhookEndpoint' });
const one = z.object({ id: z.uuid().meta({ description: 'The endpoint.' }) });

/** Who is told by webhook of what happens here: endpoints, what they hear of, and their secrets. */
export function webhookEndpointRoutes({
  db,
  receivers = 'public',
  secretSeal: seal = UNSEALED,
}: Pick<ApiDeps, 'db' | 'receivers' | 'secretSeal'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/webhook-endpoints',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'List webhook endpoints, the newest first',
      query: pageQuery,
      responses: { 200: { description: 'Endpoints.', schema: pageOf(endpointSchema) } },
      async handle({ query: { limit, cursor } }) {
        const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = createdAt && id ? { createdAt: new Date(createdAt), id } : undefined;
        const rows = await listEndpoints(db, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next = last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(view), next_cursor: next } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhook-endpoints',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'Add a webhook endpoint',
      description:
        'The secret is shown in this answer and never again; a replay under the same Idempotency-Key has `secret: null`. What happens from now on is told.',
      body: z.strictObject({ name, url, events, form: form.default('standard') }),
      responses: { 201: { description: 'The endpoint, with its secret.', schema: withSecret } },
      async handle({ body, caller, now, requestId }) {
        insistOnReceiver(body.url, receivers);
        insistOnForm(body.form, body.events);
        const doer = { by: caller.name, requestId, seal };
        const { endpoint, secret } = await inTransaction(db, (tx) => addEndpoint(tx, body, doer, now));
        return { status: 201, body: { ...view(endpoint), secret }, replay: { ...view(endpoint), secret: null } };
      },
    }),

    route({
      method: 'patch',
      path: '/v1/webhook-endpoints/:id',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'Change a webhook endpoint, or let it rest and go on',
      description: 'What is left out stays. `disabled: false` after a long failure lets what still waits go out.',
      params: one,
      body: z.strictObject({
        name: name.optional(),
        url: url.optional(),
        events: events.optional(),
        disabled: z.boolean().optional(),
      }),
      responses: { 200: { description: 'The endpoint.', schema: endpointSchema } },
      async handle({ params, body, caller, now, requestId }) {
        const { name: called, url: address, events: wanted, disabled } = body;
        if (address !== undefined) insistOnReceiver(address, receivers);
        const change = {
          ...(called !== undefined && { name: called }),
          ...(address !== undefined && { url: address }),
          ...(wanted !== undefined && { events: wanted }),
          ...(disabled !== undefined && { disabled }),
        };
        const doer = { by: caller.name, requestId };
        const changed = await inTransaction(db, (tx) => changeEndpoint(tx, params.id, change, doer, now));
        return { status: 200, body: view(changed) };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/webhook-endpoints/:id',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'Remove a webhook endpoint, with what was on its way to it',
      params: one,
      responses: { 204: { description: 'It is gone.' } },
      async handle({ params, caller, now, requestId }) {
        await inTransaction(db, (tx) => removeEndpoint(tx, params.id, { by: caller.name, requestId }, now));
        return { status: 204 };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhook-endpoints/:id/rotation',
      right: 'administer',
      tag: 'Webhooks',
      summary: 'Give a webhook endpoint a new secret',
      description: 'Shown in this answer and never again. For a day webhooks are signed with the former one, too.',
      params: one,
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'The endpoint, with its new secret.', schema: withSecret } },
      async handle({ params, caller, now, requestId }) {
        const doer = { by: caller.name, requestId, seal };
        const { endpoint, secret } = await inTransaction(db, (tx) => rotateSecret(tx, params.id, doer, now));
        return { status: 200, body: { ...view(endpoint), secret }, replay: { ...view(endpoint), secret: null } };
      },
    }),
  ];
}

function insistOnReceiver(address: string, receivers: NonNullable<ApiDeps['receivers']>): void {
  const detail = receiverFault(address, receivers);
  if (detail) throw new InvalidInput('Webhooks cannot be sent there.', [{ pointer: '/url', detail }]);
}

function insistOnForm(wanted: string, types: readonly string[]): void {
  if (wanted !== 'slack' || types.every((type) => /^(task|alarm)\./.test(type))) return;
  const detail = 'must be of tasks and alarms: nothing else is written as a line of text';
  throw new InvalidInput('This cannot be told in this form.', [{ pointer: '/events', detail }]);
}

function view(endpoint: Endpoint): z.input<typeof endpointSchema> {
  const { id, name: called, url: address, form: written, events: types, createdAt, createdBy } = endpoint;
  return {
    id,
    name: called,
    url: address,
    form: written,
    events: [...types],
    created_at: createdAt.toISOString(),
    created_by: createdBy,
    failing_since: endpoint.failingSince?.toISOString() ?? null,
    disabled_at: endpoint.disabledAt?.toISOString() ?? null,
    disabled_because: endpoint.disabledBecause,
    signed_with_former_until: endpoint.previousUntil?.toISOString() ?? null,
  };
}

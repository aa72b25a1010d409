import { z } from 'zod';
import { KEY_ROLES } from '../../domain/right';
import { audit } from '../../prisma/audit';
import { createApiKey, listApiKeys, revokeApiKey, type ApiKey } from '../../prisma/api-keys';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const role = z.enum(KEY_ROLES).meta({ description: 'Each role contains the one before: ingest, operate, admin.' });

const keyShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role,
    last_four: z.string().meta({ description: 'The last four characters of the secret.' }),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'To the minute.' }),
  })
  .meta({ id: 'ApiKey' });

const newKeyShape = keyShape.extend({ secret: z.string().nullable() }).meta({ id: 'NewApiKey' });

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(100).meta({ description: 'Who uses it, as in "billing backend".' }),
  role,
  expires_at: z.iso.datetime({ offset: true }).optional().meta({ description: 'Never, when left out.' }),
});

/** Making, listing and revoking API keys, for admins. */
export function keyRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/keys',
      right: 'administer',
      tag: 'Keys',
      summary: 'List API keys',
      description: 'Newest first, revoked and expired ones included.',
      query: pageQuery,
      responses: { 200: { description: 'A page of keys.', schema: pageOf(keyShape) } },
      handle: async ({ query }) => ({ status: 200, body: await pageOfKeys(db, query) }),
    }),
    route({
      method: 'post',
      path: '/v1/keys',
      right: 'administer',
      tag: 'Keys',
      summary: 'Create an API key',
      description:
        'The secret is shown in this answer and never again. A replay under the same Idempotency-Key has `secret: null`.',
      body: newKey,
      responses: {
        201: { description: 'The key, with its secret.', schema: newKeyShape },
      },
      handle: async ({ body, caller, now, requestId }) => {
        const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
        const { name, role: held } = body;
        const { id, secret } = await inTransaction(db, async (tx) => {
          const made = await createApiKey(tx, { name, role: held, now, expiresAt });
          const detail = { name, role: held, expires_at: expiresAt };
          const deed = { actor: caller.name, action: 'key.created', subject: `key:${made.id}`, detail, requestId };
          await audit(tx, deed, now);
          return made;
        });
        const key = {
          id,
          name: body.name,
          role: body.role,
          lastFour: secret.slice(-4),
          createdAt: now,
          expiresAt,
          revokedAt: null,
          lastUsedAt: null,
        };
        return {
          status: 201,
          body: { ...asJson(key), secret },
          replay: { ...asJson(key), secret: null },
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/keys/:id/revocation',
      right: 'administer',
      tag: 'Keys',
      summary: 'Revoke an API key',
      description: 'Every API process refuses it within five seconds. Revoking it again changes nothing.',
      params: z.object({ id: z.uuid() }),
      responses: { 200: { description: 'The revoked key.', schema: keyShape } },
      async handle({ params: { id }, caller, now, requestId }) {
        const revoked = await inTransaction(db, async (tx) => {
          const key = await revokeApiKey(tx, id, now);
          const isNew = key.revokedAt?.getTime() === now.getTime();
          const deed = { actor: caller.name, action: 'key.revoked', subject: `key:${id}`, requestId };
          if (isNew) await audit(tx, deed, now);
          return key;
        });
        return { status: 200, body: asJson(revoked) };
      },
    }),
  ];
}

async function pageOfKeys(db: ApiDeps['db'], { limit, cursor }: z.output<typeof pageQuery>) {
  const [createdAt = '', id = ''] = cursor ? decodeCursor(cursor, ['time', 'uuid']) : [];
  const found = await listApiKeys(db, {
    limit: limit + 1,
    ...(cursor ? { before: { createdAt: new Date(createdAt), id } } : {}),
  });
  const keys = found.slice(0, limit);
  const last = keys.at(-1);
  return {
    data: keys.map(asJson),
    next_cursor: found.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

function asJson(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    last_four: key.lastFour,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}

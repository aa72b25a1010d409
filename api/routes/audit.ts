import { z } from 'zod';
import { listAudit, verifyAudit } from '../../prisma/audit';
import type { AuditEntry } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const text = z.string().max(200).optional();

const entrySchema = z.object({
  seq: z.string().meta({ description: 'Its place in the one chain, from 1 on, without gaps.' }),
  at: z.iso.datetime(),
  actor: z.string().meta({ description: 'The name of the key, `customer`, or what did it by itself.' }),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  request_id: z.string().nullable(),
  hash: z.string(),
  previous: z.string().nullable(),
});

const verdictSchema = z.object({
  intact: z.boolean(),
  entries: z.int().meta({ description: 'How many were found sound, from the first on.' }),
  head: z.string().nullable().meta({ description: 'Hash of the last of these: note it elsewhere.' }),
  broken: z.object({ seq: z.string(), why: z.enum(['gap', 'previous', 'changed']) }).nullable(),
});

/** Who changed what: settings, holds, suppressions, data protection. Append-only and chained by hashes. */
export function auditRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/audit',
      right: 'audit',
      tag: 'Audit',
      summary: 'List the audit log, the newest first, or from the beginning to export it',
      query: pageQuery.extend({
        actor: text,
        action: text,
        subject: text,
        order: z.enum(['newest', 'oldest']).default('newest').meta({ description: '`oldest`: from the beginning.' }),
      }),
      responses: { 200: { description: 'A page of entries.', schema: pageOf(entrySchema) } },
      async handle({ query: { limit, cursor, order, ...filters } }) {
        const [seq] = cursor === undefined ? [] : decodeCursor(cursor, ['integer']);
        const after = seq === undefined ? undefined : BigInt(seq);
        const rows = await listAudit(db, filters, { after, limit: limit + 1, oldestFirst: order === 'oldest' });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(entryView),
            next_cursor: last ? encodeCursor([String(last.seq)]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/audit/verify',
      right: 'audit',
      tag: 'Audit',
      summary: 'Look through the audit log for an entry that was changed, left out or put in',
      description:
        'Entries that were cut off at the end do not show: compare `head` with one that you noted elsewhere.',
      responses: { 200: { description: 'What was found.', schema: verdictSchema } },
      async handle() {
        const { entries, head, broken } = await verifyAudit(db);
        const fault = broken && { seq: String(broken.seq), why: broken.why };
        return { status: 200, body: { intact: broken === null, entries, head, broken: fault } };
      },
    }),
  ];
}

/** An entry as it is answered, and as it is exported. */
export function entryView({ seq, at, requestId, ...entry }: AuditEntry): z.input<typeof entrySchema> {
  const { actor, action, subject, detail, hash, previous } = entry;
  return {
    seq: String(seq),
    at: at.toISOString(),
    actor,
    action,
    subject,
    detail: detail as Record<string, unknown>,
    request_id: requestId,
    hash,
    previous,
  };
}

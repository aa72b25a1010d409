import { z } from 'zod';
import { normalizeAddress } from '../../domain/address';
import { CHANNELS, MESSAGE_CLASSES, type Channel } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import { SUPPRESSION_REASONS, type SuppressionReason } from '../../domain/policy/suppression';
import { audit } from '../../prisma/audit';
import type { Suppression } from '../../prisma/generated/client';
import { liftSuppression, listSuppressions, suppressAddress } from '../../prisma/suppressions';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { inQuery } from '../place';
import { route, type Route } from '../route';

/** The channels on which customers have an address that somebody can name. */
const ADDRESSED = ['email', 'sms'] as const;
const address = z.string().trim().min(1).max(320).meta({ description: 'Kept only as a keyed hash.' });
const note = z.string().trim().min(3).max(500).meta({ description: 'Why; it stands in the audit log.' });

const suppressionSchema = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  address_hash: z.string(),
  reason: z.enum(SUPPRESSION_REASONS),
  classes: z
    .array(z.enum(MESSAGE_CLASSES))
    .nullable()
    .meta({ description: 'The classes of messages that it holds for; null: every one.' }),
  source: z.string().nullable(),
  at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
});

/** Addresses that are not to be used again, whoever owns them: what providers report, and what people decide. */
export function suppressionRoutes({ db, addressHash }: Pick<ApiDeps, 'db' | 'addressHash'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/suppressions',
      right: 'work',
      tag: 'Suppressions',
      summary: 'Bar an address from being used',
      description:
        'Doing it again renews it and never narrows it. It outlives the customer: only a keyed hash is kept.',
      body: z.strictObject({
        channel: z.enum(ADDRESSED),
        address,
        reason: z.enum(['manual', 'legal']).default('manual'),
        classes: z.array(z.enum(MESSAGE_CLASSES)).min(1).optional().meta({ description: 'Default: every class.' }),
        expires_at: z.iso.datetime({ offset: true }).optional(),
        note,
      }),
      responses: { 201: { description: 'The suppression.', schema: suppressionSchema } },
      async handle({ body, caller, now, requestId }) {
        const { channel, reason, classes, note: why } = body;
        const hash = addressHash(channel, usable(channel, body.address, '/address'));
        const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
        if (expiresAt && expiresAt <= now) throw unusable('/expires_at', 'must be in the future');
        const source = `${caller.kind}:${caller.name}`;
        const row = await inTransaction(db, async (tx) => {
          const scope = classes ?? '*';
          const made = await suppressAddress(tx, {
            channel,
            addressHash: hash,
            reason,
            scope,
            source,
            at: now,
            expiresAt,
          });
          const detail = { channel, reason, scope: made.scope, note: why };
          await audit(
            tx,
            { actor: caller.name, action: 'suppression.added', subject: made.id, detail, requestId },
            now,
          );
          return made;
        });
        return { status: 201, body: suppressionView(row) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/suppressions',
      right: 'read',
      tag: 'Suppressions',
      summary: 'List suppressed addresses, the newest first',
      query: pageQuery.extend({
        channel: z.enum(CHANNELS).optional(),
        reason: z.enum(SUPPRESSION_REASONS).optional(),
        address: address.optional().meta({ description: 'Only those of this address.' }),
      }),
      responses: { 200: { description: 'Suppressions.', schema: pageOf(suppressionSchema) } },
      async handle({ query: { limit, cursor, channel, reason, address: given } }) {
        const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = at && id ? { at: new Date(at), id } : undefined;
        const addressHashes = given === undefined ? undefined : hashesOf(given);
        const rows = await listSuppressions(db, { channel, reason, addressHashes }, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next_cursor = last ? encodeCursor([last.at.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(suppressionView), next_cursor } };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/suppressions/:id',
      right: 'configure',
      tag: 'Suppressions',
      summary: 'Let a suppressed address be used again',
      description:
        'Consent is not given back by it: whoever withdrew stays withdrawn. A carrier that blocks the number goes on doing so.',
      params: z.object({ id: z.uuid().meta({ description: 'The suppression.' }) }),
      query: z.object({ note }),
      responses: { 204: { description: 'Lifted.' } },
      async handle({ params: { id }, query, caller, now, requestId }) {
        await inTransaction(db, async (tx) => {
          const lifted = await liftSuppression(tx, id);
          if (!lifted) throw new NotFound('There is no such suppression.');
          const { channel, reason, scope, source, at } = lifted;
          const detail = { channel, reason, scope, source, since: at.toISOString(), note: query.note };
          await audit(tx, { actor: caller.name, action: 'suppression.lifted', subject: id, detail, requestId }, now);
        });
        return { status: 204 };
      },
    }),
  ];

  /** An address may be one of several channels: it is looked for on all on which it can be one. */
  function hashesOf(given: string): string[] {
    const hashes = ADDRESSED.flatMap((channel) => {
      const text = normalizeAddress(channel, given);
      return text === null ? [] : [addressHash(channel, text)];
    });
    if (hashes.length === 0) throw unusable(inQuery(['address']), 'is neither an email address nor a phone number');
    return hashes;
  }
}

function usable(channel: Channel, given: string, pointer: string): string {
  const text = normalizeAddress(channel, given);
  if (text === null) throw unusable(pointer, `cannot be an address for ${channel}`);
  return text;
}

function unusable(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('The request has a fault.', [{ pointer, detail }]);
}

function suppressionView(row: Suppression): z.input<typeof suppressionSchema> {
  const { id, channel, addressHash, reason, scope, source, at, expiresAt } = row;
  return {
    id,
    channel: channel as Channel,
    address_hash: addressHash,
    reason: reason as SuppressionReason,
    classes: scope === '*' ? null : (scope.split(',') as (typeof MESSAGE_CLASSES)[number][]),
    source,
    at: at.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
  };
}

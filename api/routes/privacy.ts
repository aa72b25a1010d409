import { z } from 'zod';
import { copyGoodUntil, pageUrl } from '../../domain/public-pages';
import { resolveCustomerId } from '../../prisma/customers';
import { callOff, eraseNow } from '../../prisma/privacy/erasures';
import { exportCustomer } from '../../prisma/privacy/export';
import { listRequests } from '../../prisma/privacy/list';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { copySchema, privacyRequestSchema, privacyRequestView } from './privacy-view';

type PrivacyDeps = Pick<ApiDeps, 'db' | 'addressHash' | 'pageLinks' | 'wakeRelay'>;

const one = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });

/** The rights of customers to their data (GDPR articles 15, 17 and 20). Role admin: a copy holds more than anybody needs for daily work, and an erasure is final. */
export function privacyRoutes({ db, addressHash, pageLinks, wakeRelay }: PrivacyDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/export',
      right: 'privacy',
      tag: 'Data protection',
      summary: 'Copy everything that there is about a customer',
      description:
        'As it was at one instant, by table. `download_url` leads to a page with the same as an archive of JSON and a CSV file for each table, for a week: ' +
        'hand it to the customer alone. Meets their open wish. The tables are not kept for an Idempotency-Key: the same request again answers without them.',
      params: one,
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'The copy.', schema: copySchema } },
      async handle({ params, caller, now, requestId }) {
        const customerId = await resolveCustomerId(db, params.id);
        const copy = await exportCustomer(db, { customerId, addressHash, by: caller.name, requestId }, now);
        const goodUntil = copyGoodUntil(now);
        const summary = {
          request_id: copy.requestId,
          customer_id: copy.customerId,
          made_at: copy.madeAt,
          download_url: pageUrl(pageLinks, { kind: 'copy', requestId: copy.requestId }, goodUntil),
          download_until: goodUntil.toISOString(),
        };
        return { status: 200, body: { ...summary, tables: copy.tables }, replay: { ...summary, tables: {} } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/customers/:id/erasure',
      right: 'privacy',
      tag: 'Data protection',
      summary: 'Erase a customer, at once and for good',
      description:
        'Ends their journeys, drops what waits to go out, and deletes addresses and content. Proof of consent, the ledger without content, and keyed ' +
        'hashes that keep their addresses from being written to remain. The wish is done within minutes, when Temporal has ended their last run and ' +
        'the key of their histories is destroyed.',
      params: one,
      body: z.strictObject({}).default({}),
      responses: { 202: { description: 'The wish, as it is being met.', schema: privacyRequestSchema } },
      async handle({ params, caller, now, requestId }) {
        const customerId = await resolveCustomerId(db, params.id);
        const request = await eraseNow({ db, addressHash }, { customerId, by: caller.name, requestId }, now);
        wakeRelay();
        return { status: 202, body: privacyRequestView(request) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/privacy-requests',
      right: 'read',
      tag: 'Data protection',
      summary: 'List what customers asked for their data, the most urgent first',
      query: pageQuery.extend({
        state: z.enum(['open', 'done']).default('open'),
        kind: z.enum(['export', 'erase']).optional(),
      }),
      responses: { 200: { description: 'Wishes.', schema: pageOf(privacyRequestSchema) } },
      async handle({ query: { limit, cursor, ...filters } }) {
        const [dueAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = dueAt && id ? { dueAt: new Date(dueAt), id } : undefined;
        const rows = await listRequests(db, filters, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next = last ? encodeCursor([last.dueAt.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(privacyRequestView), next_cursor: next } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/privacy-requests/:id/refusal',
      right: 'privacy',
      tag: 'Data protection',
      summary: 'Refuse a wish that is not carried out yet, or call it off for the customer',
      description: 'Say why: the customer has a right to know (GDPR article 12(4)), and it stands with the wish.',
      params: z.object({ id: z.uuid().meta({ description: 'The wish.' }) }),
      body: z.strictObject({ because: z.string().trim().min(1).max(1_000) }),
      responses: { 200: { description: 'The wish, closed.', schema: privacyRequestSchema } },
      async handle({ params: { id }, body: { because }, caller, now, requestId }) {
        const request = await callOff(db, id, { by: caller.name, because, requestId }, now);
        return { status: 200, body: privacyRequestView(request) };
      },
    }),
  ];
}

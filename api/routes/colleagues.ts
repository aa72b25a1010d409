import { z } from 'zod';
import { LIFECYCLES } from '../../domain/journey';
import { colleaguesOf } from '../../prisma/colleagues';
import { resolveCustomerId } from '../../prisma/customers';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const colleagueSchema = z.object({
  customer_id: z.uuid(),
  group_id: z.string().meta({ description: 'The company that they have in common.' }),
  name: z.string().nullable(),
  email: z.string().nullable(),
  lifecycle: z.enum(LIFECYCLES),
  last_seen_at: z.iso.datetime().nullable(),
});

/** Who else there is of a customer's companies. */
export function colleagueRoute({ db }: Pick<ApiDeps, 'db'>): Route {
  return route({
    method: 'get',
    path: '/v1/customers/:id/colleagues',
    right: 'read',
    tag: 'Customers',
    summary: "List the other members of a customer's companies",
    params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
    query: pageQuery,
    responses: { 200: { description: 'Colleagues, company by company.', schema: pageOf(colleagueSchema) } },
    async handle({ params, query: { limit, cursor } }) {
      const customerId = await resolveCustomerId(db, params.id);
      const [accountId, afterId] = cursor === undefined ? [] : decodeCursor(cursor, ['uuid', 'uuid']);
      const after = accountId && afterId ? { accountId, customerId: afterId } : undefined;
      const rows = await colleaguesOf(db, customerId, { after, limit: limit + 1 });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const data = rows.slice(0, limit).map(({ customerId: id, groupId, name, email, lifecycle, lastSeenAt }) => {
        const last_seen_at = lastSeenAt?.toISOString() ?? null;
        return { customer_id: id, group_id: groupId, name, email, lifecycle, last_seen_at };
      });
      return {
        status: 200,
        body: { data, next_cursor: last ? encodeCursor([last.accountId, last.customerId]) : null },
      };
    },
  });
}

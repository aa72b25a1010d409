import { z } from 'zod';
import { LIFECYCLES } from '../../domain/journey';
import { resolveCustomerId } from '../../prisma/customers';
import { listCustomers, readProfile } from '../../prisma/profile';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { customerSchema, customerView, profileSchema, profileView } from './customer-view';

const one = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });

/** Customers: finding them, seeing them whole, and what happened to them (M18). They come into being by what backends post. */
export function customerRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/customers',
      right: 'read',
      tag: 'Customers',
      summary: 'List customers, the newest first',
      query: pageQuery.extend({
        user_id: z.string().max(512).optional(),
        email: z.string().max(320).optional(),
        lifecycle: z.enum(LIFECYCLES).optional(),
      }),
      responses: { 200: { description: 'Customers.', schema: pageOf(customerSchema) } },
      async handle({ query: { limit, cursor, user_id: userId, email, lifecycle } }) {
        const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = createdAt && id ? { createdAt: new Date(createdAt), id } : undefined;
        const rows = await listCustomers(db, { userId, email, lifecycle }, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(customerView),
            next_cursor: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id',
      right: 'read',
      tag: 'Customers',
      summary: 'Read a customer: profile, computed traits, open runs, consents, lifecycle, corrections, preferences',
      params: one,
      responses: { 200: { description: 'The customer.', schema: profileSchema } },
      async handle({ params, now }) {
        const id = await resolveCustomerId(db, params.id);
        return { status: 200, body: profileView(await readProfile(db, id, now)) };
      },
    }),
  ];
}

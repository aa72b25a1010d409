import { z } from 'zod';
import { SEARCH_MATCHES, searchCustomers } from '../../prisma/search';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { customerSchema, customerView } from './customer-view';

const foundSchema = customerSchema.extend({
  match: z.enum(SEARCH_MATCHES).meta({
    description:
      'By what: an id; the beginning of the name or mail address; parts of name, address or number; the company; or a name nearly alike.',
  }),
  companies: z.array(z.string()),
});

/** Finding a customer while typing. */
export function searchRoute({ db }: Pick<ApiDeps, 'db'>): Route {
  return route({
    method: 'get',
    path: '/v1/search',
    right: 'read',
    tag: 'Customers',
    summary: 'Find customers by name, address, phone number, company or id, the likeliest first',
    description:
      'For people who type: the beginning is enough, accents and case do not matter, and when nothing fits, names nearly alike are given. There ' +
      'are no further pages: `more` says that a longer text would find fewer.',
    query: z.object({
      q: z.string().trim().min(1).max(200).meta({ description: 'What was typed.' }),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    responses: {
      200: {
        description: 'Customers.',
        schema: z.object({ data: z.array(foundSchema), more: z.boolean() }),
      },
    },
    async handle({ query: { q, limit } }) {
      const found = await searchCustomers(db, q, limit + 1);
      const data = found.slice(0, limit).map(({ customer, match, companies }) => {
        return { ...customerView(customer), match, companies: [...companies] };
      });
      return { status: 200, body: { data, more: found.length > limit } };
    },
  });
}

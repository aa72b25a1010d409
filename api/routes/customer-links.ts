import { z } from 'zod';
import { DAY_MS } from '../../domain/duration';
import { pageUrl } from '../../domain/public-pages';
import { resolveCustomerId } from '../../prisma/customers';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const LONGEST_DAYS = 180;

/** Links to the pages for customers, for products that show them to whoever is signed in. */
export function customerLinkRoutes({ db, pageLinks }: Pick<ApiDeps, 'db' | 'pageLinks'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/links',
      right: 'steer',
      tag: 'Customers',
      summary: 'Make a link to a page of a customer: their choices, or a person to ask',
      description: 'Whoever has the link may do what the page offers: hand it to the customer alone.',
      params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
      body: z.strictObject({
        page: z.enum(['preferences', 'help']),
        days: z.int().min(1).max(LONGEST_DAYS).default(1).meta({ description: 'For how long it is good.' }),
      }),
      responses: {
        201: { description: 'The link.', schema: z.object({ url: z.url(), expires_at: z.iso.datetime() }) },
      },
      async handle({ params, body: { page, days }, now }) {
        const customerId = await resolveCustomerId(db, params.id);
        const link = page === 'help' ? { kind: page, customerId, touchId: '' } : { kind: page, customerId };
        const expiresAt = new Date(now.getTime() + days * DAY_MS);
        return {
          status: 201,
          body: { url: pageUrl(pageLinks, link, expiresAt), expires_at: expiresAt.toISOString() },
        };
      },
    }),
  ];
}

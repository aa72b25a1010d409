import { z } from 'zod';
import { newLiveToken, signLiveToken } from '../../domain/live-token';
import { resolveCustomerId } from '../../prisma/customers';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const given = z.object({
  customer_id: z.uuid(),
  expires_at: z.iso.datetime().meta({ description: 'The page renews it by itself until `session_ends_at`.' }),
  session_ends_at: z.iso.datetime(),
});

/** Tokens by which a page of the product shows one customer's in-app messages (api/live). */
export function liveTokenRoutes({ db, pageLinks }: Pick<ApiDeps, 'db' | 'pageLinks'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/live-token',
      right: 'steer',
      tag: 'In-app',
      summary: "Make a token for a page that shows a customer's in-app messages",
      description:
        'For your backend, for the customer who is signed in: put it into the page as `<script src=".../live/perennial.js" data-token="...">`. ' +
        'Whoever holds it reads and answers the in-app messages of this customer and can do nothing else.',
      params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
      responses: {
        201: {
          description: 'The token. A replay under the same Idempotency-Key has `token: null`.',
          schema: given.extend({ token: z.string().nullable() }),
        },
      },
      async handle({ params, now }) {
        const token = newLiveToken(await resolveCustomerId(db, params.id), now);
        const said = {
          customer_id: token.customerId,
          expires_at: token.expiresAt.toISOString(),
          session_ends_at: token.sessionEndsAt.toISOString(),
        };
        return {
          status: 201,
          body: { token: signLiveToken(pageLinks.keys[0], token), ...said },
          replay: { token: null, ...said },
        };
      },
    }),
  ];
}

import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { resolveCustomerId } from '../../prisma/customers';
import { forgetSubscriptions, keepSubscription, listSubscriptions } from '../../prisma/push-subscriptions';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import {
  insistOnEndpoint,
  NO_PUSH,
  subscriptionBody,
  subscriptionSchema,
  subscriptionView,
} from '../push-subscription';
import { route, type Route } from '../route';

const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });
const path = '/v1/customers/:id/push-subscriptions';
const tag = 'Push';

/**
 * The browsers in which a customer takes notifications, for a product that subscribes them by itself; /live/perennial.js does it without.
 * Whoever holds a subscription gets what is meant for the customer, so this takes the role operate.
 */
export function pushSubscriptionRoutes({ db, push = NO_PUSH }: Pick<ApiDeps, 'db' | 'push'>): Route[] {
  return [
    route({
      method: 'get',
      path,
      right: 'read',
      tag,
      summary: 'List the browsers in which a customer takes notifications',
      params: customer,
      responses: { 200: { description: 'Subscriptions.', schema: z.object({ data: z.array(subscriptionSchema) }) } },
      async handle({ params }) {
        const rows = await listSubscriptions(db, await resolveCustomerId(db, params.id));
        return { status: 200, body: { data: rows.map(subscriptionView) } };
      },
    }),

    route({
      method: 'post',
      path,
      right: 'steer',
      tag,
      summary: "Keep a browser's subscription to notifications",
      description:
        'An endpoint is one browser: posting it again renews it, and it belongs to whoever it was posted for last. It says where to send, ' +
        'not that the customer agrees to marketing: record that as a consent.',
      params: customer,
      body: subscriptionBody,
      responses: { 201: { description: 'The subscription.', schema: subscriptionSchema } },
      async handle({ params, body: { endpoint, keys }, now }) {
        insistOnEndpoint(endpoint, push);
        const customerId = await resolveCustomerId(db, params.id);
        const said = { customerId, endpoint, keys, userAgent: null };
        const row = await inTransaction(db, (tx) => keepSubscription(tx, said, now));
        return { status: 201, body: subscriptionView(row) };
      },
    }),

    route({
      method: 'delete',
      path,
      right: 'steer',
      tag,
      summary: 'Forget all browsers of a customer',
      params: customer,
      responses: { 204: { description: 'None is left.' } },
      async handle({ params }) {
        await forgetSubscriptions(db, await resolveCustomerId(db, params.id));
        return { status: 204 };
      },
    }),

    route({
      method: 'delete',
      path: `${path}/:subscriptionId`,
      right: 'steer',
      tag,
      summary: 'Forget one browser of a customer',
      params: customer.extend({ subscriptionId: z.uuid().meta({ description: 'The subscription.' }) }),
      responses: { 204: { description: 'It is forgotten.' } },
      async handle({ params: { id, subscriptionId } }) {
        const forgotten = await forgetSubscriptions(db, await resolveCustomerId(db, id), { id: subscriptionId });
        if (forgotten === 0) throw new NotFound('This customer has no such subscription.');
        return { status: 204 };
      },
    }),
  ];
}

import { z } from 'zod';
import { correctTrait, takeBack } from '../../prisma/corrections';
import { readProfile } from '../../prisma/profile';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { profileSchema, profileView } from './customer-view';

const id = z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' });
const trait = z.string().trim().min(1).max(200);
const by = z.string().trim().min(1).max(200).optional().meta({
  description: 'Staff id; by default the name of the API key.',
});

/** Correcting what is known of a customer, and taking that back (M18). */
export function correctionRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/corrections',
      right: 'work',
      tag: 'Customers',
      summary: 'Correct a trait of a customer',
      description:
        'It outlives a backend that only repeats what was corrected; when the backend says something new, that counts. Language and time zone ' +
        'that the customer chose themselves cannot be corrected (409).',
      params: z.object({ id }),
      body: z.strictObject({
        trait: trait.meta({ description: 'As in `traits`: `email`, `phone`, `name`, `owner`, `plan`, ...' }),
        value: z.json().meta({ description: 'What counts; null: there is no such thing.' }),
        instead_of: z.json().optional().meta({
          description: 'What you saw. When it has changed since, nothing is written (409).',
        }),
        because: z.string().trim().min(1).max(500).optional(),
        by,
      }),
      bodyLimit: 40_000,
      responses: { 200: { description: 'The customer as they are now.', schema: profileSchema } },
      problems: [409],
      async handle({ params, body, caller, now, requestId }) {
        const { instead_of: insteadOf, because = null, by: name = caller.name, ...said } = body;
        const wanted = { customer: params.id, ...said, insteadOf, because, by: name, requestId };
        const customerId = await inTransaction(db, (tx) => correctTrait(tx, wanted, now));
        return { status: 200, body: profileView(await readProfile(db, customerId, now)) };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/customers/:id/corrections/:trait',
      right: 'work',
      tag: 'Customers',
      summary: 'Take a correction back: what the backend says counts again',
      params: z.object({ id, trait }),
      responses: { 200: { description: 'The customer as they are now.', schema: profileSchema } },
      problems: [409],
      async handle({ params, caller, now, requestId }) {
        const wanted = { customer: params.id, trait: params.trait, by: caller.name, requestId };
        const customerId = await inTransaction(db, (tx) => takeBack(tx, wanted, now));
        return { status: 200, body: profileView(await readProfile(db, customerId, now)) };
      },
    }),
  ];
}

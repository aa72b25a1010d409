import { z } from 'zod';
import { requestConsent } from '../../prisma/consent-requests';
import { addConsent, consentsOf, proveConsents } from '../../prisma/consents';
import { resolveCustomerId } from '../../prisma/customers';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { asked, consentIn, said } from './consent-said';
import {
  confirmUrl,
  currentSchema,
  currentView,
  proofSchema,
  recordedSchema,
  recordSchema,
  recordView,
} from './consent-view';

const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });

type ConsentDeps = Pick<ApiDeps, 'db' | 'pageLinks' | 'wakeRelay'>;

/** What customers agreed to and took back (append-only), and what that allows now. */
export function consentRoutes({ db, pageLinks, wakeRelay }: ConsentDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/consents',
      right: 'work',
      tag: 'Consents',
      summary: 'Record that a customer gave or withdrew consent',
      description:
        'Records are never changed: to take one back, record the opposite. Once this is answered, no new touch ignores it, and every ' +
        'running journey of the customer is told of a withdrawal. A double opt-in that would be sent for the fourth time within a day is refused.',
      params: customer,
      body: said,
      problems: [409],
      responses: { 201: { description: 'The record.', schema: recordedSchema } },
      async handle({ params, body, caller, now }) {
        const consent = consentIn(body, caller.name, now);
        if (consent.state !== 'pending') {
          const record = await addConsent(db, params.id, consent, now);
          if (record.state === 'withdrawn') wakeRelay();
          return { status: 201, body: recordView(record) };
        }
        const { record, token, touchId } = await inTransaction(db, async (tx) => {
          const customerId = await resolveCustomerId(tx, params.id);
          return requestConsent(tx, { ...consent, ...asked(body), customerId }, pageLinks.keys[0], now);
        });
        if (touchId === null)
          return { status: 201, body: { ...recordView(record), confirm_url: confirmUrl(pageLinks, token) } };
        wakeRelay();
        return { status: 201, body: { ...recordView(record), touch_id: touchId } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id/consents',
      right: 'read',
      tag: 'Consents',
      summary: "Read a customer's consents: the records, newest first, and what they come to",
      params: customer,
      query: pageQuery,
      responses: {
        200: {
          description: 'Records, and the state by channel and topic.',
          schema: pageOf(recordSchema).extend({ current: z.array(currentSchema) }),
        },
      },
      async handle({ params, query: { limit, cursor }, now }) {
        const records = await consentsOf(db, await resolveCustomerId(db, params.id, { erased: true }));
        const [, after] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const newest = records.toReversed();
        const page = newest.slice(newest.findIndex(({ id }) => id === after) + 1);
        const last = page.length > limit ? page[limit - 1] : undefined;
        const next_cursor = last ? encodeCursor([last.at.toISOString(), last.id]) : null;
        return {
          status: 200,
          body: { data: page.slice(0, limit).map(recordView), next_cursor, current: currentView(records, now) },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id/consents/verify',
      right: 'read',
      tag: 'Consents',
      summary: "Look through a customer's consents for a record that was changed, left out or put in",
      description:
        'Each record holds a hash of itself and of the one before it. After a merge there are several chains. Records that were cut off ' +
        'at the end do not show: compare `head` with one that you noted.',
      params: customer,
      responses: { 200: { description: 'What was found.', schema: proofSchema } },
      async handle({ params }) {
        const { chains, unchained } = await proveConsents(db, await resolveCustomerId(db, params.id, { erased: true }));
        const intact = chains.every(({ broken }) => broken === null);
        return { status: 200, body: { intact, chains: [...chains], unchained } };
      },
    }),
  ];
}

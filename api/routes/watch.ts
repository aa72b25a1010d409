import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { actOf, nextBestAction, WATCH_REASONS, WATCH_WORDS, type WatchReason } from '../../domain/watch';
import { readWatch, type WatchedCustomer, type WatchPlace } from '../../prisma/watch';
import { readWatchCounts } from '../../prisma/watch-counts';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { inQuery } from '../place';
import { route, type Route } from '../route';
import { snakeKeys } from './timeline-view';

const watchedSchema = z.object({
  customer_id: z.uuid(),
  name: z.string().nullable(),
  owner: z.string().nullable(),
  reason: z.enum(WATCH_REASONS),
  says: z.string().meta({ description: 'The reason in words.' }),
  since: z.iso.datetime(),
  detail: z
    .record(z.string(), z.unknown())
    .meta({ description: 'What it rests on: the touch, the task, the journey.' }),
  in_hand: z.boolean().meta({ description: 'A person has a task of this customer already.' }),
  next_best_action: z.object({
    action: z.string(),
    says: z.string(),
    act: z
      .union([
        z.object({ kind: z.literal('task'), playbook: z.string(), because: z.string() }),
        z.object({ kind: z.literal('enroll') }),
        z.object({ kind: z.literal('run'), enrollment_id: z.string() }),
      ])
      .nullable()
      .meta({
        description:
          'How to do it: `task`: `POST /v1/customers/:id/tasks`; `enroll`: `POST /v1/enrollments`; `run`: see to that enrollment. Null: there is nothing to do.',
      }),
  }),
});

const countsSchema = z.object({
  at: z.iso.datetime().meta({ description: 'As of when.' }),
  counts: z.array(
    z.object({
      reason: z.enum(WATCH_REASONS),
      says: z.string(),
      count: z.int(),
      more: z.boolean().meta({ description: 'At least so many: not everybody was looked at.' }),
    }),
  ),
});

/** The standing watch over the automation (M03): whom it does not reach, why, and what to do. */
export function watchRoutes({ db, addressHash }: Pick<ApiDeps, 'db' | 'addressHash'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/watch',
      right: 'read',
      tag: 'Watch',
      summary: 'List customers whom the automation does not reach, by reason, each with the next best action',
      description:
        'The worst reasons first. A customer may be on the list for several. A page may hold fewer rows than `limit`, or none, and yet have a ' +
        '`next_cursor`: what one request looks at is bounded. Read on until it is null.',
      query: pageQuery.extend({ reason: z.enum(WATCH_REASONS).optional() }),
      responses: { 200: { description: 'Customers.', schema: pageOf(watchedSchema) } },
      async handle({ query: { limit, cursor, reason }, now }) {
        const reasons = reason ? [reason] : WATCH_REASONS;
        const place = cursor === undefined ? { reason: reasons[0]!, after: null } : placeOf(cursor, reasons);
        const { customers, next } = await readWatch({ db, addressHash }, { reasons, place, limit }, now);
        return {
          status: 200,
          body: {
            data: customers.map(watchedView),
            next_cursor: next ? cursorOf(next) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/watch/counts',
      right: 'read',
      tag: 'Watch',
      summary: 'Count the customers on the watch list by reason, the worst first',
      description: 'As the last round counted them; when none has lately, counted now as far as one request may.',
      responses: { 200: { description: 'Counts.', schema: countsSchema } },
      async handle({ now }) {
        const { at, counts } = await readWatchCounts({ db, addressHash }, now);
        const said = counts.map((each) => ({ ...each, says: WATCH_WORDS[each.reason] }));
        return { status: 200, body: { at: at.toISOString(), counts: said } };
      },
    }),
  ];
}

/** Of reason and customer: the first is named by its number, and nobody has the id that stands for "before the first". */
function cursorOf({ reason, after }: WatchPlace): string {
  return encodeCursor([String(WATCH_REASONS.indexOf(reason)), after ?? NOBODY]);
}

function placeOf(cursor: string, reasons: readonly WatchReason[]): WatchPlace {
  const [number, after] = decodeCursor(cursor, ['integer', 'uuid']);
  const reason = reasons.find((each) => each === WATCH_REASONS[Number(number)]);
  if (!reason || !after) {
    const detail = 'must be the next_cursor of the page before, for the same reason';
    throw new InvalidInput('The cursor does not belong to this list.', [{ pointer: inQuery(['cursor']), detail }]);
  }
  return { reason, after: after === NOBODY ? null : after };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

type Act = z.input<typeof watchedSchema>['next_best_action']['act'];

function watchedView(row: WatchedCustomer): z.input<typeof watchedSchema> {
  const { customerId, name, owner, reason, since, detail, inHand, hasEmail, hasPhone } = row;
  const { because, channel } = detail as { readonly because?: string; readonly channel?: string };
  const next = nextBestAction({ reason, hasEmail, hasPhone, because, channel });
  return {
    customer_id: customerId,
    name,
    owner,
    reason,
    says: WATCH_WORDS[reason],
    since: since.toISOString(),
    detail: snakeKeys(detail) as Record<string, unknown>,
    in_hand: inHand,
    next_best_action: { ...next, act: snakeKeys(actOf(next, { reason, detail })) as Act },
  };
}

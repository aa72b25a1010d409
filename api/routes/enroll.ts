import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import type { JourneyHeader } from '../../domain/journey';
import type { Db } from '../../prisma/client';
import { customerIdsOf, readEnrollment } from '../../prisma/enrollment-reads';
import { enrollMany, type EntryDecision } from '../../prisma/enrollments';
import { inTransaction } from '../../prisma/transaction';
import { requireRight } from '../auth';
import type { ApiDeps } from '../deps';
import { route, type Caller, type Route } from '../route';
import { enrollmentSchema, enrollmentView } from './enrollment-view';

const MOST = 1_000;
const journey = z.string().max(200).meta({ description: 'Name of the journey.' });
const customerId = z.uuid().meta({ description: 'Our id of the customer.' });
const name = z.string().min(1).max(500);

const WAYS = ['customer_id', 'user_id', 'customer_ids', 'user_ids'] as const;

const oneOrMany = z
  .strictObject({
    journey,
    customer_id: customerId.optional(),
    user_id: name.optional().meta({ description: 'Id of the customer in the backend.' }),
    customer_ids: z.array(name).min(1).max(MOST).optional(),
    user_ids: z.array(name).min(1).max(MOST).optional(),
  })
  .refine((body) => WAYS.filter((way) => body[way] !== undefined).length === 1, {
    error: `must say who by exactly one of ${WAYS.join(', ')}`,
    // A misspelt way is named as such; that none is left is then no news.
    when: ({ issues }) => issues.length === 0,
  })
  .meta({ oneOf: WAYS.map((way) => ({ required: [way] })) });

const refused = z.object({
  enrolled: z.literal(false),
  reason: z.string().meta({ description: 'The entry rule that refused.' }),
});
const result = z.object({
  customer_id: z.string().optional(),
  user_id: z.string().optional(),
  enrolled: z.boolean(),
  enrollment_id: z.uuid().optional(),
  reason: z.string().optional(),
  error: z.string().optional(),
});

/** Entry by request, of one customer or of up to a thousand. The entry rules are the same as for every other cause. */
export function enrollRoute({ db, journeys, wakeRelay }: Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>): Route {
  return route({
    method: 'post',
    path: '/v1/enrollments',
    right: 'work',
    tag: 'Enrollments',
    summary: 'Let a customer, or up to a thousand, enter a journey',
    description:
      'A refusal is an answer, not an error: `enrolled` is false and `reason` names the rule. In bulk, which needs the right `steer`, each customer is decided alone.',
    body: oneOrMany,
    bodyLimit: 600_000,
    responses: {
      200: {
        description: 'The refusal of one, or the results of many in their order.',
        schema: z.union([refused, z.object({ results: z.array(result) })]),
      },
      201: { description: 'The enrollment.', schema: enrollmentSchema.extend({ enrolled: z.literal(true) }) },
    },
    async handle({ body, caller, header, now }) {
      const into = knownJourney(journeys, body.journey);
      const request = { into, caller, requestId: requestIdOf(caller, header('idempotency-key')), now };
      const asked = customersIn(body);
      if (asked.many) requireRight(caller, 'steer');
      const answers = await decide(db, asked, request);
      if (answers.some(({ enrolled }) => enrolled)) wakeRelay();
      if (asked.many) {
        const { field, names } = asked;
        return {
          status: 200,
          body: { results: answers.map((answer, index) => ({ [field]: names[index], ...answer })) },
        };
      }
      const [answer] = answers;
      if (!answer?.enrolled) return { status: 200, body: answer };
      return {
        status: 201,
        body: { enrolled: true, ...enrollmentView(await readEnrollment(db, answer.enrollment_id)) },
      };
    },
  });
}

/** Whom a body names: by which kind of id, and whether it asked for a list of answers. */
interface Asked {
  readonly field: 'customer_id' | 'user_id';
  readonly names: readonly string[];
  readonly many: boolean;
}

function customersIn({ customer_id, customer_ids, user_id, user_ids }: z.output<typeof oneOrMany>): Asked {
  const field = customer_id !== undefined || customer_ids !== undefined ? 'customer_id' : 'user_id';
  const many = customer_ids ?? user_ids;
  return { field, names: many ?? [customer_id ?? user_id ?? ''], many: many !== undefined };
}

/** The journey of that name. Throws InvalidInput with the names that there are. */
function knownJourney(journeys: readonly JourneyHeader[], wanted: string): JourneyHeader {
  const found = journeys.find((header) => header.name === wanted);
  if (found) return found;
  const detail = `there is no journey "${wanted}"; there are ${journeys.map((header) => header.name).join(', ')}`;
  throw new InvalidInput('There is no such journey.', [{ pointer: '/journey', detail }]);
}

/* A repeated post whose first answer was lost in a crash finds its own enrollment, not "already running". */
function requestIdOf({ id }: Caller, key: string | undefined): { readonly requestId?: string } {
  return key === undefined ? {} : { requestId: `${id}:${key}` };
}

type Answer =
  | { readonly enrolled: true; readonly enrollment_id: string }
  | { readonly enrolled: false; readonly reason: string }
  | { readonly enrolled: false; readonly error: string };

/** Decides about each name, in order; those that are no id of a customer are not even asked about. */
async function decide(
  db: Db,
  { field, names }: Asked,
  {
    into,
    caller,
    requestId,
    now,
  }: {
    readonly into: JourneyHeader;
    readonly caller: Caller;
    readonly requestId: { readonly requestId?: string };
    readonly now: Date;
  },
): Promise<Answer[]> {
  const ids =
    field === 'user_id'
      ? await customerIdsOf(db, names)
      : new Map(names.filter(isUuid).map((id) => [id, id.toLowerCase()]));
  const wanted = [...new Set(ids.values())];
  const requests = wanted.map((id) => ({
    customerId: id,
    cause: { kind: 'request', by: caller.name } as const,
    ...requestId,
  }));
  const decisions = await inTransaction(db, (tx) => enrollMany(tx, into, requests, now));
  const byCustomer = new Map(wanted.map((id, index) => [id, answerOf(decisions[index]!)]));
  return names.map((each) => byCustomer.get(ids.get(each) ?? '') ?? unknown(field));
}

function answerOf(decision: EntryDecision): Answer {
  return decision.enrolled ? { enrolled: true, enrollment_id: decision.enrollmentId } : decision;
}

function unknown(field: 'customer_id' | 'user_id'): Answer {
  return field === 'user_id'
    ? { enrolled: false, reason: 'unknown_customer' }
    : { enrolled: false, error: 'is not an id of ours' };
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

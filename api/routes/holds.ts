import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import { HOLD_CAUSES, HOLD_SCOPES, SHIFTING_SCOPES, TIMER_POLICIES, type HoldScope } from '../../domain/hold';
import { audit } from '../../prisma/audit';
import { resolveCustomerId } from '../../prisma/customers';
import { isHoldOn, listHolds, placeHold, type HoldRow } from '../../prisma/holds';
import { resumeHold } from '../../prisma/holds/resume';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

/** What staff may hold; providers and their trouble are told apart by themselves. */
const SCOPES = ['everything', 'journey', 'channel', 'customer', 'class'] as const satisfies readonly HoldScope[];

const time = z.iso.datetime();

const holdSchema = z.object({
  id: z.uuid(),
  scope: z.enum(HOLD_SCOPES),
  target: z.string().meta({ description: 'Which one; `*` for everything.' }),
  cause: z.enum(HOLD_CAUSES).meta({ description: 'Who or what placed it.' }),
  reason: z.string(),
  timers: z.enum(TIMER_POLICIES),
  state: z.enum(['on', 'over']),
  since: time,
  until: time.nullable().meta({ description: 'When it ends by itself; null: when somebody resumes.' }),
  by: z.string(),
  ended_at: time.nullable(),
  ended_by: z.string().nullable(),
});

const wanted = z.strictObject({
  scope: z.enum(SCOPES),
  target: z.string().trim().min(1).max(512).optional().meta({
    description: 'The journey, channel or message class; of a customer our id or the user id. Not for everything.',
  }),
  reason: z.string().trim().min(3).max(500).meta({ description: 'Why, for whoever asks later. No personal data.' }),
  timers: z
    .enum(TIMER_POLICIES)
    .default('keep')
    .meta({
      description:
        '`keep`: timers of journeys run on, and touches that fall due wait. `shift`: what is left of a wait is left again afterwards; only for ' +
        'everything, a journey or a customer.',
    }),
  until: z.iso.datetime({ offset: true }).optional(),
});

/** Holds: stopping everything, a journey, a channel, a customer or a class of messages, and going on without loss (X10). */
export function holdRoutes({ db, journeys, wakeRelay }: Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/holds',
      right: 'steer',
      tag: 'Holds',
      summary: 'Stop sending, to everybody or for a journey, a channel, a customer or a class of messages',
      description:
        'Once this is answered no touch passes that it covers; what falls due waits, and is not given up for it. Customers go on entering ' +
        'journeys that are held, and wait there.',
      body: wanted,
      responses: { 201: { description: 'The hold.', schema: holdSchema } },
      async handle({ body, caller, now, requestId }) {
        const { scope, reason, timers } = body;
        const until = body.until === undefined ? null : new Date(body.until);
        if (until && until <= now) throw fault('/until', 'must be in the future');
        if (timers === 'shift' && !SHIFTING_SCOPES.includes(scope))
          throw fault('/timers', `shift is for ${SHIFTING_SCOPES.join(', ')}: a ${scope} has no timers of its own`);
        const target = await targetOf(body);
        const row = await inTransaction(db, async (tx) => {
          const by = caller.name;
          const hold = await placeHold(tx, { scope, target, cause: 'staff', reason, timers, until, by }, now);
          const detail = { scope, target, reason, timers, until: until?.toISOString() ?? null };
          await audit(tx, { actor: by, action: 'hold.placed', subject: hold.id, detail, requestId }, now);
          return hold;
        });
        wakeRelay();
        return { status: 201, body: holdView(row, now) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/holds',
      right: 'read',
      tag: 'Holds',
      summary: 'List holds, the last first',
      query: pageQuery.extend({
        state: z.enum(['on', 'over']).optional(),
        scope: z.enum(HOLD_SCOPES).optional(),
        target: z.string().max(512).optional(),
      }),
      responses: { 200: { description: 'Holds.', schema: pageOf(holdSchema) } },
      async handle({ query: { limit, cursor, ...filters }, now }) {
        const [since, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = since && id ? { since: new Date(since), id } : undefined;
        const rows = await listHolds(db, filters, { after, limit: limit + 1 }, now);
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map((row) => holdView(row, now)),
            next_cursor: last ? encodeCursor([last.since.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'post',
      path: '/v1/holds/:id/resume',
      right: 'steer',
      tag: 'Holds',
      summary: 'End a hold: what it stopped goes on where it stood',
      description:
        'Touches that waited come again within the hour, and are decided anew. Ending it again changes nothing. The hold of a guardrail ends ' +
        'with its alarms.',
      params: z.object({ id: z.uuid().meta({ description: 'The hold.' }) }),
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'The hold, ended.', schema: holdSchema } },
      async handle({ params: { id }, caller, now, requestId }) {
        const row = await inTransaction(db, (tx) => resumeHold(tx, id, { by: caller.name, requestId }, now));
        wakeRelay();
        return { status: 200, body: holdView(row, now) };
      },
    }),
  ];

  /** What exactly is to be held, as rows name it. Throws InvalidInput when there is no such thing. */
  async function targetOf({ scope, target }: z.output<typeof wanted>): Promise<string> {
    if (scope === 'everything') {
      if (target === undefined || target === '*') return '*';
      throw fault('/target', 'is not for everything');
    }
    if (target === undefined) throw fault('/target', `is needed: which ${scope}`);
    if (scope === 'customer') return customerOf(target);
    const known = { journey: journeys.map(({ name }) => name), channel: CHANNELS, class: MESSAGE_CLASSES }[scope];
    if (known.some((name) => name === target)) return target;
    throw fault('/target', `there is no ${scope} "${target}"; there are ${known.join(', ')}`);
  }

  async function customerOf(target: string): Promise<string> {
    try {
      return await resolveCustomerId(db, target);
    } catch (error) {
      if (error instanceof NotFound) throw fault('/target', 'there is no such customer');
      throw error;
    }
  }
}

function holdView(row: HoldRow, now: Date): z.input<typeof holdSchema> {
  const { id, scope, target, cause, reason, timers, since, until, by, endedAt, endedBy } = row;
  return {
    id,
    scope,
    target,
    cause,
    reason,
    timers,
    state: isHoldOn(row, now) ? 'on' : 'over',
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
    by,
    ended_at: endedAt?.toISOString() ?? null,
    ended_by: endedBy,
  };
}

function fault(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('The request has a fault.', [{ pointer, detail }]);
}

import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES, type Channel } from '../../domain/channel';
import { MINUTE_MS } from '../../domain/duration';
import { InvalidInput } from '../../domain/errors';
import { CONSENT_DUTY, consentAllows, consentState, type ConsentRecord } from '../../domain/policy/consent';
import { addConsent, consentsOf, type ConsentRow } from '../../prisma/consents';
import { resolveCustomerId } from '../../prisma/customers';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const time = z.iso.datetime({ offset: true });
const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });

const said = z.object({
  channel: z.enum([...CHANNELS, '*']).meta({ description: '`*`: every channel.' }),
  topic: z.string().trim().min(1).max(100).default('*').meta({ description: '`*`: every topic.' }),
  state: z.enum(['granted', 'withdrawn']),
  basis: z
    .enum(['consent', 'soft_opt_in', 'contract', 'withdrawal'])
    .optional()
    .meta({ description: 'Legal ground. By default `consent` for a grant; a withdrawal is its own.' }),
  wording: z.string().max(10_000).optional().meta({ description: 'The exact words that the customer agreed to.' }),
  method: z.string().trim().min(1).max(100).meta({ description: 'How it was said: form, import, staff, sms_keyword.' }),
  actor: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Who recorded it; by default the name of the API key.' }),
  at: time.optional().meta({ description: 'When it was said; by default now. Not in the future.' }),
  expires_at: time.optional().meta({ description: 'When a grant ends by itself.' }),
});

const recordSchema = z.object({
  id: z.uuid(),
  channel: z.string(),
  topic: z.string(),
  state: z.enum(['granted', 'withdrawn']),
  basis: z.string(),
  wording: z.string().nullable(),
  method: z.string(),
  actor: z.string().nullable(),
  at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
});

const currentSchema = z.object({
  channel: z.enum(CHANNELS),
  topic: z.string().meta({ description: '`*`: any topic that is not listed.' }),
  state: z.enum(['granted', 'withdrawn', 'none']),
  allows: z
    .array(z.enum(MESSAGE_CLASSES))
    .meta({ description: 'Classes of messages that may be sent as far as consent goes.' }),
});

/** What customers agreed to and took back (append-only), and what that allows now. */
export function consentRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/consents',
      role: 'operate',
      tag: 'Consents',
      summary: 'Record that a customer gave or withdrew consent',
      description:
        'Records are never changed: to take one back, record the opposite. Once this is answered, no new touch ignores it.',
      params: customer,
      body: z.strictObject(said.shape),
      responses: { 201: { description: 'The record.', schema: recordSchema } },
      async handle({ params, body, caller, now }) {
        const { channel, topic, state, wording = null, method, actor = caller.name } = body;
        const at = body.at === undefined ? now : new Date(body.at);
        const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
        const { basis = state === 'granted' ? 'consent' : 'withdrawal' } = body;
        insistOnSense({ state, basis, at, expiresAt }, now);
        const record = await addConsent(db, params.id, {
          channel,
          topic,
          state,
          basis,
          wording,
          method,
          actor,
          at,
          expiresAt,
        });
        return { status: 201, body: recordView(record) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id/consents',
      role: 'operate',
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
        const records = await consentsOf(db, await resolveCustomerId(db, params.id));
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
  ];
}

/** Clocks of backends may be a little ahead of ours. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

function insistOnSense(
  { state, basis, at, expiresAt }: { state: string; basis: string; at: Date; expiresAt: Date | null },
  now: Date,
): void {
  const fault = (pointer: string, detail: string) =>
    new InvalidInput('This consent cannot be recorded.', [{ pointer, detail }]);
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS) throw fault('/at', 'must not be in the future');
  if ((basis === 'withdrawal') !== (state === 'withdrawn'))
    throw fault('/basis', `does not fit a consent that is ${state}`);
  if (expiresAt && state === 'withdrawn') throw fault('/expires_at', 'a withdrawal does not expire');
  if (expiresAt && expiresAt <= at) throw fault('/expires_at', 'must be later than `at`');
}

function recordView(row: ConsentRow): z.input<typeof recordSchema> {
  const { id, channel, topic, state, basis, wording, method, actor, at, expiresAt } = row;
  return {
    id,
    channel,
    topic,
    state,
    basis,
    wording,
    method,
    actor,
    at: at.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
  };
}

function currentView(records: readonly ConsentRecord[], now: Date): z.input<typeof currentSchema>[] {
  const topics = [...new Set(['*', ...records.map(({ topic }) => topic)])];
  return topics.flatMap((topic) =>
    CHANNELS.map((channel) => {
      const state = consentState(records, channel, topic, now);
      return { channel, topic, state, allows: [...classesAllowed(channel, state)] };
    }),
  );
}

function classesAllowed(channel: Channel, state: ReturnType<typeof consentState>) {
  return MESSAGE_CLASSES.filter((messageClass) => consentAllows(CONSENT_DUTY[messageClass][channel], state));
}

import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../../domain/channel';
import { readRecipients } from '../../prisma/message-people';
import { NO_RESULTS, readResults, RESULTS, type MessageResults } from '../../prisma/message-days';
import { firstDay } from '../../prisma/trust-tallies';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { daysQuery } from './journey-map';

const resultsSchema = z.object({
  sent: z.int(),
  delivered: z.int(),
  bounced: z.int(),
  clicked: z.int().meta({ description: 'By a human.' }),
  answered: z.int().meta({ description: 'Clicked or replied to by a human.' }),
  complained: z.int(),
  unsubscribed: z.int(),
});

const messageSchema = z.object({
  name: z.string(),
  class: z.enum(MESSAGE_CLASSES),
  topic: z.string(),
  owner: z.string().meta({ description: 'The team that answers for it.' }),
  channels: z.array(z.enum(CHANNELS)),
  locales: z.array(z.string()),
  used_in: z
    .array(z.object({ journey: z.string(), stage: z.string() }))
    .meta({ description: 'Stages whose source names it. Empty for what no journey sends.' }),
  results: resultsSchema,
});

const messageFileSchema = messageSchema.extend({
  days: z.int(),
  by_channel: z.array(resultsSchema.extend({ channel: z.enum(CHANNELS) })),
});

/** The message that a path names. */
export const messageNamed = z.object({
  name: z
    .string()
    .max(200)
    .meta({ description: 'Name of the message, its slash percent-encoded, as in `at-risk%2Fcheck-in`.' }),
});

const recipientSchema = z.object({
  touch_id: z.uuid(),
  customer_id: z.uuid(),
  name: z.string().nullable(),
  enrollment_id: z.uuid().nullable(),
  journey: z.string().nullable(),
  channel: z.enum(CHANNELS).nullable(),
  sent_at: z.iso.datetime(),
});

/** What we say to customers: every message as they would get it, where it is used, and what came of it (M04, M37). */
export function messageRoutes({ db, messages, stories = {} }: Pick<ApiDeps, 'db' | 'messages' | 'stories'>): Route[] {
  const usedIn = usesOf(stories);
  const view = (name: string, results: MessageResults): z.input<typeof messageSchema> => {
    const { class: messageClass, topic, owner, channels, locales } = messages.get(name);
    const listed = { channels: [...channels], locales: [...locales], used_in: usedIn.get(name) ?? [] };
    return { name, class: messageClass, topic, owner, ...listed, results };
  };

  return [
    route({
      method: 'get',
      path: '/v1/messages',
      right: 'read',
      tag: 'Messages',
      summary: 'List the messages with where they are used and what came of them',
      description: 'Results are of what was sent in the period, whenever they came.',
      query: daysQuery,
      responses: {
        200: { description: 'All messages.', schema: z.object({ days: z.int(), data: z.array(messageSchema) }) },
      },
      async handle({ query: { days }, now }) {
        const rows = await readResults(db, { from: firstDay(days, now), to: now });
        const totals = (name: string) => sum(rows.filter(({ message }) => message === name));
        return { status: 200, body: { days, data: messages.names.map((name) => view(name, totals(name))) } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/messages/:name',
      right: 'read',
      tag: 'Messages',
      summary: 'Read a message with its results by channel',
      params: messageNamed,
      query: daysQuery,
      responses: { 200: { description: 'The message.', schema: messageFileSchema } },
      async handle({ params: { name }, query: { days }, now }) {
        messages.get(name);
        const rows = await readResults(db, { from: firstDay(days, now), to: now, message: name });
        const byChannel = rows.map(({ message: _of, ...row }) => row);
        return { status: 200, body: { ...view(name, sum(rows)), days, by_channel: byChannel } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/messages/:name/people',
      right: 'read',
      tag: 'Messages',
      summary: 'List to whom a message was sent, or of whom something came',
      description:
        'The latest first. A page may hold fewer rows than `limit`, or none, and yet have a `next_cursor`: what one request looks at is bounded.',
      params: messageNamed,
      query: pageQuery.extend({
        result: z.enum(RESULTS).default('sent'),
        channel: z.enum(CHANNELS).optional().meta({ description: 'Only those whom it reached through this channel.' }),
        days: daysQuery.shape.days,
      }),
      responses: { 200: { description: 'People.', schema: pageOf(recipientSchema) } },
      async handle({ params: { name }, query: { limit, cursor, result, channel, days }, now }) {
        messages.get(name);
        const [at, touchId] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = at && touchId ? { sentAt: new Date(at), touchId } : undefined;
        const asked = { message: name, result, channel, since: firstDay(days, now) };
        const { recipients, next } = await readRecipients(db, asked, { after, limit });
        return {
          status: 200,
          body: {
            data: recipients.map((row): z.input<typeof recipientSchema> => ({
              touch_id: row.touchId,
              customer_id: row.customerId,
              name: row.name,
              enrollment_id: row.enrollmentId,
              journey: row.journey,
              channel: row.channel,
              sent_at: row.sentAt.toISOString(),
            })),
            next_cursor: next ? encodeCursor([next.sentAt.toISOString(), next.touchId]) : null,
          },
        };
      },
    }),
  ];
}

/** Where each message is used: the stages whose source names it. */
function usesOf(stories: NonNullable<ApiDeps['stories']>): ReadonlyMap<string, { journey: string; stage: string }[]> {
  const uses = new Map<string, { journey: string; stage: string }[]>();
  for (const [journey, { stages }] of Object.entries(stories)) {
    for (const [stage, { messages }] of Object.entries(stages)) {
      for (const name of messages) uses.set(name, [...(uses.get(name) ?? []), { journey, stage }]);
    }
  }
  return uses;
}

function sum(rows: readonly MessageResults[]): MessageResults {
  const add = (what: keyof MessageResults) => rows.reduce((total, row) => total + row[what], 0);
  return Object.fromEntries(
    Object.keys(NO_RESULTS).map((what) => [what, add(what as keyof MessageResults)]),
  ) as MessageResults;
}

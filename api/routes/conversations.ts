import { z } from 'zod';
import { CONVERSATION_STATES } from '../../domain/conversation';
import { say } from '../../prisma/conversations';
import { listConversations, readConversation, readUtterance, TRIAGE_FILTERS } from '../../prisma/conversations/read';
import { resolveCustomerId } from '../../prisma/customers';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Reply, type Route } from '../route';
import {
  conversationFileSchema,
  conversationView,
  listedConversationSchema,
  utteranceSchema,
  utteranceView,
} from './conversation-view';

const one = z.object({ id: z.uuid().meta({ description: 'The conversation.' }) });
const customer = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });
const paged = pageQuery.extend({
  hidden: z.stringbool().default(false).meta({ description: 'Also show the words of what is hidden as abuse.' }),
});

/** The one conversation with each customer, whatever the channel (M07), and what people answer, where the customer wrote last (M05). */
export function conversationRoutes({ db, wakeRelay }: Pick<ApiDeps, 'db' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/conversations',
      right: 'read',
      tag: 'Conversations',
      summary: 'List conversations, the one that moved last first',
      query: paged.extend({
        state: z.enum(CONVERSATION_STATES).optional(),
        triage: z.enum(TRIAGE_FILTERS).optional().meta({
          description: 'Of what the customer said last; `unsure`: a person has to decide.',
        }),
      }),
      responses: { 200: { description: 'Conversations.', schema: pageOf(listedConversationSchema) } },
      async handle({ query: { limit, cursor, state, triage, hidden } }) {
        const [updatedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = updatedAt && id ? { updatedAt: new Date(updatedAt), id } : undefined;
        const rows = await listConversations(db, { state, triage }, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1]?.conversation : undefined;
        const data = rows.slice(0, limit).map((row) => ({
          ...conversationView(row),
          latest: row.latest && utteranceView(row.latest, hidden),
        }));
        return {
          status: 200,
          body: { data, next_cursor: last ? encodeCursor([last.updatedAt.toISOString(), last.id]) : null },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/conversations/:id',
      right: 'read',
      tag: 'Conversations',
      summary: 'Read a conversation, what was said last first',
      params: one,
      query: paged,
      responses: { 200: { description: 'The conversation.', schema: conversationFileSchema } },
      handle: ({ params, query }) => read({ id: params.id }, query),
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id/conversation',
      right: 'read',
      tag: 'Conversations',
      summary: 'Read the conversation with a customer',
      description: 'A customer who has not written yet has none (404).',
      params: customer,
      query: paged,
      responses: { 200: { description: 'The conversation.', schema: conversationFileSchema } },
      handle: async ({ params, query }) => read({ customerId: await resolveCustomerId(db, params.id) }, query),
    }),

    route({
      method: 'post',
      path: '/v1/conversations/:id/replies',
      right: 'work',
      tag: 'Conversations',
      summary: 'Answer a customer, on the channel that they used last',
      description:
        'It passes the same gate as every message, as class `service`: `delivery` says how it fares, and why it did not go out. Words that ' +
        'send the customer to another channel are refused, unless they ask for personal data.',
      params: one,
      body: z.strictObject({
        text: z.string().trim().min(1).max(20_000),
        by: z.string().trim().min(1).max(200).optional().meta({
          description: 'Staff id; by default the name of the API key.',
        }),
        said_elsewhere: z.boolean().default(false).meta({
          description: 'It was said already, where the customer wrote (social media, a call): only keep it.',
        }),
      }),
      responses: { 202: { description: 'What was said; it is on its way.', schema: utteranceSchema } },
      problems: [409],
      async handle({ params, body, caller, now, requestId, header }) {
        const key = header('idempotency-key') ?? requestId;
        const saying = {
          conversationId: params.id,
          text: body.text,
          by: body.by ?? caller.name,
          elsewhere: body.said_elsewhere,
          dedupeKey: `said:${caller.id}:${params.id}:${key}`,
        };
        const { id } = await inTransaction(db, (tx) => say(tx, saying, now));
        wakeRelay();
        return { status: 202, body: utteranceView(await readUtterance(db, id)) };
      },
    }),
  ];

  async function read(
    which: Parameters<typeof readConversation>[1],
    { limit, cursor, hidden }: z.output<typeof paged>,
  ): Promise<Reply> {
    const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
    const after = at && id ? { at: new Date(at), id } : undefined;
    const { utterances, ...file } = await readConversation(db, which, { after, limit: limit + 1 });
    const last = utterances.length > limit ? utterances[limit - 1] : undefined;
    const data = utterances.slice(0, limit).map((utterance) => utteranceView(utterance, hidden));
    const next_cursor = last ? encodeCursor([last.at.toISOString(), last.id]) : null;
    return { status: 200, body: { ...conversationView(file), utterances: { data, next_cursor } } };
  }
}

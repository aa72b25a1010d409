import { z } from 'zod';
import { CORRECTIONS, correctTriage, listExamples, type TriageExample } from '../../prisma/conversations/correct';
import { readUtterance } from '../../prisma/conversations/read';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { utteranceSchema, utteranceView } from './conversation-view';

const time = z.iso.datetime();

const exampleSchema = z.object({
  id: z.uuid(),
  utterance_id: z.uuid(),
  text: z.string(),
  channel: z.string(),
  was: z.enum(CORRECTIONS).meta({ description: 'What it was taken for.' }),
  is: z.enum(CORRECTIONS),
  by: z.string(),
  at: time,
});

/** People have the last word on triage (M06): they correct it, and what they corrected is kept to better the rules or teach a model. */
export function triageRoutes({ db, wakeRelay }: Pick<ApiDeps, 'db' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/utterances/:id/triage',
      right: 'work',
      tag: 'Conversations',
      summary: 'Say what a message is',
      description:
        'Corrects the triage, or decides what was unsure. `urgent` opens a task at once; `abusive` hides it. Tasks that are open stay with people.',
      params: z.object({ id: z.uuid().meta({ description: 'What the customer said.' }) }),
      body: z.strictObject({
        triage: z.enum(CORRECTIONS),
        by: z.string().trim().min(1).max(200).optional().meta({
          description: 'Staff id; by default the name of the API key.',
        }),
      }),
      responses: { 200: { description: 'The message as it is now.', schema: utteranceSchema } },
      async handle({ params, body, caller, now }) {
        const correction = { utteranceId: params.id, is: body.triage, by: body.by ?? caller.name };
        await inTransaction(db, (tx) => correctTriage(tx, correction, now));
        wakeRelay();
        return { status: 200, body: utteranceView(await readUtterance(db, params.id)) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/triage/examples',
      right: 'read',
      tag: 'Conversations',
      summary: 'List corrected messages, the latest first',
      description: 'What the message was taken for and what it is: to better the rules, or to teach a model.',
      query: pageQuery,
      responses: { 200: { description: 'Examples.', schema: pageOf(exampleSchema) } },
      async handle({ query: { limit, cursor } }) {
        const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = at && id ? { at: new Date(at), id } : undefined;
        const rows = await listExamples(db, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(exampleView),
            next_cursor: last ? encodeCursor([last.at.toISOString(), last.id]) : null,
          },
        };
      },
    }),
  ];
}

function exampleView({ id, utteranceId, was, is, by, at, utterance }: TriageExample) {
  const { body: text, channel } = utterance;
  return { id, utterance_id: utteranceId, text, channel, was, is, by, at: at.toISOString() };
}

import { z } from 'zod';
import { normalizeAddress } from '../../domain/address';
import { INBOUND_CHANNELS, type InboundChannel } from '../../domain/conversation';
import { InvalidInput } from '../../domain/errors';
import { threadOf } from '../../domain/mail-thread';
import { e164 } from '../../domain/phone';
import { replyText } from '../../domain/reply-text';
import { storableText } from '../../domain/storable';
import { automaticBecause } from '../../domain/triage/automatic';
import { isUnsure, TRIAGE_GROUPS } from '../../domain/triage/triage';
import type { Tx } from '../../prisma/client';
import { receive } from '../../prisma/conversations';
import { writerAt } from '../../prisma/conversations/writer';
import { resolveCustomerId } from '../../prisma/customers';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const LONGEST_TEXT = 50_000;

const text = (longest: number) => z.string().max(longest).transform(storableText);
const id = text(512).transform((value) => value.trim());

const body = z.object({
  message_id: id
    .pipe(z.string().min(1))
    .meta({ description: 'Sent again under the same id, a message is received once.' }),
  channel: z.enum(INBOUND_CHANNELS),
  source: text(100).optional().meta({ description: 'Where exactly, as in `social:x`; by default `api`.' }),
  customer_id: id.optional().meta({ description: 'Who wrote: our id, or the user id of the backend.' }),
  from: text(320)
    .optional()
    .meta({ description: 'Instead: their email address or telephone number. A stranger becomes a customer.' }),
  text: text(LONGEST_TEXT).meta({
    description: 'As it came; of an email, quotations and signatures are taken off here.',
  }),
  subject: text(1_000).optional(),
  headers: z.record(z.string(), z.string()).optional().meta({
    description:
      'Of an email: what tells automatic replies apart (`Auto-Submitted`, `Precedence`), and its thread (`Message-ID`, `References`).',
  }),
  touch_id: z.uuid().optional().meta({ description: 'The touch that it answers, if that is known.' }),
  at: z.iso.datetime({ offset: true }).optional().meta({ description: 'When it was written; by default now.' }),
});

const receivedSchema = z.object({
  success: z.literal(true),
  duplicate: z.boolean().meta({ description: 'It was received before, under the same `message_id`.' }),
  conversation_id: z.uuid(),
  utterance_id: z.uuid(),
  automatic: z.boolean().meta({ description: 'A machine wrote it: it answers nothing.' }),
  triage: z.enum(TRIAGE_GROUPS),
  unsure: z.boolean().meta({ description: 'A person has to decide.' }),
  task_id: z.uuid().nullable().meta({ description: 'The task by which a person was asked at once, if it is urgent.' }),
});

/** What customers say, from wherever it comes: one door for every channel that has no webhook of its own (M06, M07). */
export function inboundRoutes({ db, journeys, triage, wakeRelay }: InboundDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/inbound',
      right: 'ingest',
      tag: 'Conversations',
      summary: 'Receive what a customer wrote',
      description:
        "It joins the customer's one conversation, is triaged, takes consent back where it says so, asks a person at once where it is urgent, and " +
        'is an answer for journeys unless a machine wrote it.',
      body,
      bodyLimit: 256 * 1024,
      problems: [404, 413],
      responses: { 200: { description: 'Committed.', schema: receivedSchema } },
      async handle({ body: said, now }) {
        const at = said.at === undefined ? now : new Date(Math.max(0, Math.min(Date.parse(said.at), now.getTime())));
        const { channel, source = 'api', headers, subject, touch_id: touchId = null } = said;
        const written = channel === 'email' ? replyText(said.text) : said.text;
        const automatic = automaticBecause({ headers, subject, text: '' }) !== null;
        const judged = triage && !automatic ? { triaged: await triage({ text: written, channel }) } : {};
        const writer = writerOf(said);
        const heard = await inTransaction(db, async (tx) => {
          const customerId = await writer(tx, now);
          const dedupeKey = `inbound:${said.message_id}`;
          const inbound = {
            customerId,
            channel,
            source,
            body: said.text,
            dedupeKey,
            touchId,
            automatic,
            at,
            ...(channel === 'email' && { mail: threadOf(headers ?? {}, subject ?? '') }),
            ...judged,
          };
          return receive(tx, inbound, { journeys, now });
        });
        wakeRelay();
        const { utterance, duplicate, taskId } = heard;
        return {
          status: 200,
          body: {
            success: true,
            duplicate,
            conversation_id: utterance.conversationId,
            utterance_id: utterance.id,
            automatic: utterance.automatic,
            triage: utterance.triage,
            unsure: isUnsure({ confidence: utterance.confidence ?? 0 }),
            task_id: taskId,
          },
        };
      },
    }),
  ];
}

type InboundDeps = Pick<ApiDeps, 'db' | 'journeys' | 'triage' | 'wakeRelay'>;

/** Finds the writer inside the transaction. Throws InvalidInput at once when nobody, or no address of the channel, is named. */
function writerOf({
  customer_id: customer,
  from,
  channel,
}: z.output<typeof body>): (tx: Tx, now: Date) => Promise<string> {
  if (customer) return (tx) => resolveCustomerId(tx, customer);
  if (from === undefined) throw fault('/customer_id', 'customer_id or from is needed');
  const address = addressOf(channel, from);
  return (tx, now) => writerAt(tx, address.channel, address.text, now);
}

function addressOf(channel: InboundChannel, from: string): { channel: 'email' | 'sms'; text: string } {
  const email = from.includes('@') ? normalizeAddress('email', from) : null;
  if (email !== null && channel !== 'sms') return { channel: 'email', text: email };
  const phone = from.includes('@') ? null : e164(from);
  if (phone !== null && channel !== 'email') return { channel: 'sms', text: phone };
  throw fault('/from', `is no address of ${channel}: an email address, or a telephone number with its country code`);
}

function fault(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('This message cannot be received.', [{ pointer, detail }]);
}

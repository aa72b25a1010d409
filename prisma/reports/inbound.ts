import { DAY_MS } from '../../domain/duration';
import { touchOfReply } from '../../domain/reply-address';
import type { InboundMessage } from '../../domain/reports/inbound';
import { readStop } from '../../domain/triage/stop';
import type { Tx } from '../client';
import { recordConsent } from '../consents';
import { receive } from '../conversations';
import { isErased } from '../customers';
import { Prisma } from '../generated/client';
import { suppressAddress } from '../suppressions';
import type { ReportContext } from './apply';

/** What inbound messages need beside: the keys that reply addresses are made with. */
export interface InboundContext extends ReportContext {
  readonly replyKeys: readonly string[];
}

/** A message with the provider's id of it. */
interface Received {
  readonly message: InboundMessage;
  readonly dedupeKey: string;
}

/**
 * Lets a message from outside join its customer's conversation. Whose it is: the customer of the touch whose reply address it was
 * sent to, else whoever has the sender's address. A word that made the carrier bar or free the number is heeded here as well, because sending
 * follows from it. False when nobody here is known by that address: then nothing is kept but the raw event.
 */
export async function hearInbound(tx: Tx, { message, dedupeKey }: Received, context: InboundContext): Promise<boolean> {
  const { channel, provider: source, text: body, automatic, keyword, mail, at } = message;
  const writer = await writerOf(tx, message, context.replyKeys);
  if (!writer) return false;
  const { customerId, touchId } = writer;
  if (keyword) await heedKeyword(tx, message, customerId, context);
  const inbound = {
    customerId,
    channel,
    source,
    body,
    dedupeKey,
    touchId,
    automatic: automatic || isCarriersWord(message),
    at,
    ...(mail && { mail }),
  };
  await receive(tx, inbound, context);
  return true;
}

/** What the carrier heeds by itself and nobody else understands: it is between the customer and the carrier, and answers nothing. */
function isCarriersWord({ keyword, text, channel }: Pick<InboundMessage, 'keyword' | 'text' | 'channel'>): boolean {
  return keyword === 'start' || (keyword === 'stop' && !readStop(text, channel)?.sure);
}

interface Writer {
  readonly customerId: string;
  readonly touchId: string | null;
}

/** An answer within this time is taken for one to the latest message on its channel. */
const ANSWERS_WITHIN_DAYS = 30;

async function writerOf(
  tx: Tx,
  { to, from, channel, at }: InboundMessage,
  keys: readonly string[],
): Promise<Writer | null> {
  const answered = to.flatMap((address) => touchOfReply(keys, address) ?? [])[0];
  if (answered !== undefined) {
    const touch = await tx.touch.findUnique({ where: { id: answered }, select: { customerId: true } });
    if (touch && !(await isErased(tx, touch.customerId))) return { customerId: touch.customerId, touchId: answered };
  }
  if (from === null) return null;
  const theirs = channel === 'email' ? Prisma.sql`lower(c.email) = lower(${from})` : Prisma.sql`c.phone = ${from}`;
  const since = new Date(at.getTime() - ANSWERS_WITHIN_DAYS * DAY_MS);
  const [writer] = await tx.$queryRaw<Writer[]>(Prisma.sql`
    SELECT c.id AS "customerId", t.id AS "touchId" FROM customers c
    LEFT JOIN LATERAL (
      SELECT id, sent_at FROM touches
      WHERE customer_id = c.id AND channel = ${channel} AND sent_at > ${since}::timestamptz ORDER BY sent_at DESC, id LIMIT 1
    ) t ON true
    WHERE ${theirs} AND c.merged_into IS NULL
    ORDER BY t.sent_at DESC NULLS LAST, c.last_seen_at DESC NULLS LAST, c.id LIMIT 1`);
  return writer ?? null;
}

async function heedKeyword(
  tx: Tx,
  { keyword, channel, from, text, provider, at }: InboundMessage,
  customerId: string,
  { addressHash, now }: InboundContext,
): Promise<void> {
  if (from === null) return;
  const hash = addressHash(channel, from);
  const said = {
    customerId,
    channel,
    topic: '*',
    wording: null,
    method: 'sms_keyword',
    actor: 'customer',
    at,
    expiresAt: null,
  };
  const evidence = { provider, keyword };
  if (keyword === 'stop') {
    await suppressAddress(tx, { channel, addressHash: hash, reason: 'opted_out', source: `${provider}:keyword`, at });
    // Words that are read as a stop withdraw when the conversation hears them.
    if (!isCarriersWord({ keyword, text, channel })) return;
    await recordConsent(tx, { ...said, state: 'withdrawn', basis: 'withdrawal', evidence }, now);
    return;
  }
  await tx.suppression.deleteMany({ where: { channel, addressHash: hash, reason: 'opted_out' } });
  await recordConsent(tx, { ...said, state: 'granted', basis: 'consent', evidence }, now);
}

import { HOUR_MS } from '../../domain/duration';
import { raiseAlarm } from '../alarms';
import type { Tx } from '../client';
import { Prisma, type Utterance } from '../generated/client';

/** More than this of one customer in an hour is no conversation: two machines answer each other, a product is at fault, or somebody tries us. */
export const MOST_AN_HOUR = 60;

/** Whether a customer has said so much in the last hour that no more of it is taken for theirs. */
export async function isFlood(tx: Tx, customerId: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - HOUR_MS);
  const [row] = await tx.$queryRaw<{ said: number }[]>(Prisma.sql`
    SELECT count(*)::int AS said FROM (
      SELECT 1 FROM utterances WHERE customer_id = ${customerId}::uuid AND direction = 'in' AND at > ${since}::timestamptz LIMIT ${MOST_AN_HOUR}
    ) AS lately`);
  return (row?.said ?? 0) >= MOST_AN_HOUR;
}

/** Tells people of it: one alarm for a channel, however much comes. */
export async function tellFlood(tx: Tx, { channel, conversationId }: Utterance, now: Date): Promise<void> {
  const text = `A customer says more than ${MOST_AN_HOUR} things an hour by ${channel}: they are kept and a stop is heeded, but they answer nothing and ask nobody.`;
  await raiseAlarm(tx, { kind: 'flood', subject: channel, level: 'warning', text, detail: { conversationId } }, now);
}

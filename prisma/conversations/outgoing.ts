import type { Channel } from '../../domain/channel';
import { NotFound } from '../../domain/errors';
import { mailThread, placeAfter, type ThreadPlace } from '../../domain/mail-thread';
import type { Db, Tx } from '../client';

/** A person's answer that waits to leave: the touch that stands for it, and the channel on which it was promised. */
export interface Outgoing {
  readonly key: string;
  readonly customerId: string;
  readonly channel: Channel;
}

/** Reads what an errand shall bring to a customer. Throws NotFound when nothing was said under this touch. */
export async function readOutgoing(db: Db, touchId: string): Promise<Outgoing> {
  const [touch, utterance] = await Promise.all([
    db.touch.findUnique({ where: { id: touchId } }),
    db.utterance.findFirst({ where: { touchId, direction: 'out' } }),
  ]);
  if (!touch || !utterance) throw new NotFound('Nothing was said under this touch.');
  return { key: touch.key, customerId: touch.customerId, channel: utterance.channel as Channel };
}

/** The words of an answer, by the touch that brings it, and its place in the thread of the customer's latest mail. Throws NotFound. */
export async function wordsOf(
  db: Db,
  touchId: string,
): Promise<{ readonly text: string; readonly place: ThreadPlace | null }> {
  const answer = await db.utterance.findFirst({ where: { touchId, direction: 'out' } });
  if (!answer) throw new NotFound('Nothing was said under this touch.');
  const { conversationId, at, body: text } = answer;
  const asked = await db.utterance.findFirst({
    where: { conversationId, direction: 'in', channel: 'email', automatic: false, at: { lte: at } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { mail: true },
  });
  const thread = mailThread.safeParse(asked?.mail);
  return { text, place: thread.success ? placeAfter(thread.data) : null };
}

/** Opens the conversations whose last answers did not reach the customer: somebody has to find another way, or to see why not. */
export async function reopenFor(db: Db | Tx, touchIds: readonly string[], at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE conversations c SET state = 'open', updated_at = greatest(c.updated_at, ${at}::timestamptz)
    FROM utterances u WHERE u.touch_id = ANY(${[...touchIds]}::uuid[]) AND u.direction = 'out' AND u.conversation_id = c.id
      AND NOT EXISTS (SELECT 1 FROM utterances l WHERE l.conversation_id = c.id AND l.direction = 'out' AND (l.at, l.id) > (u.at, u.id))`;
}

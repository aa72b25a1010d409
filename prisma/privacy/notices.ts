import { errandIdOf, newId } from '../../domain/ids';
import { WISH_MESSAGES, WISH_TOPIC, wishIn, wishKey, type Wish } from '../../domain/privacy';
import { NotFound } from '../../domain/errors';
import type { Db, Tx } from '../client';
import type { PrivacyRequest } from '../generated/client';
import { enqueue } from '../outbox';
import { settleRequest } from './requests';
import { inTransaction } from '../transaction';
import { DAY_MS } from '../../domain/duration';

/**
 * Answers a wish that came by a customer's page with a message to the address on file: what is given to whoever holds a link must not be more than
 * the page shows. A planned touch stands for it, and an errand brings it through the gate, at most once.
 */
export async function planNotice(tx: Tx, { id: wish, customerId, kind }: PrivacyRequest, now: Date): Promise<void> {
  const { locale } = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { locale: true } });
  const id = newId(now);
  await tx.touch.create({
    data: {
      id,
      key: wishKey(wish),
      customerId,
      message: WISH_MESSAGES[kind as Wish],
      messageClass: 'transactional',
      topic: WISH_TOPIC,
      locale,
      state: 'planned',
      plannedAt: now,
      updatedAt: now,
      codeVersion: 'undecided',
    },
  });
  const payload = { errand: 'notice', id } as const;
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId: errandIdOf('notice', id), payload }], now);
}

/** The touch of a notice, and the wish that it answers. Throws NotFound. */
export async function readNotice(
  db: Db,
  touchId: string,
): Promise<{
  readonly key: string;
  readonly message: string;
  readonly customerId: string;
  readonly wish: PrivacyRequest;
}> {
  const touch = await db.touch.findUnique({ where: { id: touchId } });
  const wish = touch && (await db.privacyRequest.findUnique({ where: { id: wishIn(touch.key) ?? touchId } }));
  if (!touch || !wish) throw new NotFound('No wish is answered by this touch.');
  return { key: touch.key, message: touch.message, customerId: touch.customerId, wish };
}

/** Without a report of the provider a copy counts as received after this. */
const ARRIVES_WITHIN_MS = DAY_MS;

/** Wishes for a copy are met when the link to it has arrived at the address on file. Returns how many were. */
export async function settleSentCopies(db: Db, now: Date): Promise<number> {
  const wishes = await db.privacyRequest.findMany({ where: { kind: 'export', doneAt: null } });
  let settled = 0;
  for (const wish of wishes) {
    const touch = await db.touch.findUnique({ where: { key: wishKey(wish.id) } });
    const since = new Date(now.getTime() - ARRIVES_WITHIN_MS);
    const arrived = touch?.state === 'delivered' || (touch?.state === 'accepted' && touch.sentAt! <= since);
    if (!arrived) continue;
    await inTransaction(db, (tx) => settleRequest(tx, wish, { linkSentBy: touch.channel }, now));
    settled += 1;
  }
  return settled;
}

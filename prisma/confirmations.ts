import { CONFIRM_MESSAGE, CONFIRM_TOPIC, confirmedOn } from '../domain/confirmation';
import type { Channel } from '../domain/channel';
import { DAY_MS } from '../domain/duration';
import { Conflict, InvalidInput, NotFound } from '../domain/errors';
import { errandIdOf, newId } from '../domain/ids';
import type { Db, Tx } from './client';
import type { ConsentRequest } from './generated/client';
import { enqueue } from './outbox';

/** Whoever fills somebody else's address into a form again and again shall not fill their mailbox. */
const MOST_A_DAY = 3;

/**
 * Sends a request for a double opt-in on its way to the address in question: a planned touch, and an errand that brings it through the gate,
 * at most once. Returns the touch. Throws Conflict when this customer was asked three times within a day.
 */
export async function planConfirmation(
  tx: Tx,
  { id: requestId, customerId, locale }: Pick<ConsentRequest, 'id' | 'customerId' | 'locale'>,
  now: Date,
): Promise<string> {
  const since = new Date(now.getTime() - DAY_MS);
  const asked = await tx.touch.count({ where: { customerId, message: CONFIRM_MESSAGE, plannedAt: { gt: since } } });
  if (asked >= MOST_A_DAY) {
    const detail = `This customer was asked to confirm ${asked} times within a day: nothing more is sent, and nothing was recorded.`;
    throw new Conflict(detail, {});
  }
  const id = newId(now);
  const about = { message: CONFIRM_MESSAGE, messageClass: 'transactional', topic: CONFIRM_TOPIC, locale };
  await tx.touch.create({
    data: {
      ...about,
      id,
      key: `${KEY}${requestId}`,
      customerId,
      state: 'planned',
      plannedAt: now,
      updatedAt: now,
      codeVersion: 'undecided',
    },
  });
  const errand = { errand: 'confirmation', id } as const;
  const workflowId = errandIdOf('confirmation', id);
  await enqueue(tx, [{ kind: 'errand', enrollmentId: null, workflowId, payload: errand }], now);
  return id;
}

const KEY = 'confirm:';

/** A request that waits to leave, and the touch that stands for it. */
export interface Confirmation {
  readonly key: string;
  readonly customerId: string;
  readonly channel: Channel;
  readonly request: ConsentRequest;
}

/**
 * Reads what an errand shall bring to a customer. Throws NotFound when no request stands behind this touch, InvalidInput when it cannot be
 * asked anywhere.
 */
export async function readConfirmation(db: Db, touchId: string): Promise<Confirmation> {
  const touch = await db.touch.findUnique({ where: { id: touchId } });
  const id = touch?.key.startsWith(KEY) ? touch.key.slice(KEY.length) : null;
  const request = id && (await db.consentRequest.findUnique({ where: { id } }));
  if (!touch || !request) throw new NotFound('No request for a consent stands behind this touch.');
  const channel = confirmedOn(request.channel as Channel | '*');
  if (!channel) throw new InvalidInput('This channel has no address to ask at.');
  return { key: touch.key, customerId: touch.customerId, channel, request };
}

import { newId } from '../domain/ids';
import type { InAppForm, InAppStep } from '../domain/in-app';
import type { Db, Tx } from './client';
import { presentCustomer } from './customers';
import { Prisma, type InAppMessage } from './generated/client';

/** A message for the customer's in-app inbox. `action` is its one button, `steps` are those of a checklist. */
export interface NewInAppMessage {
  readonly attemptId: string;
  readonly touchId: string;
  readonly customerId: string;
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly form?: InAppForm;
  readonly steps?: readonly InAppStep[];
  readonly at: Date;
}

/**
 * Puts a message into the inbox. The same attempt again changes nothing, so in-app messages arrive exactly once. A customer who was
 * merged meanwhile is followed. The customer's open pages are told at the commit, as of every change to a message (by a trigger). False when
 * the customer was erased: then nothing is put anywhere.
 */
export async function putInApp(db: Db, message: NewInAppMessage): Promise<boolean> {
  const { attemptId, touchId, customerId, title, body, html, action, form = 'card', steps = [], at } = message;
  const button = action && JSON.stringify(action);
  const [row] = await db.$queryRaw<{ known: boolean }[]>(Prisma.sql`
    WITH customer AS (${presentCustomer(customerId)}), put AS (
      INSERT INTO in_app_messages (id, attempt_id, touch_id, customer_id, title, body, html, action, form, steps, created_at)
      SELECT ${newId(at)}::uuid, ${attemptId}::uuid, ${touchId}::uuid, id, ${title}, ${body}, ${html}, ${button}::jsonb,
        ${form}, ${JSON.stringify(steps)}::jsonb, ${at}::timestamptz
      FROM customer ON CONFLICT (attempt_id) DO NOTHING
    )
    SELECT count(*) > 0 AS known FROM customer`);
  return row?.known ?? false;
}

/** True when an attempt's message is in the inbox. */
export async function isInApp(db: Db, attemptId: string): Promise<boolean> {
  return (await db.inAppMessage.count({ where: { attemptId } })) > 0;
}

/** A customer's inbox, newest first: up to `limit` messages older than `before`; with `unseen` only those neither seen nor dismissed. */
export async function readInbox(
  db: Db,
  {
    customerId,
    unseen,
    limit,
    before,
  }: {
    readonly customerId: string;
    readonly unseen: boolean;
    readonly limit: number;
    readonly before?: { readonly createdAt: Date; readonly id: string };
  },
): Promise<InAppMessage[]> {
  return db.inAppMessage.findMany({
    where: {
      customerId,
      ...(unseen && { seenAt: null, dismissedAt: null }),
      ...(before && {
        OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
      }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** What a customer can do with a message in the inbox. */
export type InAppMark = 'seen' | 'clicked' | 'dismissed';

/**
 * Records that the customer saw, clicked or dismissed a message; a click or dismissal is also a sight. The first time counts. Returns the message, and
 * `first`: whether this mark is new. Null when the customer has no such message.
 */
export async function markInApp(
  tx: Tx,
  {
    customerId,
    messageId,
    mark,
    at,
  }: { readonly customerId: string; readonly messageId: string; readonly mark: InAppMark; readonly at: Date },
): Promise<{ readonly message: InAppMessage; readonly first: boolean } | null> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM in_app_messages WHERE id = ${messageId}::uuid AND customer_id = ${customerId}::uuid FOR UPDATE`;
  if (!locked) return null;

  const message = await tx.inAppMessage.findUniqueOrThrow({ where: { id: messageId } });
  const field = `${mark}At` as const;
  const first = message[field] === null;
  if (!first) return { message, first };
  return {
    message: await tx.inAppMessage.update({
      where: { id: messageId },
      data: { seenAt: message.seenAt ?? at, [field]: at },
    }),
    first,
  };
}

/** Ticks a step of a checklist off, or takes that back; also a sight. Null when the customer has no such step. */
export async function tickInApp(
  tx: Tx,
  {
    customerId,
    messageId,
    step,
    done,
    at,
  }: {
    readonly customerId: string;
    readonly messageId: string;
    readonly step: number;
    readonly done: boolean;
    readonly at: Date;
  },
): Promise<InAppMessage | null> {
  const ticked = await tx.$executeRaw`
    UPDATE in_app_messages SET seen_at = coalesce(seen_at, ${at}),
      done = CASE WHEN ${done} AND ${step} <> ALL(done) THEN done || ${step}::int WHEN ${done} THEN done ELSE array_remove(done, ${step}::int) END
    WHERE id = ${messageId}::uuid AND customer_id = ${customerId}::uuid AND form = 'checklist'
      AND ${step} BETWEEN 0 AND jsonb_array_length(steps) - 1`;
  return ticked === 0 ? null : tx.inAppMessage.findUniqueOrThrow({ where: { id: messageId } });
}

import type { Channel } from '../domain/channel';
import type { InAppForm, InAppStep } from '../domain/in-app';
import { newId } from '../domain/ids';
import type { Db } from './client';
import { presentCustomer } from './customers';
import { Prisma } from './generated/client';

/** A message that would have gone to a provider. `subject` is that of an email or the title of a notification; `html` is an email's. */
export interface NewCapture {
  readonly attemptId: string;
  readonly touchId: string;
  readonly customerId: string;
  readonly channel: Channel;
  readonly recipient: string;
  readonly subject: string | null;
  readonly html: string | null;
  readonly text: string;
  /** Where a notification leads. */
  readonly link?: string | null;
  readonly at: Date;
}

/**
 * Keeps a message for the captured-messages page. The same attempt again changes nothing. A customer who was merged meanwhile is followed.
 * False when the customer was erased: then nothing is kept.
 */
export async function captureMessage(db: Db, message: NewCapture): Promise<boolean> {
  const { attemptId, touchId, customerId, channel, recipient, subject, html, text, link = null, at } = message;
  const [row] = await db.$queryRaw<{ known: boolean }[]>(Prisma.sql`
    WITH customer AS (${presentCustomer(customerId)}), kept AS (
      INSERT INTO captured_messages (id, attempt_id, touch_id, customer_id, channel, recipient, subject, html, text, link, at)
      SELECT ${newId(at)}::uuid, ${attemptId}::uuid, ${touchId}::uuid, id, ${channel}, ${recipient}, ${subject}, ${html}, ${text}, ${link}, ${at}::timestamptz
      FROM customer ON CONFLICT (attempt_id) DO NOTHING
    )
    SELECT count(*) > 0 AS known FROM customer`);
  return row?.known ?? false;
}

/** True when an attempt's message was captured. */
export async function isCaptured(db: Db, attemptId: string): Promise<boolean> {
  return (await db.capturedMessage.count({ where: { attemptId } })) > 0;
}

/** A captured or in-app message as the captured-messages page shows it: with its touch and its customer's name. */
export interface CapturedView {
  readonly id: string;
  readonly attemptId: string;
  readonly touchId: string;
  readonly customerId: string;
  readonly customerName: string | null;
  readonly channel: Channel;
  /** The address; null for push and in-app, which reach the customer. */
  readonly recipient: string | null;
  /** Subject of an email, title of a notification or in-app message. */
  readonly subject: string | null;
  readonly html: string | null;
  readonly text: string;
  /** Where a notification leads. */
  readonly link: string | null;
  /** The button of an in-app message, how it is shown, and the steps of a checklist with the indexes of those that are done. */
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly form: InAppForm | null;
  readonly steps: readonly InAppStep[];
  readonly done: readonly number[];
  readonly at: Date;
  readonly message: string | null;
  readonly journey: string | null;
}

/** Messages that were captured or put into the in-app inbox, newest first: up to `limit` that are older than `before`, of one customer if given. */
export async function readCaptured(
  db: Db,
  {
    limit,
    before,
    customerId,
  }: {
    readonly limit: number;
    readonly before?: { readonly at: Date; readonly id: string };
    readonly customerId?: string;
  },
): Promise<CapturedView[]> {
  const older = before ? Prisma.sql`(shown.at, shown.id) < (${before.at}, ${before.id}::uuid)` : Prisma.sql`true`;
  const theirs = customerId ? Prisma.sql`shown.customer_id = ${customerId}::uuid` : Prisma.sql`true`;
  return db.$queryRaw<
    CapturedView[]
  >`${SHOWN} WHERE ${older} AND ${theirs} ORDER BY shown.at DESC, shown.id DESC LIMIT ${limit}`;
}

/** One captured or in-app message, or null. */
export async function findCaptured(db: Db, id: string): Promise<CapturedView | null> {
  const [view] = await db.$queryRaw<CapturedView[]>`${SHOWN} WHERE shown.id = ${id}::uuid`;
  return view ?? null;
}

const SHOWN = Prisma.sql`
  SELECT shown.id, shown.attempt_id AS "attemptId", shown.touch_id AS "touchId", shown.customer_id AS "customerId", customers.name AS "customerName",
         shown.channel, shown.recipient, shown.subject, shown.html, shown.text, shown.link, shown.action, shown.form,
         shown.steps, shown.done, shown.at, touches.message, touches.journey
  FROM (
    SELECT id, attempt_id, touch_id, customer_id, channel, CASE WHEN channel <> 'push' THEN recipient END AS recipient,
           subject, html, text, link, NULL::jsonb AS action, NULL AS form,
           '[]'::jsonb AS steps, '{}'::int[] AS done, at FROM captured_messages
    UNION ALL
    SELECT id, attempt_id, touch_id, customer_id, 'in-app', NULL, title, html, body, NULL, action, form, steps, done, created_at
    FROM in_app_messages
  ) shown
  LEFT JOIN touches ON touches.id = shown.touch_id
  LEFT JOIN customers ON customers.id = shown.customer_id`;

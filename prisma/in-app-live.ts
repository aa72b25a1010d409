import type { InAppForm, InAppStep } from '../domain/in-app';
import { DAY_MS } from '../domain/duration';
import type { Db } from './client';
import { Prisma } from './generated/client';

/** Where changes of in-app messages are announced, with the customer's id (a trigger of the table). */
export const IN_APP_CHANNEL = 'perennial_in_app';

/** An in-app message as an open page shows it. `open`: to be shown; else it was answered or put away, here or elsewhere. */
export interface LiveMessage {
  readonly id: string;
  /** Which change this is: the id of the transaction that made it. */
  readonly revision: string;
  readonly open: boolean;
  readonly seen: boolean;
  readonly as: InAppForm;
  readonly title: string;
  readonly body: string;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly steps: readonly InAppStep[];
  readonly done: readonly number[];
}

/** What an open page has to know now. `customerId` is who the customer is by now, merges followed; `cursor` goes into the next reading. */
export interface LiveNews {
  readonly customerId: string;
  readonly locale: string;
  readonly cursor: string;
  readonly messages: readonly LiveMessage[];
}

/** Older messages are history: they stay in the inbox, and no page pops them up. */
const FRESH_MS = 60 * DAY_MS;
const MOST_MESSAGES = 50;

/**
 * Without a cursor: the messages that a page of this customer shows, the newest first. With one: every message that has changed since,
 * some perhaps again. A cursor is the oldest transaction under way at its reading: what is older had been read, so nothing is ever missed,
 * whatever the order of commits. One from another cluster counts as none. Null when there is no such customer.
 */
export async function readLive(db: Db, customerId: string, cursor: string | null, now: Date): Promise<LiveNews | null> {
  const after = cursor !== null && /^\d{1,18}$/.test(cursor) ? cursor : null;
  const since = new Date(now.getTime() - FRESH_MS);
  const [news] = await db.$queryRaw<LiveNews[]>(Prisma.sql`
    WITH snapshot AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin), shown AS (
      SELECT m.*, dismissed_at IS NULL AND created_at > ${since}::timestamptz
        AND CASE form WHEN 'checklist' THEN cardinality(done) < jsonb_array_length(steps) ELSE clicked_at IS NULL END AS open
      FROM in_app_messages m
    )
    SELECT c.id AS "customerId", c.locale, snapshot.xmin::text AS cursor, coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', id, 'revision', revision::text, 'open', open,
               'seen', seen_at IS NOT NULL, 'as', form, 'title', title, 'body', body,
               'action', action, 'steps', steps, 'done', done) ORDER BY created_at DESC, id DESC)
      FROM (
        SELECT * FROM shown
        WHERE customer_id = c.id AND CASE WHEN ${after}::bigint <= snapshot.xmin THEN revision >= ${after}::bigint ELSE open END
        ORDER BY created_at DESC, id DESC LIMIT CASE WHEN ${after}::bigint IS NULL THEN ${MOST_MESSAGES}::int END
      ) AS newest
    ), '[]') AS messages
    FROM snapshot, customers c
    WHERE c.id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = ${customerId}::uuid)`);
  return news ?? null;
}

import { toMs } from '../../domain/duration';
import type { AbsenceTrigger, DateTrigger, JourneyHeader } from '../../domain/journey';
import { missedSince } from '../../domain/policy/news';
import type { Db } from '../../prisma/client';
import { enrollMany, type EntryRequest } from '../../prisma/enrollments';
import { inTransaction } from '../../prisma/transaction';
import { absentees, anniversaries, type Page } from '../../prisma/triggers';

/** What to look for: the journey, and where the batch before ended (null to begin). */
export interface TriggerSweep {
  readonly header: JourneyHeader;
  readonly cursor: string | null;
  /** Most customers to decide about in this batch. */
  readonly batch: number;
}

/** What one batch came to; `cursor` is where the next one begins, null when everybody has been looked at. */
export interface SweptBatch {
  readonly cursor: string | null;
  readonly enrolled: number;
  readonly refused: number;
}

/**
 * Lets one batch of customers into a journey whom an absence ("no login for 14 days") or a date ("120 days before the renewal") brings,
 * as far as the entry rules let them. Each absence and each date is decided once, so a batch may be repeated, and a sweep that
 * was broken off is simply begun again.
 */
export async function sweepTriggers(
  { db }: { readonly db: Db },
  { header, cursor, batch }: TriggerSweep,
  at: Date,
): Promise<SweptBatch> {
  const triggers = triggersOf(header);
  const { index, after } = placeOf(cursor);
  const find = triggers[index];
  if (!find) return { cursor: null, enrolled: 0, refused: 0 };

  const { requests, next } = await find(db, header.name, at, { after, limit: batch });
  const decisions = await inTransaction(db, (tx) => enrollMany(tx, header, requests, at));
  const enrolled = decisions.filter((decision) => decision.enrolled).length;
  return { cursor: cursorAfter(index, next, triggers.length), enrolled, refused: decisions.length - enrolled };
}

/** One way to find customers: a page of entry requests, and the customer after whom the next page begins (null: the last page). */
type Finder = (
  db: Db,
  journey: string,
  at: Date,
  page: Page,
) => Promise<{ readonly requests: readonly EntryRequest[]; readonly next: string | null }>;

function triggersOf({ startAfterAbsence, startBefore }: JourneyHeader): Finder[] {
  return [...startAfterAbsence.map(byAbsence), ...startBefore.map(byDate)];
}

function byAbsence({ of, for: span }: AbsenceTrigger): Finder {
  return async (db, journey, at, page) => {
    const found = await absentees(db, { journey, of, last: missedSince(toMs(span), at) }, page);
    const requests = found.map(({ customerId, since }) => {
      return { customerId, cause: { kind: 'absence', of, since: since.toISOString() } } as const;
    });
    return { requests, next: found.length === page.limit ? found.at(-1)!.customerId : null };
  };
}

function byDate({ trait, before }: DateTrigger): Finder {
  return async (db, journey, at, page) => {
    const until = new Date(at.getTime() + toMs(before));
    const { due, next } = await anniversaries(db, { journey, trait, now: at, until }, page);
    const requests = due.map(({ customerId, date }) => ({ customerId, cause: { kind: 'date', trait, date } as const }));
    return { requests, next };
  };
}

/** A cursor names the trigger and the customer it has come to: `1:0198…`, or `1:` for the beginning. */
function placeOf(cursor: string | null): { readonly index: number; readonly after: string | null } {
  const [index = '0', after = ''] = cursor?.split(':') ?? [];
  return { index: Number(index), after: after || null };
}

function cursorAfter(index: number, next: string | null, count: number): string | null {
  if (next !== null) return `${index}:${next}`;
  return index + 1 < count ? `${index + 1}:` : null;
}

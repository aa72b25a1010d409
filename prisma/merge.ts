import { DEFAULT_LOCALE, mergeTraits, type Traits } from '../domain/traits';
import type { Tx } from './client';
import type { Customer } from './generated/client';
import { mergeConversations } from './conversations/merge';
import { Prisma } from './generated/client';
import { moveHolds } from './holds';
import { rebuildLifecycles } from './lifecycle';
import { mergeEnrollments } from './merge-enrollments';
import { keepOwnWords } from './preferences';
import { recordTimelines, timelineKey } from './timeline';
import { recountTickets } from './tickets';

/** Two customers who are one: `from` becomes part of `into`. */
export interface Merge {
  readonly from: string;
  readonly into: string;
}

/**
 * Makes one customer of two, for each pair (M18): everything about `from` is about `into` from now on. What `into` says of itself
 * wins; counts are added; of two open runs of one journey the one of `into` goes on. `from` stays as an empty row that names its
 * successor. Rare, so written for clarity. Both customers must be locked, and no customer may be merged twice in one call.
 */
export async function mergeCustomers(tx: Tx, merges: readonly Merge[], now: Date): Promise<void> {
  if (merges.length === 0) return;
  const pairs = pairsOf(merges);
  const survivors = [...new Set(merges.map(({ into }) => into))];
  await mergeProfiles(tx, merges, now);
  await mergeEnrollments(tx, pairs, now);
  await moveRows(tx, pairs);
  await mergeConversations(tx, pairs);
  await moveHolds(tx, pairs);
  await mergeCounts(tx, pairs);
  await keepOwnWords(tx, survivors);
  await recountTickets(tx, survivors);
  await rebuildLifecycles(tx, survivors, now);
  await recordTimelines(
    tx,
    merges.map(({ from, into }) => ({
      customerId: into,
      enrollmentId: null,
      entry: {
        key: timelineKey(into, 'log', 'merged', from),
        at: now.getTime(),
        kind: 'log',
        detail: { text: 'another profile turned out to be this customer and was merged', mergedCustomerId: from },
      },
    })),
  );
}

/** The pairs as a table `m (gone, stays)`. */
function pairsOf(merges: readonly Merge[]): Prisma.Sql {
  return Prisma.sql`unnest(${merges.map(({ from }) => from)}::uuid[], ${merges.map(({ into }) => into)}::uuid[]) AS m (gone, stays)`;
}

async function mergeProfiles(tx: Tx, merges: readonly Merge[], now: Date): Promise<void> {
  const rows = await tx.customer.findMany({ where: { id: { in: merges.flatMap(({ from, into }) => [from, into]) } } });
  const customers = new Map(rows.map((row) => [row.id, row]));
  for (const { from, into } of merges) {
    const whole = together(customers.get(into)!, customers.get(from)!, now);
    customers.set(into, whole);
    const { id: _, ...columns } = whole;
    await tx.customer.update({
      where: { id: into },
      data: { ...columns, traits: columns.traits as Prisma.InputJsonObject },
    });
  }
  const gone = merges.map(({ from }) => from);
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c SET merged_into = m.stays, updated_at = ${now}::timestamptz FROM ${pairsOf(merges)}
    WHERE c.id = m.gone OR c.merged_into = m.gone`);
  await tx.customer.updateMany({
    where: { id: { in: gone } },
    data: {
      email: null,
      phone: null,
      name: null,
      timeZone: null,
      owner: null,
      country: null,
      traits: {},
      openTickets: 0,
    },
  });
}

/** The profile of both: what `stays` does not say, `gone` may. */
function together(stays: Customer, gone: Customer, now: Date): Customer {
  const seen = [stays.lastSeenAt, gone.lastSeenAt].filter((at) => at !== null).map((at) => at.getTime());
  return {
    ...stays,
    email: stays.email ?? gone.email,
    phone: stays.phone ?? gone.phone,
    name: stays.name ?? gone.name,
    timeZone: stays.timeZone ?? gone.timeZone,
    country: stays.country ?? gone.country,
    owner: stays.owner ?? gone.owner,
    locale: stays.locale === DEFAULT_LOCALE ? gone.locale : stays.locale,
    traits: mergeTraits(gone.traits as Traits, stays.traits as Traits) as Prisma.JsonObject,
    createdAt: gone.createdAt < stays.createdAt ? gone.createdAt : stays.createdAt,
    lastSeenAt: seen.length > 0 ? new Date(Math.max(...seen)) : null,
    updatedAt: now,
  };
}

/** Tables whose rows only change hands. */
const CARRIED_OVER = [
  'identities',
  'events',
  'timeline',
  'touches',
  'consents',
  'tasks',
  'in_app_messages',
  'captured_messages',
  'push_subscriptions',
  'touch_signals',
  'consent_requests',
  'privacy_requests',
  'customer_notes',
] as const;

async function moveRows(tx: Tx, pairs: Prisma.Sql): Promise<void> {
  for (const table of CARRIED_OVER) {
    await tx.$executeRaw(Prisma.sql`
      UPDATE ${Prisma.raw(table)} t SET customer_id = m.stays FROM ${pairs} WHERE t.customer_id = m.gone`);
  }
}

/** Rows that both may have: counts are added, the latest time wins, a membership is held once, what `stays` chose holds. */
async function mergeCounts(tx: Tx, pairs: Prisma.Sql): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (DELETE FROM event_days d USING ${pairs} WHERE d.customer_id = m.gone RETURNING m.stays, d.type, d.day, d.count)
    INSERT INTO event_days AS d (customer_id, type, day, count) SELECT stays, type, day, sum(count) FROM gone GROUP BY stays, type, day
    ON CONFLICT (customer_id, type, day) DO UPDATE SET count = d.count + excluded.count`);
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (DELETE FROM last_events l USING ${pairs} WHERE l.customer_id = m.gone RETURNING m.stays, l.type, l.at)
    INSERT INTO last_events AS l (customer_id, type, at) SELECT stays, type, max(at) FROM gone GROUP BY stays, type
    ON CONFLICT (customer_id, type) DO UPDATE SET at = greatest(l.at, excluded.at)`);
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (DELETE FROM account_members a USING ${pairs} WHERE a.customer_id = m.gone RETURNING a.account_id, m.stays, a.joined_at)
    INSERT INTO account_members (account_id, customer_id, joined_at) SELECT account_id, stays, min(joined_at) FROM gone GROUP BY account_id, stays
    ON CONFLICT (account_id, customer_id) DO NOTHING`);
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (DELETE FROM trait_corrections t USING ${pairs} WHERE t.customer_id = m.gone
                  RETURNING m.stays, t.trait, t.said, t.corrected, t.because, t.by, t.at)
    INSERT INTO trait_corrections (customer_id, trait, said, corrected, because, by, at)
    SELECT DISTINCT ON (stays, trait) stays, trait, said, corrected, because, by, at FROM gone ORDER BY stays, trait, at DESC
    ON CONFLICT (customer_id, trait) DO NOTHING`);
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (DELETE FROM preferences p USING ${pairs} WHERE p.customer_id = m.gone
                  RETURNING m.stays, p.channels, p.most_per_week, p.paused_until, p.locale, p.time_zone, p.updated_at)
    INSERT INTO preferences (customer_id, channels, most_per_week, paused_until, locale, time_zone, updated_at)
    SELECT DISTINCT ON (stays) stays, channels, most_per_week, paused_until, locale, time_zone, updated_at FROM gone ORDER BY stays, updated_at DESC
    ON CONFLICT (customer_id) DO UPDATE SET locale = coalesce(preferences.locale, excluded.locale),
      time_zone = coalesce(preferences.time_zone, excluded.time_zone)`);
}

import type { AddressHash } from '../domain/address-hash';
import { normalizeAddress } from '../domain/address';
import { WATCH_REASONS, type WatchReason } from '../domain/watch';
import type { Db } from './client';
import { Prisma } from './generated/client';
import { readSettings } from './settings';
import { watchStatement, type Stretch, type WatchRules } from './watch/finders';

/** A customer whom the automation does not reach, and why. `inHand`: a person has a task of theirs already. */
export interface WatchedCustomer {
  readonly customerId: string;
  readonly reason: WatchReason;
  readonly since: Date;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly name: string | null;
  readonly owner: string | null;
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
  readonly inHand: boolean;
}

/** A place on the list: within which reason, behind which customer (null: before the first). */
export interface WatchPlace {
  readonly reason: WatchReason;
  readonly after: string | null;
}

/** Customers that one statement looks at, and statements of one page: beyond these a page ends early, and the next one goes on. */
const LOOK = 1_000;
const MOST_LOOKS = 5;

/** What the list is read with. */
export interface WatchDeps {
  readonly db: Db;
  readonly addressHash: AddressHash;
}

/**
 * A page of the watch list (M03), by reason, the worst first, and within one by customer. A page may hold fewer than `limit`, or none, and
 * yet have a next one: what it may cost is bounded, however many customers there are. `next` is null at the end.
 */
export async function readWatch(
  deps: WatchDeps,
  {
    reasons,
    place,
    limit,
  }: { readonly reasons: readonly WatchReason[]; readonly place: WatchPlace; readonly limit: number },
  now: Date,
): Promise<{ readonly customers: readonly WatchedCustomer[]; readonly next: WatchPlace | null }> {
  const rules = await rulesOf(deps.db, now);
  const customers: WatchedCustomer[] = [];
  let at: WatchPlace | null = place;
  for (let looks = 0; at && looks < MOST_LOOKS && customers.length < limit; looks += 1) {
    const found = await look(deps, at.reason, rules, { after: at.after, look: LOOK });
    const room = limit - customers.length;
    customers.push(...found.customers.slice(0, room));
    const cut = found.customers.length > room ? found.customers[room - 1] : undefined;
    if (cut) at = { reason: at.reason, after: cut.customerId };
    else at = found.next === null ? firstOf(reasons, at.reason) : { reason: at.reason, after: found.next };
  }
  return { customers, next: at };
}

/** How many customers are on the list, by reason. Looks at everybody: for the weekly summary, and for counts that are kept. */
export async function countWatch(deps: WatchDeps, now: Date): Promise<Readonly<Record<WatchReason, number>>> {
  const rules = await rulesOf(deps.db, now);
  const counts: Partial<Record<WatchReason, number>> = {};
  for (const reason of WATCH_REASONS) counts[reason] = (await countReason(deps, reason, rules, Infinity)).count;
  return counts as Record<WatchReason, number>;
}

/** How many are on the list for a reason. `more`: at least so many, for not everybody was looked at. */
export interface WatchCounted {
  readonly reason: WatchReason;
  readonly count: number;
  readonly more: boolean;
}

/** Counts as far as a page may cost: all, of a few thousand customers. */
export async function countSomeOfWatch(deps: WatchDeps, now: Date): Promise<WatchCounted[]> {
  const rules = await rulesOf(deps.db, now);
  return Promise.all(WATCH_REASONS.map((reason) => countReason(deps, reason, rules, MOST_LOOKS)));
}

async function countReason(
  deps: WatchDeps,
  reason: WatchReason,
  rules: WatchRules,
  mostLooks: number,
): Promise<WatchCounted> {
  let count = 0;
  let after: string | null = null;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const { customers, next }: Found = await look(deps, reason, rules, { after, look: LOOK });
    count += customers.length;
    if (next === null) return { reason, count, more: false };
    after = next;
  }
  return { reason, count, more: true };
}

async function rulesOf(db: Db, now: Date): Promise<WatchRules> {
  const { settings } = await readSettings(db);
  return { unanswered: settings.watch.unansweredTouches, now };
}

function firstOf(reasons: readonly WatchReason[], before: WatchReason): WatchPlace | null {
  const reason = reasons[reasons.indexOf(before) + 1];
  return reason ? { reason, after: null } : null;
}

interface Found {
  readonly customers: readonly WatchedCustomer[];
  /** The last customer looked at; null when there are no more. */
  readonly next: string | null;
}

type Row = Omit<WatchedCustomer, 'reason' | 'since' | 'hasEmail' | 'hasPhone'> & {
  readonly since: Date | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly gone: boolean;
  readonly looked: number;
};

async function look(deps: WatchDeps, reason: WatchReason, rules: WatchRules, stretch: Stretch): Promise<Found> {
  const rows = await deps.db.$queryRaw<Row[]>(lookStatement(reason, rules, stretch));
  const concerned = rows.filter(({ since, gone }) => since !== null && !gone);
  const kept = reason === 'bounced' ? await stillBarred(deps, concerned, rules.now) : concerned;
  const customers = kept.map(({ customerId, since, detail, name, owner, email, phone, inHand }) => {
    const [hasEmail, hasPhone] = [email !== null, phone !== null];
    return { customerId, reason, since: since!, detail, name, owner, hasEmail, hasPhone, inHand };
  });
  const last = rows.at(-1);
  return { customers, next: last && last.looked >= stretch.look ? last.customerId : null };
}

/**
 * Whom a stretch of customers concerns, and, concerned or not, the last one who was looked at; each row says how many were. Each customer is looked
 * up for themselves: the planner would rather read all of them than a thousand.
 */
export function lookStatement(reason: WatchReason, rules: WatchRules, stretch: Stretch): Prisma.Sql {
  return Prisma.sql`
    WITH looked AS MATERIALIZED (${watchStatement(reason, rules, stretch)})
    SELECT w."customerId", w.since, w.detail, c.name, c.owner, c.email, c.phone, (SELECT count(*)::int FROM looked) AS looked,
      c.merged_into IS NOT NULL OR c.erased_at IS NOT NULL AS gone, w.since IS NOT NULL AND t.id IS NOT NULL AS "inHand"
    FROM looked w
    CROSS JOIN LATERAL (SELECT * FROM customers WHERE id = w."customerId" LIMIT 1) c
    LEFT JOIN LATERAL (
      SELECT id FROM tasks WHERE customer_id = w."customerId" AND state IN ('open', 'claimed', 'snoozed') LIMIT 1) t ON w.since IS NOT NULL
    WHERE w.since IS NOT NULL OR w."customerId" = (SELECT "customerId" FROM looked ORDER BY 1 DESC LIMIT 1)
    ORDER BY w."customerId"`;
}

/** Reasons of the gate and of providers that stand in the list of suppressed addresses too. */
const BARRED = /^(suppressed_|refused_address|bounced_address)/;

/** Leaves out whoever has got another address since: theirs is not suppressed. */
async function stillBarred({ db, addressHash }: WatchDeps, rows: readonly Row[], now: Date): Promise<Row[]> {
  const hashes = new Map(rows.map((row) => [row.customerId, hashesOf(row, addressHash)]));
  const barred = await db.suppression.findMany({
    where: {
      addressHash: { in: [...hashes.values()].flat() },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: { addressHash: true },
  });
  const bad = new Set(barred.map(({ addressHash: hash }) => hash));
  return rows.filter(({ customerId, detail }) => {
    if (!BARRED.test(String(detail['because']))) return true;
    return hashes.get(customerId)?.some((hash) => bad.has(hash)) ?? false;
  });
}

function hashesOf({ email, phone }: Row, addressHash: AddressHash): string[] {
  const mail = email === null ? null : normalizeAddress('email', email);
  const number = phone === null ? null : normalizeAddress('sms', phone);
  return [...(mail ? [addressHash('email', mail)] : []), ...(number ? [addressHash('sms', number)] : [])];
}

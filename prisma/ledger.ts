import type { Channel } from '../domain/channel';
import type { ConsentRecord } from '../domain/policy/consent';
import type { FirstTouch } from '../domain/policy/channel-choice';
import type { SuppressedAddress } from '../domain/policy/suppression';
import type { OnRecord } from '../domain/policy/weigh';
import type { TouchState } from '../domain/touch';
import type { LedgerAttempt } from './attempts';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';
import { rulingColumn, settingsOf, type RulingMemory, type RulingSettings } from './settings';
import { standingColumns, standingOf, type StandingJson, type StandingQuestion } from './standing';

/** The customer of a touch: where to reach them, and what messages may say about them. */
export interface ReachedCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** Whether a browser of theirs takes notifications. */
  readonly takesPush: boolean;
  readonly name: string | null;
  readonly locale: string;
  readonly timeZone: string | null;
  /** ISO 3166. */
  readonly country: string | null;
  readonly traits: unknown;
  readonly lastSeenAt: Date | null;
  /** Everything about them was erased at their wish: nothing may go out any more. */
  readonly erased: boolean;
  /** The company that was joined last. */
  readonly account: { readonly name: string | null } | null;
}

/**
 * Reads the customer and locks the row until the transaction ends, so that the touches of one customer are decided one after
 * another. A customer who was merged into another is followed. Null when there is none.
 */
export function lockCustomer(tx: Tx, customerId: string): Promise<ReachedCustomer | null> {
  return readReached(tx, customerId, Prisma.sql`FOR NO KEY UPDATE`);
}

/** Reads the customer without a lock: for a decision that is only imagined. */
export function lookAtCustomer(db: Db, customerId: string): Promise<ReachedCustomer | null> {
  return readReached(db, customerId, Prisma.empty);
}

async function readReached(db: Db | Tx, customerId: string, lock: Prisma.Sql): Promise<ReachedCustomer | null> {
  const [row] = await db.$queryRaw<(ReachedCustomer & { mergedInto: string | null })[]>(Prisma.sql`
    SELECT id, email, phone, name, locale, time_zone AS "timeZone", country, traits, last_seen_at AS "lastSeenAt", merged_into AS "mergedInto",
      erased_at IS NOT NULL AS erased, EXISTS (SELECT 1 FROM push_subscriptions s WHERE s.customer_id = customers.id AND s.gone_at IS NULL) AS "takesPush",
      (SELECT jsonb_build_object('name', a.name) FROM account_members m JOIN accounts a ON a.id = m.account_id
        WHERE m.customer_id = customers.id ORDER BY m.joined_at DESC, a.id LIMIT 1) AS account
    FROM customers WHERE id = ${customerId}::uuid ${lock}`);
  if (!row) return null;
  const { mergedInto, ...customer } = row;
  return mergedInto === null ? customer : readReached(db, mergedInto, lock);
}

/**
 * What is known before a decision: the touch under this key with its attempts in no order, what binds the customer, and the settings
 * that rule.
 */
export interface Ledger extends OnRecord {
  readonly touch: LedgerTouch | null;
  readonly attempts: readonly LedgerAttempt[];
  readonly ruling: RulingSettings;
}

/** The part of a touch that decides what may happen to it next. */
export interface LedgerTouch {
  readonly id: string;
  readonly state: TouchState;
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly plannedAt: Date;
}

/** What is read for a touch. `first`: the key of the touch that it stands in for. */
export interface LedgerQuestion extends StandingQuestion {
  readonly addressHashes: readonly string[];
  readonly first: string | null;
}

/**
 * Reads the ledger in one statement. It must come after the lock, in a statement of its own: only then does its snapshot
 * hold what the holder of the lock before us has written. Settings that have changed since `memory` are read with it, and then once more.
 */
export async function readLedger(db: Db | Tx, memory: RulingMemory, question: LedgerQuestion): Promise<Ledger> {
  const { ruling } = memory;
  const row = await readRow(db, ruling, question);
  const version = row.settings?.version ?? 0;
  if (version === ruling.version) return ledgerOf(row, ruling);
  memory.ruling = { version, settings: settingsOf(row.settings?.settings ?? {}) };
  return readLedger(db, memory, question);
}

async function readRow(
  db: Db | Tx,
  { version, settings }: RulingSettings,
  question: LedgerQuestion,
): Promise<LedgerJson> {
  const { key, customerId, addressHashes, first } = question;
  const [row] = await db.$queryRaw<[LedgerJson]>(Prisma.sql`
    SELECT
      (SELECT jsonb_build_object('id', id, 'state', state, 'channel', channel, 'reason', reason, 'plannedAt', planned_at)
         FROM touches WHERE key = ${key}) AS touch,
      (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'touchId', a.touch_id, 'channel', a.channel, 'provider', a.provider, 'token', a.token, 'state', a.state,
                'startedAt', a.started_at, 'leaseUntil', a.lease_until, 'finishedAt', a.finished_at, 'errorCode', a.error_code))
         FROM attempts a JOIN touches t ON t.id = a.touch_id WHERE t.key = ${key}) AS attempts,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'topic', topic, 'purpose', purpose, 'state', state,
                'basis', basis, 'at', at, 'expiresAt', expires_at))
         FROM consents WHERE customer_id = ${customerId}::uuid) AS consents,
      (SELECT jsonb_agg(jsonb_build_object('channel', channel, 'addressHash', address_hash, 'reason', reason, 'scope', scope,
                'expiresAt', expires_at))
         FROM suppressions WHERE address_hash = ANY(${addressHashes})) AS suppressions,
      (SELECT jsonb_build_object('state', state, 'sentAt', sent_at, 'answeredAt', answered_at)
         FROM touches WHERE key = ${first}) AS first,
      ${standingColumns(question, settings)},
      ${rulingColumn(version)}`);
  return row;
}

function ledgerOf(row: LedgerJson, ruling: RulingSettings): Ledger {
  return {
    ...standingOf(row),
    ruling,
    touch: row.touch && { ...row.touch, plannedAt: new Date(row.touch.plannedAt) },
    first: row.first && {
      state: row.first.state,
      sentAt: orNull(row.first.sentAt),
      answeredAt: orNull(row.first.answeredAt),
    },
    attempts: (row.attempts ?? []).map((one) => ({
      ...one,
      startedAt: new Date(one.startedAt),
      leaseUntil: new Date(one.leaseUntil),
      finishedAt: orNull(one.finishedAt),
    })),
    consents: (row.consents ?? []).map((one) => ({ ...one, at: new Date(one.at), expiresAt: orNull(one.expiresAt) })),
    suppressions: (row.suppressions ?? []).map((one) => ({ ...one, expiresAt: orNull(one.expiresAt) })),
  };
}

type Json<T> = {
  readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

interface LedgerJson extends StandingJson {
  readonly settings: { readonly version: number; readonly settings: unknown } | null;
  readonly first: Json<FirstTouch> | null;
  readonly touch: Json<LedgerTouch> | null;
  readonly attempts: readonly Json<LedgerAttempt>[] | null;
  readonly consents: readonly Json<ConsentRecord>[] | null;
  readonly suppressions: readonly Json<SuppressedAddress>[] | null;
}

function orNull(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}

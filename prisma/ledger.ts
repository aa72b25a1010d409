import type { Channel } from '../domain/channel';
import type { ConsentRecord } from '../domain/policy/consent';
import type { SuppressedAddress } from '../domain/policy/suppression';
import type { TouchState } from '../domain/touch';
import type { LedgerAttempt } from './attempts';
import type { Tx } from './client';

/** The customer of a touch: where to reach them, and what messages may say about them. */
export interface ReachedCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly locale: string;
  readonly timeZone: string | null;
  readonly traits: unknown;
  /** The company that was joined last. */
  readonly account: { readonly name: string | null } | null;
}

/**
 * Reads the customer and locks the row until the transaction ends, so that the touches of one customer are decided one after
 * another. A customer who was merged into another is followed. Null when there is none.
 */
export async function lockCustomer(tx: Tx, customerId: string): Promise<ReachedCustomer | null> {
  const [row] = await tx.$queryRaw<(ReachedCustomer & { mergedInto: string | null })[]>`
    SELECT id, email, phone, name, locale, time_zone AS "timeZone", traits, merged_into AS "mergedInto",
      (SELECT jsonb_build_object('name', a.name) FROM account_members m JOIN accounts a ON a.id = m.account_id
        WHERE m.customer_id = customers.id ORDER BY m.joined_at DESC, a.id LIMIT 1) AS account
    FROM customers WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  if (!row) return null;
  const { mergedInto, ...customer } = row;
  return mergedInto === null ? customer : lockCustomer(tx, mergedInto);
}

/** What is known before a decision: the touch under this key with its attempts in no order, and what binds the customer. */
export interface Ledger {
  readonly touch: LedgerTouch | null;
  readonly attempts: readonly LedgerAttempt[];
  readonly consents: readonly ConsentRecord[];
  readonly suppressions: readonly SuppressedAddress[];
}

/** The part of a touch that decides what may happen to it next. */
export interface LedgerTouch {
  readonly id: string;
  readonly state: TouchState;
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly plannedAt: Date;
}

/**
 * Reads the ledger in one statement. It must come after the lock, in a statement of its own: only then does its snapshot
 * hold what the holder of the lock before us has written.
 */
export async function readLedger(
  tx: Tx,
  key: string,
  customerId: string,
  addressHashes: readonly string[],
): Promise<Ledger> {
  const [row] = await tx.$queryRaw<[LedgerJson]>`
    SELECT
      (SELECT jsonb_build_object('id', id, 'state', state, 'channel', channel, 'reason', reason, 'plannedAt', planned_at)
         FROM touches WHERE key = ${key}) AS touch,
      (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'touchId', a.touch_id, 'channel', a.channel, 'provider', a.provider, 'token', a.token, 'state', a.state,
                'startedAt', a.started_at, 'leaseUntil', a.lease_until, 'errorCode', a.error_code))
         FROM attempts a JOIN touches t ON t.id = a.touch_id WHERE t.key = ${key}) AS attempts,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'topic', topic, 'purpose', purpose, 'state', state,
                'basis', basis, 'at', at, 'expiresAt', expires_at))
         FROM consents WHERE customer_id = ${customerId}::uuid) AS consents,
      (SELECT jsonb_agg(jsonb_build_object('channel', channel, 'addressHash', address_hash, 'reason', reason, 'scope', scope,
                'expiresAt', expires_at))
         FROM suppressions WHERE address_hash = ANY(${addressHashes})) AS suppressions`;
  return {
    touch: row.touch && { ...row.touch, plannedAt: new Date(row.touch.plannedAt) },
    attempts: (row.attempts ?? []).map((one) => ({
      ...one,
      startedAt: new Date(one.startedAt),
      leaseUntil: new Date(one.leaseUntil),
    })),
    consents: (row.consents ?? []).map((one) => ({ ...one, at: new Date(one.at), expiresAt: orNull(one.expiresAt) })),
    suppressions: (row.suppressions ?? []).map((one) => ({ ...one, expiresAt: orNull(one.expiresAt) })),
  };
}

type Json<T> = {
  readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

interface LedgerJson {
  readonly touch: Json<LedgerTouch> | null;
  readonly attempts: readonly Json<LedgerAttempt>[] | null;
  readonly consents: readonly Json<ConsentRecord>[] | null;
  readonly suppressions: readonly Json<SuppressedAddress>[] | null;
}

function orNull(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}

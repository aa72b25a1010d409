import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/duration';
import type { ProviderStanding } from '../domain/policy/provider';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** Failures in a row that open a circuit. */
const OPENS_AFTER = 5;
/** How long a circuit rests at first, by what opened it; twice as long after each probe that failed, up to the most. */
const FAILURE_REST_MS = { first: 30 * SECOND_MS, most: 10 * MINUTE_MS };
const OPERATOR_REST_MS = { first: 5 * MINUTE_MS, most: HOUR_MS };
/** How long a probe has to show a result before another may go. A fault that shows only in delivery takes longer to show. */
const PROBE_MS = MINUTE_MS;
const DELIVERY_PROBE_MS = 10 * MINUTE_MS;
/** After 429 without a time. */
const SHORT_WAIT_MS = 5 * SECOND_MS;

/** What a recording changed: whether the circuit opened, or closed, by it. */
export interface CircuitChange {
  readonly opened: boolean;
  readonly closed: boolean;
}

const UNCHANGED: CircuitChange = { opened: false, closed: false };

/** Every provider that has something to say of itself; a provider without a row is well. */
export async function readProviders(db: Db | Tx): Promise<ProviderStanding[]> {
  return db.$queryRaw<ProviderStanding[]>`
    SELECT provider, circuit, not_before AS "notBefore", reason FROM provider_states ORDER BY provider`;
}

/** Whether the circuit of any provider is open: people know of it by its alarm (prisma/circuit-alarm.ts). */
export async function isAnyCircuitOpen(db: Db): Promise<boolean> {
  return (await db.providerState.count({ where: { circuit: { not: 'closed' } } })) > 0;
}

/**
 * Takes the one probe of a circuit that has rested, in the transaction that opens the attempt: true when this caller may call. A probe whose
 * outcome is never written lapses. Always true for a circuit that is closed.
 */
export async function takeProbe(tx: Tx, provider: string, at: Date): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ circuit: string }[]>(Prisma.sql`
    SELECT circuit FROM provider_states WHERE provider = ${provider} FOR UPDATE`);
  if (!found || found.circuit === 'closed') return true;
  const taken = await tx.$executeRaw(Prisma.sql`
    UPDATE provider_states SET circuit = 'half_open', updated_at = ${at}::timestamptz, not_before = ${at}::timestamptz
      + CASE WHEN reason LIKE 'delivery:%' THEN ${seconds(DELIVERY_PROBE_MS)} ELSE ${seconds(PROBE_MS)} END
    WHERE provider = ${provider} AND (not_before IS NULL OR not_before <= ${at}::timestamptz)`);
  return taken === 1;
}

/** The call for which the probe was taken at this instant was not made: it says nothing of the provider, and another may go at once. */
export async function returnProbe(db: Db | Tx, provider: string, takenAt: Date): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE provider_states SET circuit = 'open', not_before = ${takenAt}::timestamptz
    WHERE provider = ${provider} AND circuit = 'half_open' AND updated_at = ${takenAt}::timestamptz`);
}

/** A call went well: failures are forgotten, and a circuit that was opened by calls that failed is closed. A provider that is well has no row. */
export function recordSuccess(db: Db | Tx, provider: string, at: Date): Promise<CircuitChange> {
  return close(db, Prisma.sql`provider = ${provider} AND coalesce(reason, '') NOT LIKE 'delivery:%'`, at);
}

/** A message arrived that was sent after the circuit opened: closes one that was opened by messages that did not arrive. */
export function recordArrival(
  db: Db | Tx,
  { provider, sentAt }: { readonly provider: string; readonly sentAt: Date },
  at: Date,
): Promise<CircuitChange> {
  const later = Prisma.sql`reason LIKE 'delivery:%' AND (opened_at IS NULL OR opened_at < ${sentAt}::timestamptz)`;
  return close(db, Prisma.sql`provider = ${provider} AND ${later}`, at);
}

/** A person says that all is well again. */
export function closeCircuit(db: Db | Tx, provider: string, at: Date): Promise<CircuitChange> {
  return close(db, Prisma.sql`provider = ${provider}`, at);
}

/**
 * A call failed by the provider's doing. Opens the circuit after so many in a row, and again when the failure was the probe's. Failures
 * of calls that were still out when it opened do not count.
 */
export async function recordFailure(db: Db | Tx, provider: string, at: Date): Promise<CircuitChange> {
  const opens = Prisma.sql`(p.circuit = 'half_open' OR (p.circuit = 'closed' AND p.failures + 1 >= ${OPENS_AFTER}))`;
  return change(
    db,
    Prisma.sql`
      INSERT INTO provider_states AS p (provider, failures, reason, updated_at)
      VALUES (${provider}, 1, 'failures', ${at}::timestamptz)
      ON CONFLICT (provider) DO UPDATE SET
        failures = p.failures + 1, updated_at = excluded.updated_at,
        reason = CASE WHEN p.circuit = 'half_open' THEN p.reason ELSE excluded.reason END,
        circuit = CASE WHEN ${opens} THEN 'open' ELSE p.circuit END,
        opened_at = CASE WHEN ${opens} THEN ${at}::timestamptz ELSE p.opened_at END,
        not_before = CASE WHEN ${opens} THEN greatest(p.not_before, ${at}::timestamptz + ${restOf(FAILURE_REST_MS)}) ELSE p.not_before END
      WHERE p.circuit <> 'open'
      RETURNING circuit`,
  );
}

/** The provider asked everybody to wait this long (429); workers and gates heed it at once. Shorter waits do not shorten it. */
export async function recordWait(
  db: Db | Tx,
  { provider, waitMs = SHORT_WAIT_MS }: { readonly provider: string; readonly waitMs?: number | undefined },
  at: Date,
): Promise<void> {
  const until = new Date(at.getTime() + waitMs);
  await db.$executeRaw(Prisma.sql`
    INSERT INTO provider_states AS p (provider, not_before, reason, updated_at)
    VALUES (${provider}, ${until}::timestamptz, 'retry_after', ${at}::timestamptz)
    ON CONFLICT (provider) DO UPDATE SET not_before = greatest(p.not_before, excluded.not_before), updated_at = excluded.updated_at,
      circuit = CASE WHEN p.circuit = 'half_open' THEN 'open' ELSE p.circuit END,
      reason = CASE WHEN p.circuit = 'closed' THEN excluded.reason ELSE p.reason END`);
}

/**
 * Opens a circuit at once, because the fault is ours and would meet every customer. `shows`: where the fault shows and its mending will:
 * in the answer to a call, or only in what becomes of messages (`delivery`).
 */
export async function openCircuit(
  db: Db | Tx,
  { provider, code, shows }: { readonly provider: string; readonly code: string; readonly shows: 'call' | 'delivery' },
  at: Date,
): Promise<CircuitChange> {
  const reason = `${shows === 'call' ? 'operator' : 'delivery'}:${code}`;
  const rested = Prisma.sql`CASE WHEN p.circuit = 'half_open' THEN p.failures + 1 ELSE ${OPENS_AFTER} END`;
  return change(
    db,
    Prisma.sql`
      INSERT INTO provider_states AS p (provider, circuit, failures, opened_at, not_before, reason, updated_at)
      VALUES (${provider}, 'open', ${OPENS_AFTER}, ${at}::timestamptz, ${at}::timestamptz + ${seconds(OPERATOR_REST_MS.first)}, ${reason}, ${at}::timestamptz)
      ON CONFLICT (provider) DO UPDATE SET circuit = 'open', failures = ${rested}, opened_at = excluded.opened_at, reason = excluded.reason,
        not_before = greatest(p.not_before, ${at}::timestamptz + CASE WHEN p.circuit = 'half_open' THEN ${restOf(OPERATOR_REST_MS)} ELSE ${seconds(OPERATOR_REST_MS.first)} END),
        updated_at = excluded.updated_at
      WHERE p.circuit <> 'open'
      RETURNING circuit`,
  );
}

/** How long a circuit rests that `p.failures` probes and calls have opened so far. */
function restOf({ first, most }: { readonly first: number; readonly most: number }): Prisma.Sql {
  return Prisma.sql`least(${seconds(most)}, ${seconds(first)} * power(2, least(20, greatest(0, p.failures + 1 - ${OPENS_AFTER}))))`;
}

function seconds(ms: number): Prisma.Sql {
  return Prisma.sql`make_interval(secs => ${ms / SECOND_MS}::float8)`;
}

/** Runs a statement that may open a circuit, and says whether it did: it writes and returns nothing where the circuit was open before. */
async function change(db: Db | Tx, statement: Prisma.Sql): Promise<CircuitChange> {
  const [row] = await db.$queryRaw<{ circuit: string }[]>(statement);
  return row?.circuit === 'open' ? { ...UNCHANGED, opened: true } : UNCHANGED;
}

/** Costs nothing where all is well: then no row is written. A provider that asked for a wait meanwhile is still waited for. */
async function close(db: Db | Tx, which: Prisma.Sql, at: Date): Promise<CircuitChange> {
  const rows = await db.$queryRaw<{ circuit: string }[]>(Prisma.sql`
    WITH troubled AS (
      SELECT provider, circuit FROM provider_states WHERE ${which} AND (failures > 0 OR circuit <> 'closed' OR not_before <= ${at}::timestamptz) FOR UPDATE
    ), forgotten AS (
      DELETE FROM provider_states p USING troubled b
      WHERE p.provider = b.provider AND (b.circuit <> 'closed' OR p.not_before IS NULL OR p.not_before <= ${at}::timestamptz)
    ), waited AS (
      UPDATE provider_states p SET failures = 0, updated_at = ${at}::timestamptz FROM troubled b
      WHERE p.provider = b.provider AND b.circuit = 'closed' AND p.not_before > ${at}::timestamptz
    )
    SELECT circuit FROM troubled`);
  return rows.some(({ circuit }) => circuit !== 'closed') ? { ...UNCHANGED, closed: true } : UNCHANGED;
}

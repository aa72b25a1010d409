import { auditFault, hashOfAudit, type AuditFault } from '../domain/audit-chain';
import type { Db, Tx } from './client';
import type { AuditEntry, Prisma } from './generated/client';

/** Something that a person or key changed. `detail` holds what was and what is, never an address or a secret. */
export interface Deed {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly requestId?: string | null;
}

/**
 * Appends a deed to the audit log, in the transaction that does it, best as its last step: entries are chained by hashes, one after another,
 * so whoever writes one waits for whoever has written one and not committed yet.
 */
export async function audit(
  tx: Tx,
  { actor, action, subject, detail = {}, requestId = null }: Deed,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('perennial audit log'))`;
  const last = await tx.auditEntry.findFirst({ orderBy: { seq: 'desc' } });
  // As it will be read: what JSON has no word for is left out.
  const kept = JSON.parse(JSON.stringify(detail)) as Prisma.InputJsonObject;
  const [seq, previous] = [(last?.seq ?? 0n) + 1n, last?.hash ?? null];
  const entry = { seq, previous, actor, action, subject, detail: kept, requestId, at: now };
  await tx.auditEntry.create({ data: { ...entry, hash: hashOfAudit(entry) } });
}

/** Whether something was done to a subject, as the audit log has it. */
export async function wasDone(db: Db | Tx, action: string, subject: string): Promise<boolean> {
  return (await db.auditEntry.count({ where: { subject, action } })) > 0;
}

/** Which entries to list; what is not given does not restrict. */
export interface AuditFilters {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
}

/** Entries of the audit log, the newest first or from the beginning, beyond the number `after`. */
export function listAudit(
  db: Db,
  { actor, action, subject }: AuditFilters,
  {
    after,
    limit,
    oldestFirst,
  }: { readonly after?: bigint | undefined; readonly limit: number; readonly oldestFirst: boolean },
): Promise<AuditEntry[]> {
  return db.auditEntry.findMany({
    where: {
      ...(actor && { actor }),
      ...(action && { action }),
      ...(subject && { subject }),
      ...(after !== undefined && { seq: oldestFirst ? { gt: after } : { lt: after } }),
    },
    orderBy: { seq: oldestFirst ? 'asc' : 'desc' },
    take: limit,
  });
}

/** The audit log after it was looked through. `head`: the hash of the last entry that was found sound. */
export interface AuditVerdict {
  readonly entries: number;
  readonly head: string | null;
  readonly broken: { readonly seq: bigint; readonly why: AuditFault } | null;
}

const BATCH = 1_000;

/**
 * Looks through the whole chain, a thousand entries at a time. Entries that were cut off at the end do not show: compare `head` with one
 * that was noted elsewhere.
 */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let before: AuditEntry | null = null;
  let entries = 0;
  for (;;) {
    const batch: AuditEntry[] = await listAudit(db, {}, { after: before?.seq, limit: BATCH, oldestFirst: true });
    for (const entry of batch) {
      const why = auditFault(entry, before);
      if (why) return { entries, head: before?.hash ?? null, broken: { seq: entry.seq, why } };
      before = entry;
      entries += 1;
    }
    if (batch.length < BATCH) return { entries, head: before?.hash ?? null, broken: null };
  }
}

import { createHash } from 'node:crypto';
import type { Tx } from './client';
import { Prisma } from './generated/client';

/** Something that a person or key changed. `detail` holds what was and what is, never an address or a secret. */
export interface Deed {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly requestId?: string | null;
}

/** Appends a deed to the audit log, in the transaction that does it. Entries are chained by hashes, one after another. */
export async function audit(
  tx: Tx,
  { actor, action, subject, detail = {}, requestId = null }: Deed,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('perennial audit log'))`;
  const last = await tx.auditEntry.findFirst({ orderBy: { seq: 'desc' } });
  const seq = (last?.seq ?? 0n) + 1n;
  const previous = last?.hash ?? null;
  const said = JSON.stringify([String(seq), previous, actor, action, subject, detail, requestId, now.toISOString()]);
  const hash = createHash('sha256').update(said).digest('hex');
  const data = {
    seq,
    actor,
    action,
    subject,
    detail: detail as Prisma.InputJsonObject,
    requestId,
    at: now,
    hash,
    previous,
  };
  await tx.auditEntry.create({ data });
}

import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** An entry of the audit log as it stands in its one chain, from place 1 on. */
export interface AuditRecord {
  readonly seq: bigint;
  readonly previous: string | null;
  readonly hash: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly requestId: string | null;
  readonly at: Date;
}

/** The hash of an entry (SHA-256, hex) over everything in it and the hash before it, so that a change, a gap or an entry put in between shows. */
export function hashOfAudit(entry: Omit<AuditRecord, 'hash'>): string {
  const { seq, previous, actor, action, subject, detail, requestId, at } = entry;
  const said = canonicalJson([String(seq), previous, actor, action, subject, detail, requestId, at.toISOString()]);
  return createHash('sha256').update(said).digest('hex');
}

/** What is wrong with an entry: one before it is missing, it does not follow the one before, or it no longer says what was hashed. */
export type AuditFault = 'gap' | 'previous' | 'changed';

/** What is wrong with an entry behind another (null: it should be the first), or null when all is well. */
export function auditFault(entry: AuditRecord, before: Pick<AuditRecord, 'seq' | 'hash'> | null): AuditFault | null {
  if (entry.seq !== (before?.seq ?? 0n) + 1n) return 'gap';
  if (entry.previous !== (before?.hash ?? null)) return 'previous';
  return hashOfAudit(entry) === entry.hash ? null : 'changed';
}

import { audit } from '../audit';
import type { Db, Tx } from '../client';
import type { Staff } from '../generated/client';
import { endSessions } from './sessions';

/** The row of whoever has this address, with their password's hash, for whoever compares it. Null when nobody may sign in by it. */
export async function findBySignIn(db: Db, email: string): Promise<Staff | null> {
  const row = await db.staff.findUnique({ where: { email } });
  return row && !row.disabledAt ? row : null;
}

/** Why a password's hash is written. `rehash`: the same password at another cost, which ends no session. */
export type PasswordCause = 'chosen' | 'changed' | 'reset' | 'rehash';

/**
 * Keeps the hash of somebody's password. Unless it is the same password, it ends their sessions, but for the one in which they did it, and is
 * written down.
 */
export async function keepPassword(
  tx: Tx,
  {
    staffId,
    hash,
    cause,
    but,
    requestId = null,
  }: {
    readonly staffId: string;
    readonly hash: string;
    readonly cause: PasswordCause;
    readonly but?: string;
    readonly requestId?: string | null;
  },
  now: Date,
): Promise<void> {
  await tx.staff.update({ where: { id: staffId }, data: { passwordHash: hash } });
  if (cause === 'rehash') return;
  const ended = await endSessions(tx, staffId, but);
  const deed = { actor: staffId, action: `staff.password_${cause}`, subject: `staff:${staffId}`, detail: { ended } };
  await audit(tx, { ...deed, requestId }, now);
}

import type { Db } from '../../prisma/client';
import { heedTrust } from '../../prisma/guardrails';
import { inTransaction } from '../../prisma/transaction';

export interface RoundsDeps {
  readonly db: Db;
}

/**
 * Looks after what no event brings about: trust against its guardrails (M34). Every part is harmless to repeat, and each is tried though
 * another fails. Throws the first error in the end, so that the round is made again.
 */
export async function makeRounds({ db }: RoundsDeps, at: Date): Promise<void> {
  const parts: readonly (() => Promise<unknown>)[] = [() => inTransaction(db, (tx) => heedTrust(tx, at))];
  const errors: unknown[] = [];
  for (const part of parts) await part().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

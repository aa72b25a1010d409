import type { Db } from '../../prisma/client';
import { endHold } from '../../prisma/holds';
import { steerHeldRuns, type RunPlace } from '../../prisma/holds/steer';
import { inTransaction } from '../../prisma/transaction';

/** Which runs to lay a hand on: those that a hold covers, behind a place (null to begin). */
export interface SteerHeld {
  readonly holdId: string;
  readonly kind: 'pause' | 'resume';
  readonly cursor: RunPlace | null;
}

/** What one batch came to; `cursor` is where the next one begins, null when everybody has been looked at; `until`: when the hold ends, in epoch ms. */
export interface SteeredBatch {
  readonly cursor: RunPlace | null;
  readonly steered: number;
  readonly until: number | null;
}

const BATCH = 500;

/** Pauses a batch of runs, or lets them go on, as a hold says. A batch that is repeated does nothing twice. */
export async function steerHeld({ db }: { readonly db: Db }, request: SteerHeld, at: Date): Promise<SteeredBatch> {
  const { holdId, kind, cursor: after } = request;
  const { hold, steered, next } = await inTransaction(db, (tx) =>
    steerHeldRuns(tx, { holdId, kind, after, limit: BATCH }, at),
  );
  return { cursor: next, steered, until: hold.endedAt === null ? (hold.until?.getTime() ?? null) : null };
}

/** Ends a hold whose time is over; its runs are let go by the caller. */
export async function endHeld({ db }: { readonly db: Db }, holdId: string, at: Date): Promise<void> {
  await inTransaction(db, (tx) => endHold(tx, holdId, 'its time', at, { letGo: false }));
}

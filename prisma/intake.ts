import type { IngestItem } from '../domain/ingest-item';
import type { JourneyHeader } from '../domain/journey';
import type { Db } from './client';
import type { Recorded } from './events';
import { Prisma } from './generated/client';
import { createGroupCommit } from './group-commit';
import { ingestTogether, type IngestCall } from './ingest';

/** Where a process takes in what backends tell it. */
export interface Intake {
  /**
   * Keeps the items of one request (see ingestTogether), in one transaction with those of requests that come at the same time.
   * Resolves when they are committed, with the counts of this request. Rejects when none of its items were kept.
   */
  readonly keep: (items: readonly IngestItem[], now: Date) => Promise<Recorded>;
  /** Resolves when nothing is under way. */
  readonly settled: () => Promise<void>;
}

interface IntakeDeps {
  readonly db: Db;
  readonly journeys: readonly JourneyHeader[];
  /** Whether a database error says nothing about what was to be written. */
  readonly isPassing: (error: unknown) => boolean;
}

/** A transaction of this size takes a fifth of a second on one small core. */
const MOST = { size: 2_000, calls: 100 };

/** As long as other transactions wait for a connection. */
const PATIENCE_MS = 15_000;

/**
 * Takes in requests by group commit. Batches so never wait for each other's locks on customers, and many who post single events
 * share what a transaction costs. One transaction at a time: those of several are nearly always about some customer in common.
 */
export function createIntake({ db, journeys, isPassing }: IntakeDeps): Intake {
  const { join, settled } = createGroupCommit<IngestCall, Recorded>({
    carryOut: (calls) => ingestTogether(db, calls, journeys),
    sizeOf: ({ items }) => items.length,
    most: MOST,
    lanes: 1,
    mayBeOfOne: (error) => !isPassing(error),
    patience: { ms: PATIENCE_MS, tooLate },
  });
  return { keep: (items, now) => join({ items, now }), settled };
}

/** What Prisma says when no connection becomes free in time. */
function tooLate(): Error {
  return new Prisma.PrismaClientKnownRequestError('No transaction could begin in time.', {
    code: 'P2024',
    clientVersion: Prisma.prismaVersion.client,
  });
}

import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Clock } from '../domain/clock';
import type { Duration } from '../domain/duration';
import type { Db } from '../prisma/client';
import { leaseRows, type Lease, type LeasedRow } from '../prisma/outbox-lease';
import { deliver } from './deliver';
import { createHealth } from './health';
import { createSettler, type RelayCounts } from './settle';

/** What carries rows from Postgres to Temporal is built from. The numbers have defaults that fit a busy product; tests shorten them. */
export interface CarrierOptions {
  readonly db: Db;
  readonly client: Client;
  readonly log: Logger;
  readonly now: Clock;
  /** Workflows that are served at once (default 20). */
  readonly concurrency?: number;
  /** Rows in hand at most (default 200). */
  readonly capacity?: number;
  /** How long a leased row is left alone by other relays (default 30 s). */
  readonly leaseMs?: number;
  /** Longest wait for one answer of Temporal (default 10 s). */
  readonly deadlineMs?: number;
  /** Failures of its own after which a row is parked (default 5). */
  readonly attempts?: number;
  /** Rest of a row after its first failure (default 1 s); it doubles with each. */
  readonly restMs?: number;
  /** For tests: bounds every run that is started. */
  readonly runTimeout?: Duration;
}

/** Takes rows and sees each one through. */
export interface Carrier {
  /** Leases what there is room for and begins to deliver it. Returns how many rows it took: 0 also when Temporal is away. */
  take(): Promise<number>;
  /** Whether rows may wait beside those in hand, as far as the last look could tell. */
  mayWait(): boolean;
  /** Resolves when no row is in hand. */
  idle(): Promise<void>;
  /** From now on, takes nothing and gives back what is not begun. */
  dismiss(): void;
  /** How long to wait before taking again: until the next try while Temporal is away, else `otherwise`. */
  restMs(otherwise: number): number;
  counts(): RelayCounts;
}

const DEFAULTS = { concurrency: 20, capacity: 200, leaseMs: 30_000, deadlineMs: 10_000, attempts: 5, restMs: 1_000 };

/** Builds a carrier; `onFreed` is called when rows have left its hands and others may have waited for them. */
export function createCarrier(options: CarrierOptions, onFreed: () => void): Carrier {
  const settings = { ...DEFAULTS, ...options };
  const { db, client, log, capacity, leaseMs, deadlineMs } = settings;
  const settler = createSettler(settings, () => delivering > 0);
  const health = createHealth(log);
  const slots = createSlots(settings.concurrency);
  const underWay = new Set<Promise<void>>();
  let inHand = 0;
  let delivering = 0;
  let dismissed = false;
  let others = true;

  async function lease(limit: number): Promise<Lease> {
    try {
      return await leaseRows(db, { limit, leaseMs, now: settings.now() });
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be read');
      return { rows: [], seen: Infinity };
    }
  }

  /** Delivers the rows of one workflow, in order, until one does not get through. */
  async function carry(rows: readonly LeasedRow[], leaseEnds: number): Promise<void> {
    await slots.enter();
    const settled: Promise<void>[] = [];
    const giveBack = (rest: readonly LeasedRow[]) =>
      settled.push(...rest.map((row) => settler.settle(row, { kind: 'untried' })));
    for (const [index, row] of rows.entries()) {
      if (dismissed || health.away() || performance.now() + deadlineMs > leaseEnds) {
        giveBack(rows.slice(index));
        break;
      }
      delivering += 1;
      const fate = await deliver(client, row, settings);
      delivering -= 1;
      health.saw(fate);
      settled.push(settler.settle(row, fate));
      if (fate.kind !== 'delivered' && fate.kind !== 'moot') {
        giveBack(rows.slice(index + 1));
        break;
      }
    }
    slots.leave();
    await Promise.all(settled);
    inHand -= rows.length;
    if (others) onFreed();
  }

  return {
    async take() {
      // A server that was away is tried with one row before it gets them all.
      const room = health.doubtful() ? 1 - inHand : capacity - inHand;
      if (dismissed || health.away() || room < (health.doubtful() ? 1 : capacity / 4)) {
        others = true;
        return 0;
      }
      const leaseEnds = performance.now() + leaseMs;
      const held = inHand;
      const { rows, seen } = await lease(room);
      inHand += rows.length;
      // Rows that left our hands meanwhile were perhaps not seen: counting them as held errs towards looking again.
      others = seen > Math.min(held, inHand - rows.length) + rows.length;
      for (const chain of byWorkflow(rows)) {
        const carrying = carry(chain, leaseEnds).finally(() => underWay.delete(carrying));
        underWay.add(carrying);
      }
      return rows.length;
    },
    mayWait: () => others,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    dismiss() {
      dismissed = true;
    },
    restMs: (otherwise) => health.restMs() || otherwise,
    counts: () => settler.counts(),
  };
}

function byWorkflow(rows: readonly LeasedRow[]): Iterable<LeasedRow[]> {
  const chains = new Map<string, LeasedRow[]>();
  for (const row of rows) {
    const chain = chains.get(row.workflowId);
    if (chain) chain.push(row);
    else chains.set(row.workflowId, [row]);
  }
  return chains.values();
}

/** Lets `count` callers in at once; the others wait in line. */
function createSlots(count: number): { enter(): Promise<void>; leave(): void } {
  const line: (() => void)[] = [];
  let free = count;
  return {
    async enter() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => line.push(resolve));
    },
    leave() {
      const next = line.shift();
      if (next) next();
      else free += 1;
    },
  };
}

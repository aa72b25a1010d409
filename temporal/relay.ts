import { setTimeout as pause } from 'node:timers/promises';
import { OUTBOX_CHANNEL, outboxStats, type OutboxStats } from '../prisma/outbox';
import { createBell } from './bell';
import { createCarrier, type CarrierOptions } from './carrier';
import { listenForRows, type Listener } from './listen';
import type { RelayCounts } from './settle';

/** What a relay is built from. `listen` is the URL of the database whose notices wake it; without it the relay only polls. */
export interface RelayOptions extends CarrierOptions {
  readonly listen?: string;
  /** How often it looks without being woken (default 2 s): rows whose rest or lease is over come without a notice. */
  readonly pollMs?: number;
}

/** Carries facts from Postgres to Temporal. Any number of relays may run. */
export interface Relay {
  /** Begins to deliver, at once and whenever rows come. */
  start(): void;
  /** Stops taking rows, finishes those that are under way, and gives the rest back. */
  stop(): Promise<void>;
  /** A hint that rows wait, for a relay that does not hear of them from the database. */
  wake(): void;
  /** Delivers until nothing waits, also rows that come meanwhile; works without `start`. Returns how many it delivered. */
  drain(): Promise<number>;
  /** How much waits, in the whole outbox. */
  lag(): Promise<OutboxStats>;
  /** What this relay has done since it was made, for metrics. */
  counts(): RelayCounts;
}

const POLL_MS = 2_000;
const DRAIN_PAUSE_MS = 20;

/**
 * The relay of the outbox (X04): every row is delivered at least once, the rows of one workflow in order, and those of
 * different workflows side by side. While Temporal is away rows stay and are tried again for ever; a row that Temporal
 * refuses five times is parked with its error and holds up nobody. Safe to kill at any moment.
 */
export function createRelay(options: RelayOptions): Relay {
  const { db, now, log, listen, pollMs = POLL_MS } = options;
  const bell = createBell();
  const carrier = createCarrier(options, bell.ring);
  let listener: Listener | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  async function run(): Promise<void> {
    while (!stopped) {
      const taken = await carrier.take();
      if (taken === 0 || !carrier.mayWait()) await bell.wait(carrier.restMs(pollMs));
    }
  }

  return {
    start() {
      running ??= run();
      if (listen) listener ??= listenForRows({ url: listen, channel: OUTBOX_CHANNEL, log, onNotice: bell.ring });
    },
    async stop() {
      stopped = true;
      carrier.dismiss();
      bell.ring();
      await Promise.all([running, listener?.close()]);
      await carrier.idle();
    },
    wake() {
      if (!listener?.hears()) bell.ring();
    },
    async drain() {
      const before = carrier.counts().delivered;
      for (;;) {
        const taken = await carrier.take();
        await carrier.idle();
        if (taken > 0) continue;
        const { waiting } = await outboxStats(db, now());
        if (waiting === 0) return carrier.counts().delivered - before;
        await pause(DRAIN_PAUSE_MS);
      }
    },
    lag: () => outboxStats(db, now()),
    counts: () => carrier.counts(),
  };
}

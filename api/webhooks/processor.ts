import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import { PerennialError } from '../../domain/errors';
import { MINUTE_MS } from '../../domain/duration';
import type { Db } from '../../prisma/client';
import {
  blameProviderEvent,
  forgetProviderEvents,
  PROVIDER_EVENTS_CHANNEL,
  settleProviderEvents,
  takeProviderEvents,
} from '../../prisma/provider-events';
import type { InboundContext } from '../../prisma/reports/inbound';
import { giveUpAttempts } from '../../prisma/reconcile';
import { inTransaction } from '../../prisma/transaction';
import { createBell } from '../../temporal/bell';
import { listenForRows, type Listener } from '../../temporal/listen';
import { isPassingDatabaseFault } from '../database-fault';
import { understand, type Understood } from './understand';

/** What a processor is built from. `listen` is the URL of the database whose notices wake it; without it the processor only polls. */
export interface ProcessorOptions extends Omit<InboundContext, 'now'> {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  /** Told what events came to. */
  readonly onUnderstood: (understood: Understood) => void;
  /** Tells the relay that facts wait in the outbox. */
  readonly wakeRelay: () => void;
  readonly listen?: string;
  /** How often it looks without being woken (default 2 s). */
  readonly pollMs?: number;
}

/** Understands what webhooks stored. Any number of processors may run. */
export interface Processor {
  start(): void;
  /** Finishes what is under way. */
  stop(): Promise<void>;
  /** A hint that events wait. */
  readonly wake: () => void;
  /** Works until nothing waits that may be tried now; works without `start`. Returns how many events it understood. */
  drain(): Promise<number>;
}

/** Small enough that the customers of a batch are not locked for long. */
const BATCH = 200;
const POLL_MS = 2_000;
const SWEEP_MS = MINUTE_MS;

/**
 * The processor of provider events: takes a batch, draws its consequences and marks it as done in one transaction, so that a kill at any
 * moment loses nothing and does nothing twice. An event that fails is found by halving the batch, tried again with growing rests and
 * parked after five tries with its error; the others go on. Also, once a minute, gives up attempts that nobody asks after any more.
 */
export function createProcessor(options: ProcessorOptions): Processor {
  const { db, now, log, listen, pollMs = POLL_MS } = options;
  const bell = createBell();
  let listener: Listener | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let swept = -Infinity;

  async function run(): Promise<void> {
    while (!stopped) {
      const done = await batch(options).catch((error: unknown) => {
        log.warn({ err: error }, 'provider events wait: the database does not take them at the moment');
        return 0;
      });
      if (performance.now() - swept > SWEEP_MS) {
        swept = performance.now();
        await sweep(options).catch((error: unknown) => log.warn({ err: error }, 'attempts were not looked after'));
      }
      if (done === 0) await bell.wait(pollMs);
    }
  }

  return {
    start() {
      running ??= run();
      if (listen)
        listener ??= listenForRows({ url: listen, channel: PROVIDER_EVENTS_CHANNEL, log, onNotice: bell.ring });
    },
    async stop() {
      stopped = true;
      bell.ring();
      await Promise.all([running, listener?.close()]);
    },
    wake: bell.ring,
    async drain() {
      let understood = 0;
      for (let done = await batch(options); done > 0; done = await batch(options)) understood += done;
      return understood;
    },
  };

  async function sweep({ db: database }: ProcessorOptions): Promise<void> {
    const at = now();
    const given = await giveUpAttempts(database, at);
    if (given > 0)
      log.warn({ attempts: given }, 'nobody can tell whether these messages went out: they are not sent again');
    await forgetProviderEvents(db, at);
  }
}

/** Understands one batch; of a batch that fails, each half. Returns how many events were understood. */
async function batch(options: ProcessorOptions, ids?: readonly bigint[]): Promise<number> {
  const { db, now, onUnderstood, wakeRelay } = options;
  let taken: readonly bigint[] = [];
  try {
    const understood = await inTransaction(db, async (tx) => {
      const at = now();
      const rows = await takeProviderEvents(tx, { limit: BATCH, ...(ids && { ids }) }, at);
      taken = rows.map(({ id }) => id);
      if (rows.length === 0) return null;
      const result = await understand(tx, rows, { ...options, now: at });
      await settleProviderEvents(tx, taken, at);
      return result;
    });
    if (!understood) return 0;
    onUnderstood(understood);
    wakeRelay();
    return taken.length;
  } catch (error) {
    // The database's fault is no event's.
    if (taken.length === 0 || isPassingDatabaseFault(error)) throw error;
    if (taken.length === 1) return blame(options, taken[0]!, error);
    const middle = Math.ceil(taken.length / 2);
    const [first, second] = [taken.slice(0, middle), taken.slice(middle)];
    return (await batch(options, first)) + (await batch(options, second));
  }
}

async function blame({ db, log }: ProcessorOptions, id: bigint, error: unknown): Promise<number> {
  const parked = await blameProviderEvent(db, id, wordsOf(error));
  const line = { providerEvent: String(id), err: error };
  if (parked) log.error(line, 'a provider event is parked: it was not understood in five tries');
  else log.warn(line, 'a provider event was not understood: it is tried again');
  return 0;
}

/** What our own errors say is ours to keep; any other may quote what was to be written. */
function wordsOf(error: unknown): string {
  if (error instanceof PerennialError) return error.message;
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`;
}

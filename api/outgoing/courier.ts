import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../domain/duration';
import { UNSEALED, type SecretSeal } from '../../domain/secret-seal';
import type { Db } from '../../prisma/client';
import {
  forgetDeliveries,
  settleDelivery,
  takeDeliveries,
  WEBHOOKS_CHANNEL,
  type Attempted,
  type TakenDelivery,
} from '../../prisma/outgoing/deliveries';
import { sealEndpointSecrets, secretOf } from '../../prisma/outgoing/secrets';
import { inTransaction } from '../../prisma/transaction';
import { createBell } from '../../temporal/bell';
import { listenForRows, type Listener } from '../../temporal/listen';
import type { ReceiverHosts } from './address';
import { write } from './body';
import { post } from './post';

/** What a courier is built from. `listen` is the URL of the database whose notices wake it; without it the courier only polls. */
export interface CourierOptions {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly hosts: ReceiverHosts;
  /** How the secrets of endpoints are kept (default: as they are). */
  readonly secretSeal?: SecretSeal;
  readonly publicUrl: string | undefined;
  readonly listen?: string;
  /** How often it looks without being woken (default 5 s): what rests comes without a notice. */
  readonly pollMs?: number;
  /** How long a receiver may take (default 15 s). */
  readonly timeoutMs?: number;
}

/** Brings webhooks to their receivers. Any number of couriers may run. */
export interface Courier {
  start(): void;
  /** Finishes what is under way. */
  stop(): Promise<void>;
  /** Works until nothing waits that may be tried now; works without `start`. Returns how many it tried. */
  drain(): Promise<number>;
}

const BATCH = 20;
const POLL_MS = 5 * SECOND_MS;
const TIMEOUT_MS = 15 * SECOND_MS;
/** Deliveries can be looked up, and replayed, for so long. */
const KEPT_MS = 30 * DAY_MS;
const MOST_FORGOTTEN = 5_000;

/**
 * The courier: takes what is due under a lease, posts each, and writes down what came of it. A delivery whose courier dies is tried again when
 * its lease is over, so receivers get each at least once, under one id. Receivers are called side by side: a slow one holds up a batch, not the product.
 */
export function createCourier(options: CourierOptions): Courier {
  const { db, now, log, listen, secretSeal = UNSEALED, pollMs = POLL_MS, timeoutMs = TIMEOUT_MS } = options;
  const bell = createBell();
  let listener: Listener | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let swept = -Infinity;

  async function batch(): Promise<number> {
    const taken = await takeDeliveries(db, { limit: BATCH, leaseMs: 2 * timeoutMs }, now());
    await Promise.all(taken.map((delivery) => bring(delivery)));
    return taken.length;
  }

  async function bring(delivery: TakenDelivery): Promise<void> {
    const attempted = await attempt(delivery);
    await inTransaction(db, (tx) => settleDelivery(tx, delivery, attempted, now()));
    if (attempted.kind === 'took') return;
    const { id, endpointId, type } = delivery;
    log.warn({ delivery: id, endpointId, type, status: attempted.status }, 'a webhook did not get through');
  }

  /** A secret that cannot be opened is our fault: the webhook waits for the key, as it does for a receiver that is away. */
  async function attempt(delivery: TakenDelivery): Promise<Attempted> {
    const { hosts, publicUrl } = options;
    let opened: TakenDelivery;
    try {
      opened = withSecrets(delivery, secretSeal);
    } catch (error) {
      log.error({ delivery: delivery.id, endpointId: delivery.endpointId, err: error }, 'a webhook cannot be signed');
      return { kind: 'failed', status: null, error: 'its secret cannot be read with the keys that are configured' };
    }
    return post({ url: opened.url, ...write(opened, publicUrl, now()), hosts, timeoutMs });
  }

  async function sweep(): Promise<void> {
    if (performance.now() - swept < HOUR_MS) return;
    swept = performance.now();
    await sealEndpointSecrets(db, secretSeal).catch((error: unknown) =>
      log.error({ err: error }, 'secrets of webhook endpoints could not be sealed'),
    );
    const before = new Date(now().getTime() - KEPT_MS);
    while (!stopped && (await forgetDeliveries(db, before, MOST_FORGOTTEN)) === MOST_FORGOTTEN);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const done = await batch()
        .then(async (count) => {
          await sweep();
          return count;
        })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'webhooks wait: the database does not answer at the moment');
          return 0;
        });
      if (done === 0) await bell.wait(pollMs);
    }
  }

  return {
    start() {
      running ??= run();
      if (listen) listener ??= listenForRows({ url: listen, channel: WEBHOOKS_CHANNEL, log, onNotice: bell.ring });
    },
    async stop() {
      stopped = true;
      bell.ring();
      await Promise.all([running, listener?.close()]);
    },
    async drain() {
      let tried = 0;
      for (let done = await batch(); done > 0; done = await batch()) tried += done;
      return tried;
    },
  };
}

/** The same with its secrets in the open. */
function withSecrets(delivery: TakenDelivery, { open }: SecretSeal): TakenDelivery {
  const { secret, previousSecret } = delivery;
  const about = secretOf(delivery.endpointId);
  return { ...delivery, secret: open(secret, about), previousSecret: previousSecret && open(previousSecret, about) };
}

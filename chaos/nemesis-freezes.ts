import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Nemesis } from './nemesis';
import { aimedAt, isMail, WITHIN_MS, type Aimed } from './nemesis-kills';
import { OPENED_CHANNEL } from './observer';
import { erase, withdraw } from './people';
import type { DoneFault } from './record';

/** Longer than an attempt's lease (60 s) and than Temporal waits for an activity (45 s): everybody else has given this worker up. */
const PAST_LEASE_MS = 62_000;
const CONFIRMED_WITHIN_MS = 2_000;

/** A worker stands still while its call is at the provider, is given up by all, and goes on as if nothing had been. */
export const freezePastLease: Aimed = async ({ ground, switchboard, record }) => {
  let from = new Date();
  const call = await switchboard.next({
    side: 'before',
    withinMs: WITHIN_MS,
    wants: isMail,
    async take({ worker }) {
      from = new Date();
      ground.workers[worker]!.freeze();
      return 'pass';
    },
  });
  if (!call) return { lapsed: true };
  await pause(PAST_LEASE_MS);
  ground.workers[call.worker]!.thaw();
  record.frozen.push({ from, to: new Date() });
  return aimedAt(call);
};

/** All workers stand still the moment that an attempt is committed; consent is taken back, and they go on. */
export const withdrawBetweenGateAndSend: Aimed = (nemesis) => betweenGateAndSend(nemesis, withdraw);

/** The same, and the customer is erased meanwhile. */
export const eraseBetweenGateAndSend: Aimed = (nemesis) => betweenGateAndSend(nemesis, erase);

async function betweenGateAndSend(
  { ground, plan, record }: Nemesis,
  act: typeof withdraw,
): Promise<Partial<DoneFault>> {
  const { workers, databaseUrl } = ground;
  const silent = new Set(plan.lives.filter(({ fate }) => fate === 'silent').map(({ userId }) => userId));
  const client = new Client({ connectionString: databaseUrl });
  let frozenSince: Date | undefined;
  const thaw = () => {
    if (!frozenSince) return;
    for (const worker of workers) worker.thaw();
    record.frozen.push({ from: frozenSince, to: new Date() });
    frozenSince = undefined;
  };
  const caught = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('notification', ({ payload = '' }) => {
      if (frozenSince) return;
      frozenSince = new Date();
      for (const worker of workers) worker.freeze();
      silentOf(client, payload, silent)
        .then(async (userId) => {
          if (userId === undefined) return;
          // Who stands still may hold the customer's lock: then it is confirmed only after the thaw.
          await Promise.race([act(ground, userId, record), pause(CONFIRMED_WITHIN_MS)]);
          resolve();
        })
        .catch(reject)
        .finally(thaw);
    });
  });
  caught.catch(() => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${OPENED_CHANNEL}`);
    return { lapsed: await Promise.race([caught.then(() => false), pause(WITHIN_MS, true)]) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Who of the silent ones a touch is for. */
async function silentOf(client: Client, touchId: string, silent: ReadonlySet<string>): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    `SELECT i.value FROM identities i JOIN touches t ON t.customer_id = i.customer_id WHERE t.id = $1 AND i.kind = 'user'`,
    [touchId],
  );
  return rows.map(({ value }) => value).find((value) => silent.has(value));
}

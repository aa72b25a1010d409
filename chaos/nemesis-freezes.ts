import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { aimedAt, isMail, WITHIN_MS, type Aimed } from './nemesis-kills';
import { OPENED_CHANNEL } from './observer';
import { withdraw } from './people';

/** Longer than an attempt's lease (60 s) and than Temporal waits for an activity (45 s): everybody else has given this worker up. */
const PAST_LEASE_MS = 62_000;

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
export const withdrawBetweenGateAndSend: Aimed = async ({ ground, plan, record }) => {
  const silent = new Set(plan.lives.filter(({ fate }) => fate === 'silent').map(({ userId }) => userId));
  const client = new Client({ connectionString: ground.databaseUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${OPENED_CHANNEL}`);
    const opened = new Promise<{ touchId: string; from: Date }>((resolve) => {
      client.once('notification', ({ payload = '' }) => {
        for (const worker of ground.workers) worker.freeze();
        resolve({ touchId: payload, from: new Date() });
      });
    });
    const found = await Promise.race([opened, pause(WITHIN_MS, undefined)]);
    if (!found) return { lapsed: true };
    try {
      const userIds = await userIdsOf(client, found.touchId);
      const userId = userIds.find((each) => silent.has(each));
      if (userId !== undefined) await withdraw(ground, userId, record);
      return { lapsed: userId === undefined };
    } finally {
      for (const worker of ground.workers) worker.thaw();
      record.frozen.push({ from: found.from, to: new Date() });
    }
  } catch {
    // The database went away at that moment.
    return { lapsed: true };
  } finally {
    await client.end().catch(() => undefined);
  }
};

async function userIdsOf(client: Client, touchId: string): Promise<string[]> {
  const { rows } = await client.query<{ value: string }>(
    `SELECT i.value FROM identities i JOIN touches t ON t.customer_id = i.customer_id WHERE t.id = $1 AND i.kind = 'user'`,
    [touchId],
  );
  return rows.map(({ value }) => value);
}

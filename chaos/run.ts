import { setTimeout as pause } from 'node:timers/promises';
import { machineLine } from '../bench/machine';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import { connectTemporal } from '../temporal/client';
import { gather, type Evidence } from './evidence';
import { withGround, type Ground } from './ground';
import { disrupt } from './nemesis';
import { live } from './people';
import type { Plan } from './plan';
import { newRecord } from './record';
import { startReporter } from './reporter';
import { sabotage, type Guard } from './sabotage';
import { NAMESPACE } from './servers';
import { startStaff } from './staff';
import { createSwitchboard } from './switchboard';

/** How a run is done. */
export interface RunOptions {
  readonly plan: Plan;
  readonly state: string;
  readonly temporalCli: string;
  /** A guard to switch off. */
  readonly guard?: Guard | undefined;
  readonly say: (line: string) => void;
  /** How long everything may take to come to rest after the last fault (4 minutes). */
  readonly restWithinMs?: number;
}

/** What a run leaves: the evidence, and what it was done on, in one line. */
export interface Played {
  readonly evidence: Evidence;
  readonly machine: string;
}

/** At most so many messages that are not necessary to one customer: fewer than two journeys want to send. */
const CAP_MOST = 3;
const REST_WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 1_000;

/** Plays a plan against the real product, waits until all has come to rest or the time for that is over, and gathers what there is to judge. */
export async function play(options: RunOptions): Promise<Played> {
  const { plan, guard, say, temporalCli, restWithinMs = REST_WITHIN_MS } = options;
  const record = newRecord();
  const switchboard = createSwitchboard();
  const off = async (db: Ground['db']) => (guard === undefined ? undefined : sabotage(db, guard, new Date()));
  return withGround({ ...options, sabotage: off, tap: switchboard.tap }, async (ground) => {
    await set(ground);
    const machine = await machineLine({ databaseServer: ground.databaseUrl, temporalCli });
    const reporter = startReporter(ground, plan, record);
    const staff = startStaff(ground, record);
    say('   all is up');
    const nemesis = { ground, plan, record, switchboard, keyIsKnown: guard === 'signatures' };
    await Promise.all([live(ground, plan, record), disrupt(nemesis, say)]);
    say('   faults are over; waiting for everything to come to rest');
    await comeToRest(ground, plan, restWithinMs);
    await staff.stop();
    await reporter.stop();
    await pause(LOOK_EVERY_MS);
    const temporal = await connectTemporal({ address: ground.servers.temporal.running.address, namespace: NAMESPACE });
    try {
      const evidence = await gather(ground, temporal.client, { plan, record, capMost: CAP_MOST });
      return { evidence, machine };
    } finally {
      await temporal.close();
    }
  });
}

/** Caps below what two journeys want, no waiting for a night to end, and no rank among journeys: all sets what shows within minutes. */
async function set({ client }: Ground): Promise<void> {
  const { optional } = DEFAULT_SETTINGS;
  const settings = {
    ...DEFAULT_SETTINGS,
    caps: [{ name: 'chaos', classes: optional, channels: ['email', 'sms', 'push', 'in-app'], most: CAP_MOST, days: 1 }],
    patience: { days: 0.02 },
    priority: { ...DEFAULT_SETTINGS.priority, hours: 0 },
  };
  const { status, body } = await client.call('PUT', '/v1/settings', { settings }, { 'if-match': '"0"' });
  if (status >= 300) throw new Error(`the settings were not taken: ${status} ${JSON.stringify(body)}`);
}

/** Everything has ended, is delivered and is known. What waits for evidence that never comes is helped by letting its window pass. */
async function comeToRest(ground: Ground, { lives }: Plan, withinMs: number): Promise<void> {
  const journeys = lives.reduce((sum, life) => sum + life.journeys.length, 0);
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const [at] = await ground.db.$queryRaw<[{ ended: number; open: number; rows: number; unread: number }]>`
      SELECT (SELECT count(*)::int FROM enrollments WHERE state = 'ended') AS ended,
        (SELECT count(*)::int FROM attempts WHERE state IN ('dispatching', 'ambiguous')) AS open,
        (SELECT count(*)::int FROM outbox) AS rows, (SELECT count(*)::int FROM provider_events WHERE processed_at IS NULL) AS unread`;
    if (at.ended >= journeys && at.open + at.rows + at.unread === 0) return;
    await letDoubtsPass(ground);
    await pause(LOOK_EVERY_MS);
  }
}

/** Makes doubts older than the window for evidence (15 minutes), and lets the journeys that wait for its end go on. */
async function letDoubtsPass({ db, client }: Ground): Promise<void> {
  await db.$executeRaw`
    UPDATE attempts SET started_at = started_at - interval '16 minutes' WHERE state = 'ambiguous' AND started_at > now() - interval '15 minutes'`;
  const waiting = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM enrollments e WHERE e.state <> 'ended' AND (
      SELECT detail->>'reason' FROM timeline WHERE enrollment_id = e.id ORDER BY at DESC, seq DESC LIMIT 1) = 'ambiguous'`;
  for (const { id } of waiting) await client.call('POST', `/v1/enrollments/${id}/advance`);
}

import { setTimeout as pause } from 'node:timers/promises';
import { machineLine } from '../bench/machine';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import { connectTemporal } from '../temporal/client';
import { gather, type Evidence } from './evidence';
import { withGround, type Ground } from './ground';
import { disrupt } from './nemesis';
import { live } from './people';
import type { Plan } from './plan';
import { sayProgress } from './progress';
import { newRecord } from './record';
import { startReporter } from './reporter';
import { comeToRest, patienceFor } from './rest';
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
}

/** What a run leaves: the evidence, and what it was done on, in one line. */
export interface Played {
  readonly evidence: Evidence;
  readonly machine: string;
}

/** At most so many messages that are not necessary to one customer: fewer than two journeys want to send. */
const CAP_MOST = 2;
const LOOK_EVERY_MS = 1_000;

/** Plays a plan against the real product, waits until all has come to rest or goes on no more, and gathers what there is to judge. */
export async function play(options: RunOptions): Promise<Played> {
  const { plan, guard, say, temporalCli } = options;
  const record = newRecord();
  const switchboard = createSwitchboard();
  const off = async (db: Ground['db']) => (guard === undefined ? undefined : sabotage(db, guard, new Date()));
  return withGround({ ...options, sabotage: off, tap: switchboard.tap }, async (ground) => {
    await set(ground);
    const machine = await machineLine({ databaseServer: ground.databaseUrl, temporalCli });
    const reporter = startReporter(ground, plan, record);
    const staff = startStaff(ground, record);
    const progress = sayProgress(ground.db, say);
    say('   all is up');
    const nemesis = { ground, plan, record, switchboard, keyIsKnown: guard === 'signatures' };
    await Promise.all([live(ground, plan, record), disrupt(nemesis, say)]);
    say('   faults are over; waiting for everything to come to rest');
    say(`   ${await comeToRest(ground, plan, patienceFor(plan, guard !== undefined))}`);
    await progress.stop();
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

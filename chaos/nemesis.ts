import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from './ground';
import { killWithinErasure } from './nemesis-erasures';
import { eraseBetweenGateAndSend, freezePastLease, withdrawBetweenGateAndSend } from './nemesis-freezes';
import { killAfterAccept, killAfterRow, killBeforeCommit, killBeforeRow, type Aimed } from './nemesis-kills';
import { disturb, isDisturbance, type Disturbance } from './nemesis-providers';
import type { FaultKind, Plan, PlannedFault } from './plan';
import type { Process } from './processes';
import type { DoneFault, RunRecord } from './record';
import { forgeReports, reportUnknown } from './reporter';
import type { Switchboard } from './switchboard';

/** What the nemesis works with. `keyIsKnown`: the attacker has the provider's key, which is a sabotage of the run's own. */
export interface Nemesis {
  readonly ground: Ground;
  readonly plan: Plan;
  readonly record: RunRecord;
  readonly switchboard: Switchboard;
  readonly keyIsKnown: boolean;
}

const SHORT_FREEZE_MS = 3_000;
const POSTGRES_DOWN_MS = 1_500;
const TEMPORAL_DOWN_MS = 3_000;
const MOST_TRIES = 3;
const AGAIN_AFTER_MS = 2_000;

/** Does every fault of the plan at its time, and writes down what it did. Resolves when all that was taken away is back. */
export async function disrupt(nemesis: Nemesis, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  const onTheWay: Promise<void>[] = [];
  const taken = new Map<string, Promise<void>>();
  for (const fault of nemesis.plan.faults) {
    await pause(fault.at * 1000 - (performance.now() - began));
    // Nobody is killed twice at once: a second fault of the same thing waits for the first.
    const thing = thingOf(fault);
    const before = (thing !== '' && taken.get(thing)) || Promise.resolve();
    const doing = before.then(() => doNoted(nemesis, fault, say));
    if (thing !== '') taken.set(thing, doing);
    onTheWay.push(doing);
  }
  await Promise.all(onTheWay);
  // What the provider was to do on calls that were never made would come one by one at the probes of its circuit, each of which doubles its rest.
  nemesis.ground.sendgrid.calm();
}

async function doNoted(nemesis: Nemesis, fault: PlannedFault, say: (line: string) => void): Promise<void> {
  const began = new Date();
  const done = await doInsistently(nemesis, fault);
  const { why = 'nothing came by', ...rest } = { why: undefined, ...done };
  const noted: DoneFault = { kind: fault.kind, began, ended: new Date(), ...rest };
  nemesis.record.faults.push(noted);
  const seconds = ((noted.ended.getTime() - began.getTime()) / 1000).toFixed(1);
  say(`   ${fault.at.toFixed(1).padStart(6)} s  ${fault.kind}${noted.lapsed ? `: ${why}` : ''}, ${seconds} s`);
}

/** What a fault needs may have been taken away by another: that is not the product's failure, and it is tried again. */
async function doInsistently(
  nemesis: Nemesis,
  fault: PlannedFault,
  tries = MOST_TRIES,
): Promise<Partial<DoneFault> & { readonly why?: string }> {
  try {
    return await doOne(nemesis, fault);
  } catch (error) {
    if (tries === 1) return { lapsed: true, why: (error as Error).message };
    await pause(AGAIN_AFTER_MS);
    return doInsistently(nemesis, fault, tries - 1);
  }
}

async function doOne(nemesis: Nemesis, { kind, worker }: PlannedFault): Promise<Partial<DoneFault>> {
  if (isAimed(kind)) return AIMED[kind](nemesis);
  if (isDisturbance(kind)) await disturb(nemesis, kind);
  else await DEEDS[kind](nemesis, nemesis.ground.workers[worker]!);
  return {};
}

/** What is done at once, whatever is going on. */
const DEEDS: Readonly<
  Record<Exclude<FaultKind, keyof typeof AIMED | Disturbance>, (nemesis: Nemesis, worker: Process) => Promise<unknown>>
> = {
  'kill-worker': (_, worker) => worker.kill(),
  'kill-api': ({ ground }) => ground.api.kill(),
  async 'freeze-worker'({ record }, worker) {
    const from = new Date();
    worker.freeze();
    await pause(SHORT_FREEZE_MS);
    worker.thaw();
    record.frozen.push({ from, to: new Date() });
  },
  'kill-postgres': ({ ground }) => ground.servers.postgres.killFor(POSTGRES_DOWN_MS),
  'cut-connections': ({ ground }) => ground.db.$queryRaw`
    SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  'kill-temporal': ({ ground }) => ground.servers.temporal.killFor(TEMPORAL_DOWN_MS),
  /** As releases are rolled out: one after the other ends what it has in hand, and comes back as the next release. */
  async 'rolling-upgrade'({ ground }) {
    for (const process of [...ground.workers, ground.api]) await process.upgrade(ground.releases.next);
  },
  'forged-reports': ({ ground, record, keyIsKnown }) => forgeReports(ground, record, keyIsKnown),
  'reports-of-unknown-touches': ({ ground }) => reportUnknown(ground),
};

/** Their seams are locks of the database and the wire: nothing in the product knows of them. */
const AIMED = {
  'kill-before-row': killBeforeRow,
  'kill-after-row': killAfterRow,
  'kill-after-accept': killAfterAccept,
  'kill-before-commit': killBeforeCommit,
  'freeze-past-lease': freezePastLease,
  'withdraw-between-gate-and-send': withdrawBetweenGateAndSend,
  'erase-between-gate-and-send': eraseBetweenGateAndSend,
  'kill-within-erasure': killWithinErasure,
} satisfies Partial<Record<FaultKind, Aimed>>;

function isAimed(kind: FaultKind): kind is keyof typeof AIMED {
  return kind in AIMED;
}

/** What a fault takes away, as far as two at once would not be two faults. */
function thingOf({ kind, worker }: PlannedFault): string {
  if (kind === 'kill-postgres' || kind === 'cut-connections') return 'postgres';
  if (kind === 'kill-temporal' || kind === 'kill-api' || kind === 'rolling-upgrade' || kind === 'outage') return kind;
  return kind.endsWith('worker') ? `worker ${worker}` : '';
}

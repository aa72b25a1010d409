import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../standins/fault';
import type { Nemesis } from './nemesis';
import type { FaultKind } from './plan';

/** How a provider misbehaves on its next call. */
const MISBEHAVIOUR = {
  '429-with-retry-after': { kind: 'status', status: 429, retryAfter: 2 },
  '429': { kind: 'status', status: 429 },
  '500-before-accept': { kind: 'status', status: 500 },
  '500-after-accept': { kind: 'status', status: 500, accepted: true },
  'accept-then-hang': { kind: 'hang', accepted: true },
  'accept-then-reset': { kind: 'reset', accepted: true },
  garbage: { kind: 'garbage' },
} as const satisfies Partial<Record<FaultKind, Fault>>;

/** Faults of providers. */
export type Disturbance = keyof typeof MISBEHAVIOUR | 'outage';

const OUTAGE_MS = 6_000;

/** Lets the provider of mail misbehave once, or nobody reach any provider for some seconds. */
export async function disturb({ ground }: Nemesis, kind: Disturbance): Promise<void> {
  if (kind !== 'outage') return ground.sendgrid.fail(MISBEHAVIOUR[kind]);
  const resume = await Promise.all(ground.wires.map((wire) => wire.cut()));
  await pause(OUTAGE_MS);
  await Promise.all(resume.map((back) => back()));
}

/** Whether a fault is one of a provider's. */
export function isDisturbance(kind: FaultKind): kind is Disturbance {
  return kind === 'outage' || kind in MISBEHAVIOUR;
}

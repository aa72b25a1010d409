import { setTimeout as pause } from 'node:timers/promises';
import { connectTemporal } from '../temporal/client';
import { ROUNDS } from '../temporal/schedules';
import type { Ground } from './ground';
import type { Plan } from './plan';
import { readProgress } from './progress';
import { NAMESPACE } from './servers';

/** How long everything may take to come to rest: as long as something changes at least every `stillMs`, and `withinMs` in all. */
export interface Patience {
  readonly stillMs: number;
  readonly withinMs: number;
}

/** Longer than a circuit rests at most that faults have opened again and again (ten minutes), and than the pause before a call's next try. */
const STILL_MS = 660_000;
const LEAST_MS = 240_000;
const EACH_JOURNEY_MS = 3_000;
/** What is broken on purpose need not come to rest. */
const BROKEN: Patience = { stillMs: 45_000, withinMs: 120_000 };

/** How long is waited for what is played. A machine that is slow is waited for, a product that stands still is not. */
export function patienceFor({ lives }: Plan, isBroken: boolean): Patience {
  return isBroken ? BROKEN : { stillMs: STILL_MS, withinMs: LEAST_MS + journeysOf(lives) * EACH_JOURNEY_MS };
}

const LOOK_EVERY_MS = 1_000;

/**
 * Waits until everything has ended, is delivered and is known, or patience is over. Doubts are helped by letting their time pass. Resolves to
 * why it waits no longer.
 */
export async function comeToRest(ground: Ground, { lives }: Plan, patience: Patience): Promise<string> {
  const journeys = journeysOf(lives);
  const rounds = createRounds(ground);
  const until = performance.now() + patience.withinMs;
  for (let last = '', changed = performance.now(); performance.now() < until; await pause(LOOK_EVERY_MS)) {
    const at = await readProgress(ground.db);
    if (at.ended >= journeys && at.open + at.rows + at.unread + at.wishes === 0) return 'everything has come to rest';
    if (JSON.stringify(at) !== last) changed = performance.now();
    if (performance.now() - changed > patience.stillMs) return `nothing has changed for ${patience.stillMs / 1000} s`;
    last = JSON.stringify(at);
    await letWindowPass(ground);
    await rounds.letCome();
  }
  return `it was not at rest within ${patience.withinMs / 1000} s`;
}

function journeysOf(lives: Plan['lives']): number {
  return lives.reduce((sum, life) => sum + life.journeys.length, 0);
}

/** Makes doubts older than the window for evidence (15 minutes), and lets the journeys whose touch has to come again ask again now. */
async function letWindowPass({ db, client }: Ground): Promise<void> {
  await db.$executeRaw`
    UPDATE attempts SET started_at = started_at - interval '16 minutes' WHERE state = 'ambiguous' AND started_at > now() - interval '15 minutes'`;
  const waiting = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM enrollments e WHERE e.state <> 'ended' AND (
      SELECT detail ? 'reason' FROM timeline WHERE enrollment_id = e.id AND kind = 'wait' ORDER BY at DESC, seq DESC LIMIT 1)`;
  for (const { id } of waiting) await client.call('POST', `/v1/enrollments/${id}/advance`);
}

const ROUNDS_EVERY_MS = 10_000;

/**
 * The rounds look after attempts whose run ended while they were out, and after erasures once a minute has passed. Neither waits here for
 * their ten minutes: an hour passes for such attempts, and the rounds are sent for.
 */
function createRounds({ db, servers }: Ground): { readonly letCome: () => Promise<void> } {
  let cameAt = -Infinity;
  return {
    async letCome() {
      const abandoned = await db.$executeRaw`
        UPDATE attempts a SET started_at = a.started_at - interval '61 minutes' FROM touches t JOIN enrollments e ON e.id = t.enrollment_id
        WHERE t.id = a.touch_id AND e.state = 'ended' AND a.state IN ('dispatching', 'ambiguous') AND a.lease_until < now()
          AND a.started_at > now() - interval '1 hour'`;
      const [{ due }] = await db.$queryRaw<[{ due: boolean }]>`
        SELECT EXISTS (SELECT FROM privacy_requests WHERE kind = 'erase' AND done_at IS NULL
          AND (outcome->>'erasedAt')::timestamptz < now() - interval '61 seconds') AS due`;
      if (abandoned === 0 && !(due && performance.now() - cameAt > ROUNDS_EVERY_MS)) return;
      cameAt = performance.now();
      const temporal = await connectTemporal({ address: servers.temporal.running.address, namespace: NAMESPACE });
      try {
        await temporal.client.schedule.getHandle(ROUNDS).trigger();
      } finally {
        await temporal.close();
      }
    },
  };
}

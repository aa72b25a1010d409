import { setTimeout as pause } from 'node:timers/promises';
import { connectTemporal } from '../temporal/client';
import { ROUNDS } from '../temporal/schedules';
import type { Ground } from './ground';
import type { Plan } from './plan';
import { NAMESPACE } from './servers';

const LOOK_EVERY_MS = 1_000;

/** Waits until everything has ended, is delivered and is known, or the time for that is over. Doubts are helped by letting their time pass. */
export async function comeToRest(ground: Ground, { lives }: Plan, withinMs: number): Promise<void> {
  const journeys = lives.reduce((sum, life) => sum + life.journeys.length, 0);
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const [at] = await ground.db.$queryRaw<[{ ended: number; open: number; rows: number; unread: number }]>`
      SELECT (SELECT count(*)::int FROM enrollments WHERE state = 'ended') AS ended,
        (SELECT count(*)::int FROM attempts WHERE state IN ('dispatching', 'ambiguous')) AS open,
        (SELECT count(*)::int FROM outbox) AS rows, (SELECT count(*)::int FROM provider_events WHERE processed_at IS NULL) AS unread`;
    if (at.ended >= journeys && at.open + at.rows + at.unread === 0) return;
    await letWindowPass(ground);
    await letRoundsCome(ground);
    await pause(LOOK_EVERY_MS);
  }
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

/** Lets an hour pass for attempts whose run ended while they were out, and sends for the rounds that look after those. */
async function letRoundsCome({ db, servers }: Ground): Promise<void> {
  const abandoned = await db.$executeRaw`
    UPDATE attempts a SET started_at = a.started_at - interval '61 minutes' FROM touches t JOIN enrollments e ON e.id = t.enrollment_id
    WHERE t.id = a.touch_id AND e.state = 'ended' AND a.state IN ('dispatching', 'ambiguous') AND a.lease_until < now()
      AND a.started_at > now() - interval '1 hour'`;
  if (abandoned === 0) return;
  const temporal = await connectTemporal({ address: servers.temporal.running.address, namespace: NAMESPACE });
  try {
    await temporal.client.schedule.getHandle(ROUNDS).trigger();
  } finally {
    await temporal.close();
  }
}

import type { Db } from '../prisma/client';
import { comesBy, takeLock } from './locks';
import { WITHIN_MS, type Aimed } from './nemesis-kills';
import { erase } from './people';

const COMES_TO_IT_WITHIN_MS = 5_000;

/** The API dies in the midst of an erasure: a lock on a row that goes late keeps it there. Whoever asked for it asks again. */
export const killWithinErasure: Aimed = async ({ ground, plan, record }) => {
  const silent = plan.lives.filter(({ fate }) => fate === 'silent');
  const one = await comesBy(silent, ({ userId }) => isUnderWay(ground.db, userId), WITHIN_MS);
  if (!one) return { lapsed: true };
  const lock = await takeLock(ground.databaseUrl, 'SELECT 1 FROM identities WHERE value = $1 FOR UPDATE', [one.userId]);
  const erasing = erase(ground, one.userId, record);
  let back: Promise<void> | undefined;
  try {
    const caught = await comesBy([ground.api], ({ name }) => lock.holdsBack(name), COMES_TO_IT_WITHIN_MS);
    back = caught?.kill();
  } finally {
    await lock.release();
  }
  await Promise.all([back, erasing]);
  return { lapsed: back === undefined };
};

async function isUnderWay(db: Db, userId: string): Promise<boolean> {
  const runs = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM enrollments e JOIN identities i ON i.customer_id = e.customer_id AND i.kind = 'user'
    WHERE i.value = ${userId} AND e.state <> 'ended' LIMIT 1`;
  return runs.length > 0;
}

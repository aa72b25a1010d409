import { comesBy, takeLock } from './locks';
import type { Nemesis } from './nemesis';
import type { DoneFault } from './record';
import type { Passing, Tap } from './wire';

/** A fault that is aimed at a point in the life of a touch: the next one that comes to it, in whosever hands. */
export type Aimed = (nemesis: Nemesis) => Promise<Partial<DoneFault>>;

/** How long a fault waits for a touch to come to its point. */
export const WITHIN_MS = 30_000;
const COMMITS_WITHIN_MS = 5_000;

/** In the claim, before the attempt can be written: a lock keeps it from that. */
export const killBeforeRow: Aimed = async ({ ground }) => {
  const lock = await takeLock(ground.databaseUrl, 'LOCK TABLE attempts IN SHARE MODE');
  let back: Promise<void> | undefined;
  try {
    const caught = await comesBy(ground.workers, ({ name }) => lock.holdsBack(name), WITHIN_MS);
    back = caught?.kill();
  } finally {
    await lock.release();
  }
  await back;
  return { lapsed: back === undefined };
};

/** The attempt is committed and the call is on the wire, which never reaches the provider. */
export const killAfterRow: Aimed = (nemesis) => killOnWire(nemesis, 'before');

/** The provider has the message, and its answer never reaches the worker. */
export const killAfterAccept: Aimed = (nemesis) => killOnWire(nemesis, 'after');

/** The worker has the provider's yes and is about to write it: a lock on its attempt keeps it from that. */
export const killBeforeCommit: Aimed = async ({ ground, switchboard }) => {
  let killed: Promise<void> | undefined;
  const call = await switchboard.next({
    side: 'after',
    withinMs: WITHIN_MS,
    wants: isMail,
    async take(passing) {
      const lock = await takeLock(ground.databaseUrl, 'SELECT 1 FROM attempts WHERE id = $1 FOR UPDATE', [
        attemptOf(passing),
      ]);
      const worker = ground.workers[passing.worker]!;
      killed = comesBy([worker], ({ name }) => lock.holdsBack(name), COMMITS_WITHIN_MS)
        .then(() => worker.kill())
        .finally(() => void lock.release());
      return 'pass';
    },
  });
  await killed;
  return aimedAt(call);
};

async function killOnWire({ ground, switchboard }: Nemesis, side: keyof Tap): Promise<Partial<DoneFault>> {
  let back: Promise<void> | undefined;
  const call = await switchboard.next({
    side,
    withinMs: WITHIN_MS,
    wants: isMail,
    async take({ worker }) {
      back = ground.workers[worker]!.kill();
      return 'break';
    },
  });
  await back;
  return aimedAt(call);
}

/** Texts are too few to wait for. */
export function isMail(call: Passing): boolean {
  return call.provider === 'sendgrid' && attemptOf(call) !== undefined;
}

/** What a fault that waited for a call came to. */
export function aimedAt(call: Passing | undefined): Partial<DoneFault> {
  return call ? { attemptId: attemptOf(call) } : { lapsed: true };
}

function attemptOf({ body }: Passing): string | undefined {
  return /"attempt_id":"([0-9a-f-]{36})"/.exec(body)?.[1];
}

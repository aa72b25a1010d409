import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { workflowIdOf } from '../domain/ids';
import { eventSignal } from '../workflows/messages';
import { bareIds, DEFAULT_CACHE, withBare, type Bare } from './bare';
import type { Measure, Row } from './measure';
import { bringPeople, everybody } from './people';
import { each, until } from './pool';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

const WIDTH = 20;
const SETTLE_MS = 3_000;

/** Resident memory of a worker in MB: fresh, with all journeys in its cache, and with 300 of them (the default; the others were put out). */
interface Footprint {
  readonly fresh: number;
  readonly all: number;
  readonly evicted: number;
}

/**
 * Memory of a worker process while 1,000 customers wait in at-risk, by the operating system's count. First with room for all of them
 * in the cache; then a worker with the default cache of 300 takes over, and a signal that changes nothing wakes every journey once, so that each was
 * replayed and 700 were put out again. Bare: the bare workflow in a worker with the same settings, waiting at the same place.
 */
export const memory: Measure = {
  number: 6,
  name: 'memory',
  run: (bench) =>
    withTemporal(bench, async (temporalAddress) => {
      const databaseUrl = await freshDatabase(bench);
      const count = bench.quick ? 100 : 1_000;
      const worker = { PERENNIAL_MAX_CACHED_JOURNEYS: String(count * 2) };
      return withProduct(bench, { databaseUrl, temporalAddress, worker }, async (product) => {
        const ours = await ofProduct(product, count);
        const theirs = await ofBare(product, temporalAddress, count);
        return rowsOf(count, ours, theirs);
      });
    }),
};

async function ofProduct(product: Product, count: number): Promise<Footprint> {
  const { db, temporal, workerPid } = product;
  const people = await bringPeople(product, count);
  const fresh = await residentMb(workerPid);
  await everybody(product, people, 'usage.dropped');
  await until('the first wait', async () => (await db.timelineItem.count({ where: { kind: 'wait' } })) >= count);
  const all = await residentMb(workerPid);

  const pid = await product.restartWorker({ PERENNIAL_MAX_CACHED_JOURNEYS: String(DEFAULT_CACHE) });
  const known = { eventId: randomUUID(), type: 'customer.help_offered', occurredAt: 0, data: {} };
  await each(people, WIDTH, ({ id }) =>
    temporal.client.workflow.getHandle(workflowIdOf('at-risk', id)).signal(eventSignal, known),
  );
  await woken(
    product,
    people.map(({ id }) => workflowIdOf('at-risk', id)),
  );
  return { fresh, all, evicted: await residentMb(pid) };
}

async function ofBare({ temporal }: Product, address: string, count: number): Promise<Footprint> {
  const ids = bareIds(count);
  const first = await withBare(temporal, { address, cache: count * 2 }, async (bare: Bare) => {
    const fresh = await residentMb(bare.pid);
    await each(ids, WIDTH, bare.start);
    await until('the first wait', () => bare.count('waits') >= count);
    return { fresh, all: await residentMb(bare.pid) };
  });
  const evicted = await withBare(temporal, { address }, async (bare) => {
    await each(ids, WIDTH, bare.signal);
    await until('the second wait', () => bare.count('waits') >= count);
    return residentMb(bare.pid);
  });
  return { ...first, evicted };
}

/** Resolves when the worker has answered every signal: no workflow has a task that waits. */
async function woken({ temporal }: Product, workflowIds: readonly string[]): Promise<void> {
  await each(workflowIds, WIDTH, (id) =>
    until('the answer of a journey', async () => {
      const { raw } = await temporal.client.workflow.getHandle(id).describe();
      return !raw.pendingWorkflowTask;
    }),
  );
}

function rowsOf(count: number, ours: Footprint, theirs: Footprint): Row[] {
  const row = (what: string, of: (footprint: Footprint) => number): Row => ({
    what: `worker memory, ${count} waiting journeys: ${what}`,
    product: `${of(ours).toFixed(0)} MB (fresh ${ours.fresh.toFixed(0)})`,
    baseline: `${of(theirs).toFixed(0)} MB (fresh ${theirs.fresh.toFixed(0)}), bare workflow`,
    ratio: (of(ours) / of(theirs)).toFixed(2),
    aim: '',
    verdict: 'kept',
    figures: { product: of(ours), productFresh: ours.fresh, bare: of(theirs), bareFresh: theirs.fresh },
  });
  return [row('all cached', ({ all }) => all), row(`${DEFAULT_CACHE} cached (default)`, ({ evicted }) => evicted)];
}

/** Resident memory of a process once it has come to rest, in MB. */
async function residentMb(pid: number): Promise<number> {
  await pause(SETTLE_MS);
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

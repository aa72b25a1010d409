import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { bareIds, DEFAULT_CACHE, withBare, type Bare } from './bare';
import type { Measure, Row } from './measure';
import { bringPeople, everybody } from './people';
import { each, until } from './pool';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

const WIDTH = 20;
const SETTLE_MS = 3_000;

/** Resident memory of a worker process, in MB. */
interface Footprint {
  /** Before the first journey. */
  readonly fresh: number;
  /** With as many journeys as its cache holds. */
  readonly full: number;
  /** With all journeys waiting, most of them put out of the cache again. */
  readonly after: number;
}

/**
 * Memory of a worker process while 1,000 customers wait in at-risk after their first touch, by the operating system's count: fresh, with 300
 * of them (as many as the cache holds by default), and with all 1,000, when 700 were put out again and wait in Temporal alone. Bare: the
 * bare workflow in a worker with the same cache, waiting at the same place.
 */
export const memory: Measure = {
  number: 6,
  name: 'memory',
  run: (bench) =>
    withTemporal(bench, async (temporalAddress) => {
      const databaseUrl = await freshDatabase(bench);
      const count = bench.quick ? DEFAULT_CACHE + 50 : 1_000;
      return withProduct(bench, { databaseUrl, temporalAddress }, async (product) => {
        const ours = await ofProduct(product, count);
        const theirs = await withBare(product.temporal, { address: temporalAddress }, (bare) => ofBare(bare, count));
        return rowsOf(count, ours, theirs);
      });
    }),
};

async function ofProduct(product: Product, count: number): Promise<Footprint> {
  const { db, workerPid } = product;
  const people = await bringPeople(product, count);
  const waiting = () => db.timelineItem.count({ where: { kind: 'wait' } });
  return footprint(workerPid, count, waiting, (from, to) =>
    everybody(product, people.slice(from, to), 'usage.dropped'),
  );
}

async function ofBare(bare: Bare, count: number): Promise<Footprint> {
  const ids = bareIds(count);
  const waiting = async () => bare.count('waits');
  return footprint(bare.pid, count, waiting, (from, to) => each(ids.slice(from, to), WIDTH, bare.start));
}

async function footprint(
  pid: number,
  count: number,
  waiting: () => Promise<number>,
  start: (from: number, to: number) => Promise<void>,
): Promise<Footprint> {
  const fresh = await residentMb(pid);
  await start(0, DEFAULT_CACHE);
  await until('the wait of the first journeys', async () => (await waiting()) >= DEFAULT_CACHE);
  const full = await residentMb(pid);
  await start(DEFAULT_CACHE, count);
  await until('the wait of all journeys', async () => (await waiting()) >= count, 300_000);
  return { fresh, full, after: await residentMb(pid) };
}

function rowsOf(count: number, ours: Footprint, theirs: Footprint): Row[] {
  const row = (what: string, of: (footprint: Footprint) => number): Row => ({
    what: `worker memory: ${what}`,
    product: `${of(ours).toFixed(0)} MB`,
    baseline: `${of(theirs).toFixed(0)} MB, bare workflow`,
    ratio: (of(ours) / of(theirs)).toFixed(2),
    aim: '',
    verdict: 'kept',
    figures: { product: of(ours), bare: of(theirs) },
  });
  return [
    row('fresh', ({ fresh }) => fresh),
    row(`${DEFAULT_CACHE} waiting, all cached`, ({ full }) => full),
    row(`${count} waiting, ${DEFAULT_CACHE} cached`, ({ after }) => after),
  ];
}

/** Resident memory of a process once it has come to rest, in MB. */
async function residentMb(pid: number): Promise<number> {
  await pause(SETTLE_MS);
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

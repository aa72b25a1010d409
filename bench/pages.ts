import { addressHashWith } from '../domain/address-hash';
import { keepWatchCounts } from '../prisma/watch-counts';
import { quantile, verdictOf, type Bench, type Measure, type Row } from './measure';
import { PAGE_REQUESTS, placesIn, type PageRequest, type Places } from './page-requests';
import { pieces } from './pool';
import { HASH_KEY, withProduct, type Product } from './product';
import { withTemporal } from './servers';
import { seededWorld } from './world';

const AIM_MS = 100;
const AT_ONCE = 4;

/**
 * What the pages of staff are made from, at the size of a large house. The time runs from request to whole answer over HTTP, four at a time, one process
 * of the API and no worker. There is no baseline: the aim is 100 ms at p95.
 */
export const pages: Measure = {
  number: 8,
  name: 'pages',
  async run(bench) {
    const databaseUrl = await seededWorld(bench);
    return withTemporal(bench, (temporalAddress) =>
      withProduct(bench, { databaseUrl, temporalAddress, worker: false }, (product) => rowsOf(bench, product)),
    );
  },
};

async function rowsOf({ quick, say }: Bench, product: Product): Promise<Row[]> {
  // A worker counts every hour.
  await keepWatchCounts({ db: product.db, addressHash: addressHashWith(HASH_KEY) }, new Date());
  const places = await placesIn(product.db);
  const rows: Row[] = [];
  for (const request of PAGE_REQUESTS) {
    const row = await rowOf(product, places, request, quick ? 20 : 200);
    say(`   ${row.what}: ${row.product}`);
    rows.push(row);
  }
  return rows;
}

async function rowOf(product: Product, places: Places, { what, path }: PageRequest, count: number): Promise<Row> {
  for (let index = 0; index < AT_ONCE; index += 1) await product.get(path(places, index));
  const times: number[] = [];
  const indexes = Array.from({ length: count }, (_, index) => index);
  for (const some of pieces(indexes, AT_ONCE)) {
    await Promise.all(
      some.map(async (index) => {
        const started = performance.now();
        await product.get(path(places, index));
        times.push(performance.now() - started);
      }),
    );
  }
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return {
    what: `page: ${what}`,
    product: `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
    baseline: '',
    ratio: '',
    aim: `p95 under ${AIM_MS} ms`,
    verdict: verdictOf(p95 < AIM_MS),
    figures: { p50, p95, count },
  };
}

import { addressHashWith } from '../domain/address-hash';
import { seedWorld } from '../cli/seed/seed';
import { pieces } from './pool';
import { quantile, verdictOf, type Bench, type Measure, type Row } from './measure';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

const AIM_MS = 100;
const AT_ONCE = 4;

/** A page of staff, as the requests that its data comes by. */
interface Page {
  readonly what: string;
  /** One of its requests: `index` counts up, so that not the same customer is asked for each time. */
  readonly path: (places: Places, index: number) => string;
}

/** Things to ask for. */
interface Places {
  readonly customers: readonly string[];
  readonly tasks: readonly string[];
  readonly mail: readonly string[];
}

const pick = (from: readonly string[], index: number) => from[index % from.length]!;
const JOURNEYS = ['onboarding', 'at-risk', 'renewal', 'advocacy'];
const STAFF = ['ann', 'ben', 'chloe', 'emil', 'fatma'];
const REASONS = ['bounced', 'no_channel', 'unanswered', 'never_triggered', 'escalation_expired', 'stuck'];

const NAMES = ['anna', 'müller', 'smith', 'olivia patel', 'harbor', 'nguyen'];

const PAGES: readonly Page[] = [
  { what: 'inbox, next', path: () => '/v1/inbox?view=next&limit=50' },
  { what: 'inbox, of a queue', path: () => '/v1/inbox?view=next&queue=renewals&limit=50' },
  { what: 'inbox, counts', path: () => '/v1/inbox/counts' },
  { what: 'board', path: () => '/v1/inbox/board' },
  { what: 'tasks, with counts', path: () => '/v1/tasks?limit=50&counts=true' },
  { what: 'tasks of a person', path: (_, index) => `/v1/tasks?limit=50&assignee=${pick(STAFF, index)}` },
  { what: 'a task', path: ({ tasks }, index) => `/v1/tasks/${pick(tasks, index)}` },
  { what: 'a customer', path: ({ customers }, index) => `/v1/customers/${pick(customers, index)}` },
  {
    what: 'their timeline',
    path: ({ customers }, index) => `/v1/customers/${pick(customers, index)}/timeline?limit=50`,
  },
  { what: 'their health', path: ({ customers }, index) => `/v1/customers/${pick(customers, index)}/health` },
  { what: 'search by name', path: (_, index) => `/v1/search?q=${encodeURIComponent(pick(NAMES, index))}` },
  { what: 'search by address', path: ({ mail }, index) => `/v1/search?q=${encodeURIComponent(pick(mail, index))}` },
  { what: 'customers at risk', path: () => '/v1/customers?lifecycle=at-risk&limit=50' },
  { what: 'all journeys', path: () => '/v1/journeys' },
  { what: 'a journey', path: (_, index) => `/v1/journeys/${pick(JOURNEYS, index)}/map` },
  {
    what: 'who is in a journey',
    path: (_, index) => `/v1/enrollments?journey=${pick(JOURNEYS, index)}&state=active&limit=50`,
  },
  { what: 'forecast', path: () => '/v1/forecast' },
  { what: 'watch, by reason', path: (_, index) => `/v1/watch?reason=${pick(REASONS, index)}&limit=50` },
  { what: 'conversations', path: () => '/v1/conversations?state=open&limit=50' },
];

/**
 * What the pages of staff are made from, at the size of a large house: 100,000 customers, 1,000,000 touches, 10,000 open tasks, seeded. The time runs
 * from request to whole answer over HTTP, four at a time, one process of the API and no worker. There is no baseline: the aim is 100 ms at p95.
 */
export const pages: Measure = {
  number: 8,
  name: 'pages',
  async run(bench) {
    const customers = bench.quick ? 2_000 : 100_000;
    const databaseUrl = await freshDatabase(bench);
    bench.say(`   seeding ${customers} customers ...`);
    const silent = { onCustomer: () => undefined, onPhase: () => undefined };
    const addressHash = addressHashWith('a key for the bench');
    const world = { seed: 'bench', now: new Date(), intoExisting: false, passwordHash: null };
    await seedWorld({ databaseUrl, customers, addressHash, ...world, ...silent });
    return withTemporal(bench, (temporalAddress) =>
      withProduct(bench, { databaseUrl, temporalAddress, worker: false }, (product) => rowsOf(bench, product)),
    );
  },
};

async function rowsOf({ quick }: Bench, product: Product): Promise<Row[]> {
  const places = await placesIn(product);
  const rows: Row[] = [];
  for (const page of PAGES) rows.push(await rowOf(product, places, page, quick ? 20 : 200));
  return rows;
}

async function rowOf(product: Product, places: Places, { what, path }: Page, count: number): Promise<Row> {
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

async function placesIn({ db }: Product): Promise<Places> {
  const people = await db.$queryRaw<{ id: string; email: string | null }[]>`
    SELECT id, email FROM customers WHERE abs(hashtext(id::text)) % 97 = 0 LIMIT 400`;
  const tasks = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM tasks WHERE state IN ('open', 'claimed') AND abs(hashtext(id::text)) % 11 = 0 LIMIT 400`;
  return {
    customers: people.map(({ id }) => id),
    tasks: tasks.map(({ id }) => id),
    mail: people.flatMap(({ email }) => email ?? []),
  };
}

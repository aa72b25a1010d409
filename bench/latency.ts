import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { bareIds, withBare, type Bare } from './bare';
import { quantile, verdictOf, type Bench, type Measure, type Row } from './measure';
import { bringPeople, track, type Person } from './people';
import { until } from './pool';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

/** Events a second: the pace of the aim, and one that two cores bear with everything on them. */
const PACES = [
  { aSecond: 20, seconds: 15 },
  { aSecond: 5, seconds: 20 },
] as const;
const AIM_MS = 500;

/**
 * From an event to the touch that it leads to, at a steady pace. Product: each event is posted alone to `/v1/track`'s sibling
 * `/v1/batch` and brings a customer into at-risk; the time runs from the moment the request leaves the bench to the moment the bench hears, by a notice
 * of PostgreSQL, that the first message was captured and committed. API with relay, and worker, are processes of their own. Bare: a
 * plain client starts the bare workflow; the time runs to the moment its first remote activity ran. One monotonic clock, that of the bench.
 */
export const latency: Measure = {
  number: 3,
  name: 'latency',
  run: (bench) =>
    withTemporal(bench, async (temporalAddress) => {
      const databaseUrl = await freshDatabase(bench);
      return withProduct(bench, { databaseUrl, temporalAddress }, (product) =>
        withBare(product.temporal, { address: temporalAddress }, (bare) => compare(bench, product, bare)),
      );
    }),
};

async function compare({ quick }: Bench, product: Product, bare: Bare): Promise<Row[]> {
  await productTimes(product, await bringPeople(product, WARM_UP), WARM_UP_A_SECOND);
  await bareTimes(bare, WARM_UP, WARM_UP_A_SECOND);
  const rows: Row[] = [];
  for (const { aSecond, seconds } of PACES) {
    const count = aSecond * (quick ? seconds / 5 : seconds);
    const ours = await productTimes(product, await bringPeople(product, count), aSecond);
    const theirs = await bareTimes(bare, count, aSecond);
    rows.push(...rowsOf(aSecond, ours, theirs));
  }
  return rows;
}

function rowsOf(aSecond: number, ours: readonly number[], theirs: readonly number[]): Row[] {
  const figures = {
    aSecond,
    productP50: quantile(ours, 0.5),
    productP99: quantile(ours, 0.99),
    bareP50: quantile(theirs, 0.5),
    bareP99: quantile(theirs, 0.99),
  };
  const { productP50, productP99, bareP50, bareP99 } = figures;
  return [
    rowOf(`at ${aSecond} events a second, p50`, productP50, bareP50, { aim: '', verdict: 'kept', figures }),
    rowOf(`at ${aSecond} events a second, p99`, productP99, bareP99, {
      aim: `under ${AIM_MS} ms`,
      verdict: verdictOf(productP99 < AIM_MS),
      figures,
    }),
  ];
}

const WARM_UP = 60;
const WARM_UP_A_SECOND = 10;

function rowOf(name: string, ours: number, theirs: number, rest: Pick<Row, 'aim' | 'verdict' | 'figures'>): Row {
  return {
    what: `event to touch ${name}`,
    product: `${ours.toFixed(0)} ms`,
    baseline: `${theirs.toFixed(0)} ms, bare start to activity`,
    ratio: (ours / theirs).toFixed(2),
    ...rest,
  };
}

/** Milliseconds from event to captured message, for each of these customers. */
async function productTimes(product: Product, people: readonly Person[], aSecond: number): Promise<number[]> {
  const arrivals = new Map<string, number>();
  const listener = await listen(product, (customerId) => arrivals.set(customerId, performance.now()));
  try {
    const departures = await atPace(people, aSecond, ({ userId }) => product.post([track(userId, 'usage.dropped')]));
    await until('the last touch', () => arrivals.size >= people.length);
    return people.map(({ id }, index) => arrivals.get(id)! - departures[index]!);
  } finally {
    await listener.end();
  }
}

async function bareTimes(bare: Bare, count: number, aSecond: number): Promise<number[]> {
  const ids = bareIds(count);
  const arrivals = new Map<string, number>();
  bare.onMoment = ({ kind, workflowId }) => void (kind === 'acted' && arrivals.set(workflowId, performance.now()));
  const departures = await atPace(ids, aSecond, bare.start);
  await until('the last activity', () => arrivals.size >= count);
  return ids.map((id, index) => arrivals.get(id)! - departures[index]!);
}

/** Begins `work` for one item after the other at a steady pace, however long each takes. Returns when each began. */
async function atPace<T>(items: readonly T[], aSecond: number, work: (item: T) => Promise<void>): Promise<number[]> {
  const started = performance.now();
  const departures: number[] = [];
  const underWay: Promise<void>[] = [];
  for (const [index, item] of items.entries()) {
    const early = started + (index * 1000) / aSecond - performance.now();
    if (early > 0) await pause(early);
    departures.push(performance.now());
    underWay.push(work(item));
  }
  await Promise.all(underWay);
  return departures;
}

/** Hears of every captured message as it is committed, through a trigger that only the bench's database has. */
async function listen({ databaseUrl }: Product, onCaptured: (customerId: string) => void): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const name = `bench_${randomUUID().slice(0, 8)}`;
  await client.query(`
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('${name}', NEW.customer_id::text); RETURN NULL; END $$;
    CREATE TRIGGER ${name} AFTER INSERT ON captured_messages FOR EACH ROW EXECUTE FUNCTION ${name}();
    LISTEN ${name}`);
  client.on('notification', ({ payload }) => onCaptured(payload ?? ''));
  return client;
}

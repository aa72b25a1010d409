import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { newId } from '../domain/ids';
import { median, verdictOf, type Bench, type Measure, type Row } from './measure';
import { BATCH, bringPeople, track, type Person } from './people';
import { each, pieces } from './pool';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

/** HTTP connections, and database connections of the baseline. */
const CONNECTIONS = 4;
const PEOPLE = 5_000;
const AIM = 0.3;

/** What the events are: mostly use of a product, some that journeys hear, and now and then an order. */
const MIX = [
  ...Array.from({ length: 60 }, () => 'report.opened'),
  ...Array.from({ length: 25 }, () => 'page.viewed'),
  ...Array.from({ length: 14 }, () => 'customer.logged_in'),
  'order.completed',
];

/**
 * Events a second that are accepted and committed. Product: batches of 400 events by `/v1/batch` over four connections to the API process;
 * each is parsed, validated, matched to its customer, kept, counted into the computed traits, and shown to the journeys that may hear it
 * (none is open). Bare: the same rows, ready made, by multi-row INSERTs of 400 over four connections into a table with the same columns and
 * indexes. 5,000 known customers. Both are durable, and both sides' requests are built before the clock starts.
 */
export const ingest: Measure = {
  number: 2,
  name: 'ingest',
  run: (bench) =>
    withTemporal(bench, async (temporalAddress) => {
      const databaseUrl = await freshDatabase(bench);
      return withProduct(bench, { databaseUrl, temporalAddress, worker: false }, (product) => compare(bench, product));
    }),
};

async function compare({ quick, say }: Bench, product: Product): Promise<Row[]> {
  const [batches, rounds] = quick ? [10, 1] : [50, 3];
  const people = await bringPeople(product, quick ? PEOPLE / 10 : PEOPLE);
  const pool = new Pool({ connectionString: product.databaseUrl, max: CONNECTIONS });
  await pool.query('CREATE TABLE bench_events (LIKE events INCLUDING ALL)');
  const rates: { readonly product: number; readonly bare: number }[] = [];
  try {
    await productRound(product, people, CONNECTIONS);
    await bareRound(pool, people, CONNECTIONS);
    for (let round = 0; round < rounds; round += 1) {
      const rate = {
        product: await productRound(product, people, batches),
        bare: await bareRound(pool, people, batches),
      };
      say(`   ${rate.product.toFixed(0)}/s of the product, ${rate.bare.toFixed(0)}/s bare`);
      rates.push(rate);
    }
    await insistOnEqualRows(product);
  } finally {
    await pool.end();
  }
  const ratio = median(rates.map((rate) => rate.product / rate.bare));
  const figures = {
    product: median(rates.map((rate) => rate.product)),
    bare: median(rates.map((rate) => rate.bare)),
    ratio,
  };
  return [
    {
      what: 'events a second accepted and committed by /v1/batch',
      product: `${figures.product.toFixed(0)}/s`,
      baseline: `${figures.bare.toFixed(0)}/s, multi-row INSERT`,
      ratio: ratio.toFixed(2),
      aim: `at least ${AIM}`,
      verdict: verdictOf(ratio >= AIM),
      figures,
    },
  ];
}

/** Returns events a second. */
async function productRound({ postBody }: Product, people: readonly Person[], batches: number): Promise<number> {
  const bodies = Array.from({ length: batches }, () => {
    const batch = happenings(people).map(({ userId }, index) => track(userId, MIX[index % MIX.length]!, PROPERTIES));
    return JSON.stringify({ batch });
  });
  return rateOf(batches, () => each(bodies, CONNECTIONS, postBody));
}

async function bareRound(pool: Pool, people: readonly Person[], batches: number): Promise<number> {
  const values = Array.from({ length: batches }, () => {
    const at = new Date();
    return happenings(people).flatMap(({ id }, index) => {
      return [newId(at), randomUUID(), id, MIX[index % MIX.length]!, JSON.stringify(PROPERTIES), at, at];
    });
  });
  return rateOf(batches, () => each(values, CONNECTIONS, (row) => pool.query(INSERT, row)));
}

const COLUMNS = ['id', 'message_id', 'customer_id', 'type', 'properties', 'occurred_at', 'received_at'];
const PLACES = pieces(
  Array.from({ length: BATCH * COLUMNS.length }, (_, index) => `$${index + 1}`),
  COLUMNS.length,
);
const INSERT = `INSERT INTO bench_events (${COLUMNS.join(', ')}) VALUES ${PLACES.map((places) => `(${places.join(', ')})`).join(', ')}`;
const PROPERTIES = { plan: 'team', source: 'web', screen: 'reports', durationMs: 1830, filters: ['open', 'mine'] };

/** Whom the events of a batch are about. */
function happenings(people: readonly Person[]): Person[] {
  return Array.from({ length: BATCH }, () => people[Math.floor(Math.random() * people.length)]!);
}

async function rateOf(batches: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (batches * BATCH) / ((performance.now() - started) / 1000);
}

/** Both tables must hold the same number of events, or the rates compare different things. */
async function insistOnEqualRows({ db }: Product): Promise<void> {
  const [ours] = await db.$queryRaw<{ kept: number; inserted: number }[]>`
    SELECT (SELECT count(*)::int FROM events) AS kept, (SELECT count(*)::int FROM bench_events) AS inserted`;
  if (ours?.kept !== ours?.inserted)
    throw new Error(`${ours?.kept} events were kept and ${ours?.inserted} rows inserted.`);
}

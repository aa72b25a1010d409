import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { newId } from '../domain/ids';
import { allRows, eventsAlone, makeTables, write, type EventRow, type Statements } from './ingest-bare';
import { median, verdictOf, type Bench, type Measure, type Row } from './measure';
import { BATCH, bringPeople, track, type Person } from './people';
import { each } from './pool';
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
 * (none is open). Bare, twice, ready made and over four connections: rows of events alone by multi-row INSERTs of 400 into a table with the
 * same columns and indexes; and the same rows in all the tables that the product writes for an event (events, event_days, last_events), a
 * transaction a batch. 5,000 known customers. All are durable and warm, and all requests are built before the clock starts.
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
  const rates: Rates[] = [];
  try {
    await makeTables(pool);
    const round = async (): Promise<Rates> => ({
      product: await productRound(product, people, batches),
      events: await bareRound(pool, people, batches, eventsAlone),
      all: await bareRound(pool, people, batches, allRows),
    });
    // A compiler that learns while it runs has learnt by then.
    await round();
    for (let count = 0; count < rounds; count += 1) {
      const rate = await round();
      rates.push(rate);
      const [ours, events, all] = [rate.product, rate.events, rate.all].map((each) => each.toFixed(0));
      say(`   ${ours}/s of the product; bare ${events}/s events alone, ${all}/s all rows`);
    }
    await insistOnEqualRows(product);
  } finally {
    await pool.end();
  }
  return [
    rowOf(rates, 'events', 'multi-row INSERT of events alone'),
    rowOf(rates, 'all', 'the same rows in all their tables'),
  ];
}

/** Events a second. */
interface Rates {
  readonly product: number;
  readonly events: number;
  readonly all: number;
}

function rowOf(rates: readonly Rates[], against: 'events' | 'all', what: string): Row {
  const figures = {
    product: median(rates.map(({ product }) => product)),
    bare: median(rates.map((rate) => rate[against])),
    ratio: median(rates.map((rate) => rate.product / rate[against])),
  };
  return {
    what: 'events a second accepted and committed by /v1/batch',
    product: `${figures.product.toFixed(0)}/s`,
    baseline: `${figures.bare.toFixed(0)}/s, ${what}`,
    ratio: figures.ratio.toFixed(2),
    aim: `at least ${AIM}`,
    verdict: verdictOf(figures.ratio >= AIM),
    figures,
  };
}

/** Returns events a second. */
async function productRound({ postBody }: Product, people: readonly Person[], batches: number): Promise<number> {
  const bodies = Array.from({ length: batches }, () => {
    const batch = happenings(people).map(({ userId }, index) => track(userId, MIX[index % MIX.length]!, PROPERTIES));
    return JSON.stringify({ batch });
  });
  return rateOf(batches, () => each(bodies, CONNECTIONS, postBody));
}

async function bareRound(
  pool: Pool,
  people: readonly Person[],
  batches: number,
  statementsFor: (rows: readonly EventRow[]) => Statements,
): Promise<number> {
  const ready = Array.from({ length: batches }, () => {
    const at = new Date();
    return statementsFor(
      happenings(people).map(({ id }, index) => {
        const type = MIX[index % MIX.length]!;
        const properties = JSON.stringify(PROPERTIES);
        return { id: newId(at), messageId: randomUUID(), customerId: id, type, properties, at };
      }),
    );
  });
  return rateOf(batches, () => each(ready, CONNECTIONS, (statements) => write(pool, statements)));
}

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

/** All sides must have written the same number of events and counted as many, or the rates compare different things. */
async function insistOnEqualRows({ db }: Product): Promise<void> {
  const [found] = await db.$queryRaw<{ written: number[] }[]>`
    SELECT ARRAY[
      (SELECT count(*) FROM events), (SELECT count(*) FROM bench_events), (SELECT count(*) FROM bench_all_events),
      (SELECT sum(count) FROM event_days), (SELECT sum(count) FROM bench_all_event_days)
    ]::int[] AS written`;
  const written = new Set(found?.written);
  if (written.size !== 1) throw new Error(`Unequal numbers of rows were written: ${[...written].join(', ')}.`);
}

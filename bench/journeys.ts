import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../domain/ids';
import { steerSignal } from '../workflows/messages';
import { bareIds, withBare, type Bare } from './bare';
import { countsOf, historyOf, sameShape, type Counts } from './history';
import { median, verdictOf, type Bench, type Measure, type Row } from './measure';
import { bringPeople, everybody } from './people';
import { each, until } from './pool';
import { withProduct, type Product } from './product';
import { freshDatabase, withTemporal } from './servers';

/** Calls to Temporal that are under way at once: as many as the product's relay makes. */
const WIDTH = 20;
const AIM = 0.6;
/** No further round begins after this long. */
const ENOUGH_MS = 60_000;

/**
 * Journeys a second of the at-risk path "silent, then answered". Both sides run the same Temporal steps, phase by phase: start;
 * first touch; a wait that a signal ends in place of its timer (silence); second touch; a wait that a signal ends (the customer replies);
 * continue-as-new; a task is opened; a wait that a signal ends (the customer logs in: goal); one last activity. Product: events by HTTP, entry rules,
 * outbox, relay, gate, ledger, capture, timeline, task, all durable in PostgreSQL; only the silence is signalled by the bench itself, because
 * in production it is a timer. Bare: bench/bare-workflow.ts by a plain client. The clock stops when the last activity of the last journey has run.
 */
export const journeys: Measure = {
  number: 1,
  name: 'journeys',
  run: (bench) =>
    withTemporal(bench, async (temporalAddress) => {
      const databaseUrl = await freshDatabase(bench);
      return withProduct(bench, { databaseUrl, temporalAddress }, (product) =>
        withBare(product.temporal, { address: temporalAddress }, (bare) => compare(bench, product, bare)),
      );
    }),
};

async function compare({ quick, say }: Bench, product: Product, bare: Bare): Promise<Row[]> {
  const [size, rounds] = quick ? [20, 1] : [60, 5];
  await productRound(product, WIDTH);
  await bareRound(product, bare, WIDTH);
  const rates: { readonly product: number; readonly bare: number }[] = [];
  const began = performance.now();
  while (rates.length === 0 || (rates.length < rounds && performance.now() - began < ENOUGH_MS)) {
    const rate = {
      product: size / ((await productRound(product, size)) / 1000),
      bare: size / ((await bareRound(product, bare, size)) / 1000),
    };
    rates.push(rate);
    say(`   ${rate.product.toFixed(1)}/s of the product, ${rate.bare.toFixed(1)}/s bare`);
  }
  const ratio = median(rates.map((rate) => rate.product / rate.bare));
  const figures = {
    product: median(rates.map((rate) => rate.product)),
    bare: median(rates.map((rate) => rate.bare)),
    ratio,
  };
  return [
    {
      what: 'at-risk, silent then answered: journeys a second',
      product: `${figures.product.toFixed(1)}/s`,
      baseline: `${figures.bare.toFixed(1)}/s, bare workflow`,
      ratio: ratio.toFixed(2),
      aim: `at least ${AIM}`,
      verdict: verdictOf(ratio >= AIM),
      figures,
    },
  ];
}

/** Returns the milliseconds that so many journeys took. */
async function productRound(product: Product, size: number): Promise<number> {
  const { db, temporal } = product;
  const people = await bringPeople(product, size);
  const [waits, tasks, ended] = [
    () => db.timelineItem.count({ where: { kind: 'wait' } }),
    () => db.task.count(),
    () => db.enrollment.count({ where: { state: 'ended' } }),
  ];
  const before = { waits: await waits(), tasks: await tasks(), ended: await ended() };
  const workflow = (id: string) => temporal.client.workflow.getHandle(workflowIdOf('at-risk', id));

  const started = performance.now();
  await everybody(product, people, 'usage.dropped');
  await until('the first wait', async () => (await waits()) - before.waits >= size);
  await each(people, WIDTH, ({ id }) => workflow(id).signal(steerSignal, { steerId: randomUUID(), kind: 'advance' }));
  await until('the second wait', async () => (await waits()) - before.waits >= 2 * size);
  await everybody(product, people, 'customer.replied');
  await until('the task', async () => (await tasks()) - before.tasks >= size);
  await everybody(product, people, 'customer.logged_in');
  await until('the goal', async () => (await ended()) - before.ended >= size);
  return performance.now() - started;
}

async function bareRound(product: Product, bare: Bare, size: number): Promise<number> {
  const ids = bareIds(size);
  const before = { waits: bare.count('waits'), acted: bare.count('acted') };
  const waits = (times: number) => () => bare.count('waits') - before.waits >= times * size;
  const acted = (times: number) => () => bare.count('acted') - before.acted >= times * size;

  const started = performance.now();
  await each(ids, WIDTH, bare.start);
  await until('the first wait', waits(1));
  await each(ids, WIDTH, bare.signal);
  await until('the second wait', waits(2));
  await each(ids, WIDTH, bare.signal);
  await until('the third activity', acted(3));
  await each(ids, WIDTH, bare.signal);
  await until('the last activity', acted(4));
  const took = performance.now() - started;
  await insistOnEqualSteps(product, ids);
  return took;
}

/** A comparison is only fair while both sides make Temporal do the same. */
async function insistOnEqualSteps({ db, temporal }: Product, bares: readonly string[]): Promise<void> {
  const ended = await db.enrollment.findMany({
    where: { state: 'ended' },
    take: SAMPLE,
    orderBy: { enteredAt: 'desc' },
  });
  const journeys = ended.map(({ workflowId }) => workflowId);
  const [ours, theirs] = [
    await fullest(temporal.client, journeys),
    await fullest(temporal.client, bares.slice(0, SAMPLE)),
  ];
  if (sameShape(ours, theirs)) return;
  throw new Error(`A journey and the bare workflow do different things: ${JSON.stringify({ ours, theirs })}`);
}

const SAMPLE = 8;

/** What the one that did most has done: a signal that comes a moment early saves its workflow a timer, on either side. */
async function fullest(client: Client, workflowIds: readonly string[]): Promise<Counts> {
  const counts: Counts[] = [];
  for (const id of workflowIds) {
    await until(`the end of ${id}`, async () => (await historyOf(client, id)).ended);
    counts.push(countsOf(await historyOf(client, id)));
  }
  return counts.toSorted((a, b) => b.events - a.events)[0]!;
}

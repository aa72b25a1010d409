import { joinCluster, leaveCluster } from '../testkit/cluster';
import { withWorld, type World } from '../testkit';
import { DAY_MS } from '../domain/duration';
import { median, verdictOf, type Bench, type Measure } from './measure';

const YEAR_DAYS = 365;
const AIM_MS = 2_000;

/**
 * How long a year of the renewal journey takes on the virtual clock: from the customer's birth, a year ahead of the date, through
 * touches, waits and tasks that nobody takes, until 365 days have passed; real journey, activities, gate and database. Starting the servers does not
 * count. The baseline is an idle year on the same clock: what the time-skipping server itself takes.
 */
export const year: Measure = {
  number: 5,
  name: 'year',
  async run({ quick, timeServer }: Bench) {
    await joinCluster();
    try {
      const runs: { readonly product: number; readonly bare: number }[] = [];
      for (let run = 0; run < (quick ? 1 : 3); run += 1) {
        runs.push(await withWorld(oneYear, { time: { server: timeServer } }));
      }
      const figures = {
        productMs: median(runs.map((run) => run.product)),
        bareMs: median(runs.map((run) => run.bare)),
      };
      return [
        {
          what: `${YEAR_DAYS} days of a renewal on the virtual clock`,
          product: `${(figures.productMs / 1000).toFixed(2)} s`,
          baseline: `${(figures.bareMs / 1000).toFixed(2)} s, an idle year`,
          ratio: (figures.productMs / figures.bareMs).toFixed(1),
          aim: `under ${AIM_MS / 1000} s`,
          verdict: verdictOf(figures.productMs < AIM_MS),
          figures,
        },
      ];
    } finally {
      await leaveCluster();
    }
  },
};

async function oneYear(world: World): Promise<{ product: number; bare: number }> {
  let started = performance.now();
  await world.pass(`${YEAR_DAYS} days`);
  const bare = performance.now() - started;

  started = performance.now();
  const renewal = new Date(world.now().getTime() + YEAR_DAYS * DAY_MS);
  const ada = await world.customer({ owner: 'ann', traits: { renewal_date: renewal.toISOString() } });
  await ada.enters('renewal');
  await world.pass(`${YEAR_DAYS} days`);
  return { product: performance.now() - started, bare };
}

import { play } from '../cli/simulate/play';
import { readScript, type Script } from '../cli/simulate/script';
import { DAY_MS } from '../domain/duration';
import { withWorld, type World } from '../testkit';
import { median, verdictOf, type Bench, type Measure } from './measure';

const DAYS = 365;
const AIM_MS = 2_000;

/**
 * How long `perennial simulate renewal --days 365` takes after start-up: a customer enters a year ahead of the renewal date and stays silent, nobody
 * takes the tasks, and 365 days pass on the virtual clock with the real journey, activities, gate and database. The baseline is an idle
 * year in a world of the same kind: what the time-skipping server itself takes. Each run has servers of its own, started before the clock.
 */
export const year: Measure = {
  number: 5,
  name: 'year',
  async run(bench) {
    const runs: { readonly product: number; readonly bare: number }[] = [];
    for (let run = 0; run < (bench.quick ? 1 : 3); run += 1) {
      const script = silentYear();
      const product = await timeOf(bench, script, (world) => play(world, [script], 'bench'));
      const bare = await timeOf(bench, script, (world) => world.pass(`${DAYS} days`));
      runs.push({ product, bare });
    }
    const figures = { productMs: median(runs.map((run) => run.product)), bareMs: median(runs.map((run) => run.bare)) };
    return [
      {
        what: `simulate: ${DAYS} days of a renewal, after start-up`,
        product: `${(figures.productMs / 1000).toFixed(2)} s`,
        baseline: `${(figures.bareMs / 1000).toFixed(2)} s, an idle year`,
        ratio: (figures.productMs / figures.bareMs).toFixed(1),
        aim: `under ${AIM_MS / 1000} s`,
        verdict: verdictOf(figures.productMs < AIM_MS),
        figures,
      },
    ];
  },
};

function silentYear(): Script {
  const date = new Date(Date.now() + DAYS * DAY_MS).toISOString();
  return readScript('renewal', { days: String(DAYS), trait: [`renewal_date=${date}`] });
}

/** Milliseconds that `live` takes in a world that is up. */
function timeOf({ timeServer }: Bench, { journey }: Script, live: (world: World) => Promise<unknown>): Promise<number> {
  const lived = async (world: World) => {
    const started = performance.now();
    await live(world);
    return performance.now() - started;
  };
  return withWorld(lived, { journeys: [journey], alone: true, time: { server: timeServer } });
}

import { DAY_MS } from '../domain/duration';
import { workflowIdOf } from '../domain/ids';
import { withWorld, type World, type WorldCustomer } from '../testkit';
import { countsOf, historyOf } from './history';
import { verdictOf, type Bench, type Measure, type Row } from './measure';

/** How each journey begins for a customer who then stays silent to the end. */
const BEGINNINGS = [
  { journey: 'onboarding', event: 'customer.signed_up' },
  { journey: 'at-risk', event: 'usage.dropped' },
  { journey: 'renewal', event: undefined },
  { journey: 'advocacy', event: 'success.verified' },
] as const;

/**
 * What the silent path of each journey costs in Temporal: history events and billable actions, counted from its histories after a
 * run on the virtual clock from entry to end. Held against the touches, waits and task timers that the customer's timeline and the ledger show: the
 * aim is one remote activity for a touch and one timer for a wait (a task's reminder, breach and expiry are waits as well).
 */
export const costs: Measure = {
  number: 4,
  name: 'costs',
  async run({ timeServer }: Bench) {
    const rows: Row[] = [];
    for (const beginning of BEGINNINGS) {
      rows.push(await withWorld((world) => costOf(world, beginning), { alone: true, time: { server: timeServer } }));
    }
    return rows;
  },
};

async function costOf(world: World, { journey, event }: (typeof BEGINNINGS)[number]): Promise<Row> {
  const renewal = new Date(world.now().getTime() + DAYS_AHEAD);
  const ada = await world.customer({ owner: 'ann', traits: { renewal_date: renewal.toISOString() } });
  if (event) await ada.does(event);
  else await ada.enters(journey);
  await world.pass('365 days');

  const counts = countsOf(await historyOf(world.temporal, workflowIdOf(journey, ada.id)));
  const told = await toldOf(world, ada);
  const { deliver = 0 } = counts.remote;
  const [perTouch, perWait] = [deliver / told.touches, counts.timers / told.waits];
  const figures = {
    ...told,
    events: counts.events,
    actions: counts.actions,
    runs: counts.runs,
    deliver,
    timers: counts.timers,
  };
  return {
    what: `${journey}, silent to its end: activities a touch, timers a wait`,
    product: `${perTouch.toFixed(2)}, ${perWait.toFixed(2)} (${counts.events} events, ${counts.actions} actions)`,
    baseline: `${told.touches} touches, ${told.waits} waits`,
    ratio: '',
    aim: '1 and 1',
    verdict: verdictOf(perTouch <= 1 && perWait <= 1),
    figures,
  };
}

const DAYS_AHEAD = 200 * DAY_MS;

/** What the customer's records say happened, without asking Temporal. */
async function toldOf({ db }: World, customer: WorldCustomer): Promise<{ touches: number; waits: number }> {
  const timeline = await customer.timeline();
  if (!timeline.some(({ kind }) => kind === 'ended')) throw new Error('The journey has not ended within a year.');
  const rings = timeline.filter(({ kind, detail }) => kind === 'task' && RINGS.has(String(detail.step))).length;
  const waits = timeline.filter(({ kind }) => kind === 'wait').length;
  return { touches: await db.touch.count({ where: { customerId: customer.id } }), waits: waits + rings };
}

/** The moments of a task that a timer brings. */
const RINGS = new Set(['reminded', 'breached', 'expired']);

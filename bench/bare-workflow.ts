import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  setHandler,
  type Sinks,
} from '@temporalio/workflow';

/** The signal that ends whatever the bare workflow waits for. */
export const goOnSignal = defineSignal('goOn');

interface BareActivities {
  act(): Promise<void>;
}

interface BareSinks extends Sinks {
  bench: { waits(): void };
}

const remote = proxyActivities<BareActivities>({ startToCloseTimeout: '45 seconds' });
const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '20 seconds' });
const { bench } = proxySinks<BareSinks>();

/**
 * Temporal alone, doing nothing, in the steps of the at-risk path that bench/journeys.ts plays: a local activity, an activity,
 * a timer that a signal cancels, an activity, a timer that a signal cancels, continue-as-new; a local activity, an activity, a timer that
 * a signal cancels, an activity. Activities return at once and signals carry nothing.
 */
export async function bare({ answered = false }: { readonly answered?: boolean } = {}): Promise<void> {
  let signals = 0;
  let waits = 0;
  setHandler(goOnSignal, () => void (signals += 1));
  const wait = async () => {
    waits += 1;
    bench.waits();
    await condition(() => signals >= waits, '4 days');
  };

  await local.act();
  await remote.act();
  await wait();
  await remote.act();
  if (answered) return;
  await wait();
  await continueAsNew<typeof bare>({ answered: true });
}

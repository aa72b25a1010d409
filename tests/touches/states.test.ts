import fc from 'fast-check';
import type { ChannelAdapter } from '../../activities/channels/channel';
import { ProviderRejected, ProviderUnavailable } from '../../domain/errors';
import { CHANNELS, type Channel, type MessageClass } from '../../domain/channel';
import type { DeliverResult } from '../../domain/touch';
import { asking, withTouchWorld, type TouchWorld } from './world';

/** How a call can end, as seen from the provider (did it take the message?) and from the worker (what did it learn?). */
const FATES = {
  accepted: { takes: true },
  'lost answer': { takes: true, throws: () => new ProviderUnavailable('500', 'unknown') },
  'lost request': { takes: false, throws: () => new ProviderUnavailable('reset', 'unknown') },
  busy: { takes: false, throws: () => new ProviderUnavailable('429', 'no', 1_000) },
  'long outage': { takes: false, throws: () => new ProviderUnavailable('429', 'no', 3_600_000) },
  'refused address': { takes: false, throws: () => new ProviderRejected('no', 'address', '1') },
  'refused text': { takes: false, throws: () => new ProviderRejected('no', 'content', '2') },
  'our fault': { takes: false, throws: () => new ProviderRejected('no', 'operator', '3') },
  'killed before': { takes: false, throws: () => new Error('killed') },
  'killed after': { takes: true, throws: () => new Error('killed') },
} as const;
type Fate = keyof typeof FATES;

const fates = fc.array(fc.constantFrom<Fate>(...(Object.keys(FATES) as Fate[])), { maxLength: 8 });
/** Minutes between one try and the next: at once, within a lease, within and past the wait for evidence. */
const pauses = fc.array(fc.constantFrom(0, 0.5, 1, 10, 15, 400), { minLength: 12, maxLength: 12 });

describe('whatever providers and workers go through', () => {
  test.each<MessageClass>(['lifecycle', 'critical'])(
    'a %s touch never goes out more often than promised, and settles once',
    (messageClass) =>
      withTouchWorld(async (world) => {
        await fc.assert(
          fc.asyncProperty(fates, pauses, async (script, waits) => {
            const { taken, answers } = await play(world, messageClass, script, waits);
            const mostPerChannel = messageClass === 'critical' ? 2 : 1;
            for (const channel of CHANNELS) expect(taken[channel]).toBeLessThanOrEqual(mostPerChannel);

            const settled = answers.filter((answer) => answer.verdict !== 'later');
            for (const answer of settled) expect(answer).toEqual(settled[0]);
            const [end] = settled;
            const total = CHANNELS.reduce((sum, channel) => sum + taken[channel], 0);
            expect(end ? isTrue(end, taken) : true).toBe(true);

            const attempts = await world.db.attempt.findMany({ where: { touchId: answers[0]?.touchId ?? '' } });
            const doubtful = attempts.filter(({ state }) => state === 'unknown' || state === 'ambiguous').length;
            expect(total).toBeLessThanOrEqual(doubtful + 1);
            expect(
              attempts.filter(({ state }) => state === 'dispatching' || state === 'ambiguous').length,
            ).toBeLessThanOrEqual(1);
          }),
          { numRuns: 25 },
        );
      }),
  );
});

/** Whether what the ledger says of the end agrees with what providers took. */
function isTrue(end: DeliverResult, taken: Readonly<Record<Channel, number>>): boolean {
  switch (end.verdict) {
    case 'sent':
      return taken[end.channel] > 0;
    case 'failed':
    case 'suppressed':
      return CHANNELS.every((channel) => taken[channel] === 0);
    case 'unknown':
    case 'later':
      return true;
  }
}

/** Asks for one touch again and again while the script decides how each call ends; without a script, calls go well. */
async function play(world: TouchWorld, messageClass: MessageClass, script: readonly Fate[], waits: readonly number[]) {
  const nobodyElse = `+1415${String(await world.db.customer.count()).padStart(7, '0')}`;
  const customerId = await world.customer({ email: `${nobodyElse}@example.com`, phone: nobodyElse });
  const request = asking(customerId, { class: messageClass });
  const taken: Record<Channel, number> = { email: 0, sms: 0, push: 0, 'in-app': 0 };
  const answers: DeliverResult[] = [];
  const remaining = [...script];
  const scripted = (channel: Channel): ChannelAdapter => ({
    channel,
    provider: 'scripted',
    send: () => {
      const fate: { takes: boolean; throws?: () => Error } = FATES[remaining.shift() ?? 'accepted'];
      if (fate.takes) taken[channel] += 1;
      return fate.throws ? Promise.reject(fate.throws()) : Promise.resolve({ providerId: null });
    },
  });
  const deps = { ...world.deps, channels: new Map(CHANNELS.map((channel) => [channel, scripted(channel)])) };
  let minutes = 0;
  for (const wait of waits) {
    minutes += wait;
    const answer = await world.deliver(request, minutes, deps).catch(() => null);
    if (answer) answers.push(answer);
  }
  return { taken, answers };
}

import type { ChannelAdapter } from '../../activities/channels/channel';
import { deliver, type DeliverDeps } from '../../activities/touches/deliver';
import { InvalidInput } from '../../domain/errors';
import type { DeliverResult } from '../../domain/touch';
import { addConsent } from '../../prisma/consents';
import { asking, minutesAfter, withTouchWorld, type TouchWorld } from './world';

/** Asks for touches of as many new customers, one after another; what each call threw, or answered. */
async function crowd(
  { deliver, customer }: TouchWorld,
  count: number,
  minutes: number,
): Promise<(DeliverResult | string)[]> {
  const answers: (DeliverResult | string)[] = [];
  for (let each = 0; each < count; each++) {
    const request = asking(await customer({ email: `c${each}-${minutes}@example.com`, phone: null }), { fallback: [] });
    answers.push(
      await deliver(request, minutes).catch(
        (error: { code: string; retryAfterMs?: number }) => `${error.code} ${error.retryAfterMs ?? ''}`,
      ),
    );
  }
  return answers;
}

const sentBy = (answers: readonly (DeliverResult | string)[]) =>
  answers.filter((answer) => typeof answer === 'object' && answer.verdict === 'sent').length;

describe('a provider that asks for a wait', () => {
  test('is left alone by all workers until it is over: a short wait by retry, a long one by the journey', () =>
    withTouchWorld(async (world) => {
      const { db, deliver, customer, sent, sendgrid } = world;
      sendgrid.fail({ kind: 'status', status: 429, retryAfter: 120 });
      expect(await crowd(world, 3, 0)).toEqual(Array.from({ length: 3 }, () => 'provider_unavailable 120000'));
      // Only the first of them was a call.
      expect([await sent(), await db.attempt.count()]).toEqual([{ email: 0, sms: 0, push: 0, 'in-app': 0 }, 1]);
      expect(await db.touch.findMany({ where: { reason: 'provider_busy' } })).toHaveLength(2);
      expect(sentBy(await crowd(world, 3, 2))).toBe(3);

      sendgrid.fail({ kind: 'status', status: 429, retryAfter: 3600 });
      const request = asking(await customer({ email: 'last@example.com' }), { fallback: ['sms'] });
      expect(await deliver(request, 3)).toMatchObject({ verdict: 'later', until: minutesAfter(63).getTime() });
      const other = asking(await customer({ email: 'other@example.com' }), { fallback: ['sms'] });
      // A channel that waits is not passed over for the next one.
      expect(await deliver(other, 10)).toMatchObject({
        verdict: 'later',
        reason: 'provider_busy',
        until: minutesAfter(63).getTime(),
      });
      expect(await deliver(other, 63)).toMatchObject({ verdict: 'sent', channel: 'email' });
    }));
});

describe('a circuit', () => {
  test('opens after five failures in a row, lets one call through to see, rests longer when that fails, and closes when it goes well', () =>
    withTouchWorld(async (world) => {
      const { db, sendgrid, twilio } = world;
      await sendgrid.stop();
      expect(await crowd(world, 7, 0)).toEqual([
        ...Array.from({ length: 5 }, () => 'provider_unavailable '),
        ...Array.from({ length: 2 }, () => 'provider_unavailable 30000'),
      ]);
      expect(await db.attempt.count()).toBe(5);
      expect(await db.providerState.findMany()).toMatchObject([{ provider: 'sendgrid', circuit: 'open', failures: 5 }]);
      expect(await db.alarm.findMany()).toMatchObject([{ kind: 'circuit', subject: 'sendgrid', level: 'critical' }]);

      // One at a time goes to see; it fails, and the rest is twice as long.
      expect((await crowd(world, 3, 0.5)).map(String)).toEqual([
        'provider_unavailable ',
        'provider_unavailable 60000',
        'provider_unavailable 60000',
      ]);
      expect(await db.attempt.count()).toBe(6);

      const back = channelsWith(world.deps, async () => ({ providerId: 'back' }));
      const healthy = {
        ...world,
        deliver: (request, minutes) => world.deliver(request, minutes, back),
      } satisfies TouchWorld;
      expect(sentBy(await crowd(healthy, 4, 1.5))).toBe(4);
      expect(await db.providerState.count()).toBe(0);
      expect(await db.alarm.findMany()).toMatchObject([{ endedAt: minutesAfter(1.5) }]);
      expect(twilio.accepted).toEqual([]);
    }));

  test('lets exactly one of many workers through that come at the same moment, and another when that one never comes back', () =>
    withTouchWorld(async ({ db, deps, deliver, customer }) => {
      const open = {
        provider: 'sendgrid',
        circuit: 'open',
        failures: 5,
        notBefore: minutesAfter(0),
        reason: 'failures',
        updatedAt: minutesAfter(0),
      };
      await db.providerState.create({ data: open });
      let calls = 0;
      const dying = channelsWith(deps, async () => {
        calls += 1;
        throw new Error('killed');
      });
      const requests = await Promise.all(
        Array.from({ length: 10 }, async (_, each) =>
          asking(await customer({ email: `c${each}@example.com` }), { fallback: [] }),
        ),
      );
      await Promise.allSettled(requests.map((request) => deliver(request, 0, dying)));
      expect(calls).toBe(1);
      expect(await db.providerState.findMany()).toMatchObject([{ circuit: 'half_open', notBefore: minutesAfter(1) }]);
      await Promise.allSettled(requests.map((request) => deliver(request, 1.5, dying)));
      expect(calls).toBe(2);
    }));

  test('goes on to see at once when the call that was to show it was never made: its customer took consent back, or it could not be composed', () =>
    withTouchWorld(async ({ db, deps, deliver, customer }) => {
      const rested = { circuit: 'open', failures: 5, reason: 'failures', notBefore: minutesAfter(0) };
      await db.providerState.create({ data: { provider: 'sendgrid', ...rested, updatedAt: minutesAfter(0) } });
      const leaving = await customer({ email: 'leaving@example.com', phone: null });
      const said = { channel: '*', topic: '*', state: 'withdrawn', basis: 'withdrawal', wording: null } as const;
      const consent = { ...said, method: 'one_click', actor: null, at: minutesAfter(1), expiresAt: null } as const;
      const leaves: typeof deps.compose = async (given) => {
        await addConsent(db, leaving, consent, minutesAfter(1));
        return deps.compose(given);
      };
      const withdrawn = await deliver(asking(leaving, { fallback: [] }), 1, { ...deps, compose: leaves });
      expect(withdrawn).toMatchObject({ verdict: 'suppressed', reason: 'consent_withdrawn' });
      expect(await db.providerState.findMany()).toMatchObject([{ circuit: 'open', notBefore: minutesAfter(1) }]);

      const wordless = asking(await customer({ email: 'b@example.com' }), { fallback: [] });
      const compose: typeof deps.compose = () => Promise.reject(new Error('a defect'));
      await expect(deliver(wordless, 1.25, { ...deps, compose })).rejects.toThrow('a defect');

      const lacking = asking(await customer({ email: 'd@example.com', phone: null }), { fallback: [] });
      const lacks: typeof deps.compose = () => Promise.reject(new InvalidInput('a value is missing'));
      expect(await deliver(lacking, 1.25, { ...deps, compose: lacks })).toMatchObject({ verdict: 'failed' });

      const next = asking(await customer({ email: 'c@example.com' }), { fallback: [] });
      expect(await deliver(next, 1.5)).toMatchObject({ verdict: 'sent' });
      expect(await db.providerState.count()).toBe(0);
    }));

  test('opens at once at a fault of ours: one customer met it, nobody is burnt, and all are reached when it is mended', () =>
    withTouchWorld(async (world) => {
      const { db, deliver, customer, sendgrid } = world;
      sendgrid.fail({ kind: 'status', status: 401 }, 50);
      const requests = await Promise.all(
        Array.from({ length: 5 }, async (_, each) =>
          asking(await customer({ email: `c${each}@example.com` }), { fallback: ['sms'] }),
        ),
      );
      const [first, ...others] = requests;
      expect(await deliver(first!)).toMatchObject({ verdict: 'later', reason: 'operator' });
      for (const request of others) await expect(deliver(request)).rejects.toMatchObject({ retryAfterMs: 300_000 });
      expect(await db.attempt.findMany()).toMatchObject([{ state: 'released', errorCode: 'operator:401' }]);
      expect(await db.providerState.findMany()).toMatchObject([{ circuit: 'open', reason: 'operator:401' }]);
      expect(await db.alarm.findMany()).toMatchObject([{ text: expect.stringContaining('401') }]);
      expect(await db.suppression.count()).toBe(0);

      sendgrid.reset();
      for (const request of requests)
        expect(await deliver(request, 30)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await db.alarm.count({ where: { endedAt: null } })).toBe(0);
    }));

  test('opened by messages that do not arrive is not closed by calls that are taken', () =>
    withTouchWorld(async ({ db, deliver, customer }) => {
      const state = {
        provider: 'sendgrid',
        circuit: 'open',
        failures: 5,
        openedAt: minutesAfter(0),
        updatedAt: minutesAfter(0),
      };
      await db.providerState.create({ data: { ...state, notBefore: minutesAfter(5), reason: 'delivery:30034' } });
      const [one, other] = [
        asking(await customer({ email: 'a@example.com' }), { fallback: [] }),
        asking(await customer({ email: 'b@example.com' }), { fallback: [] }),
      ];
      expect(await deliver(one, 5)).toMatchObject({ verdict: 'sent' });
      expect(await db.providerState.findMany()).toMatchObject([{ circuit: 'half_open', notBefore: minutesAfter(15) }]);
      expect(await deliver(other, 6)).toMatchObject({
        verdict: 'later',
        reason: 'circuit_open',
        until: minutesAfter(15).getTime(),
      });
    }));

  test('knows nothing of tables of ours, and a failure of one provider is none of another', () =>
    withTouchWorld(async (world) => {
      await world.db.$executeRaw`ALTER TABLE in_app_messages RENAME TO away`;
      const request = asking(await world.customer(), { primary: 'in-app', fallback: [] });
      await expect(world.deliver(request)).rejects.toBeDefined();
      expect(await world.db.providerState.count()).toBe(0);
      await world.sendgrid.stop();
      await crowd(world, 6, 0);
      const text = asking(await world.customer({ email: null }), { primary: 'sms', fallback: [] });
      expect(await world.deliver(text)).toMatchObject({ verdict: 'sent', channel: 'sms' });
    }));
});

describe('a channel with a rate', () => {
  test('is called on its own task queue only; receipts and people are not held up by that', () =>
    withTouchWorld(async ({ deps, customer, sent }) => {
      const paced: DeliverDeps = { ...deps, paced: new Set(['sms'] as const) };
      const request = asking(await customer({ email: null }), { fallback: ['sms'] });
      const answer = await deliver(paced, request, minutesAfter(0), 'email');
      expect(answer).toMatchObject({ verdict: 'later', reason: 'paced', via: 'sms', until: minutesAfter(0).getTime() });
      expect(await sent()).toMatchObject({ sms: 0 });
      expect(await deliver(paced, request, minutesAfter(0), 'sms')).toMatchObject({ verdict: 'sent', channel: 'sms' });

      const receipt = asking(await customer({ email: null }), { class: 'transactional', fallback: ['sms'] });
      expect(await deliver(paced, receipt, minutesAfter(0), 'email')).toMatchObject({
        verdict: 'sent',
        channel: 'sms',
      });
    }));
});

function channelsWith(deps: DeliverDeps, send: ChannelAdapter['send']): DeliverDeps {
  const email = deps.channels.get('email') as ChannelAdapter;
  return { ...deps, channels: new Map([...deps.channels, ['email', { ...email, send }] as const]) };
}

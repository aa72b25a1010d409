import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ChannelAdapter } from '../../activities/channels/channel';
import { sendgridEmail } from '../../activities/channels/email-sendgrid';
import type { DeliverDeps } from '../../activities/touches/deliver';
import type { Channel } from '../../domain/channel';
import { asking, minutesAfter, withTouchWorld } from './world';

/** What it is like to be killed: whatever stands after this line never ran. */
class Killed extends Error {}

/** A worker that dies on a channel right before or right after its provider took the message. */
function dying(deps: DeliverDeps, channel: Channel, when: 'before' | 'after'): DeliverDeps {
  const adapter = deps.channels.get(channel) as ChannelAdapter;
  const send: ChannelAdapter['send'] = async (dispatch) => {
    if (when === 'after') await adapter.send(dispatch);
    throw new Killed();
  };
  return { ...deps, channels: new Map([...deps.channels, [channel, { ...adapter, send }]]) };
}

describe('a worker that dies', () => {
  test.each(['before', 'after'] as const)(
    '%s the provider took the mail: it is never sent again, the next channel takes over',
    (when) =>
      withTouchWorld(async ({ db, deliver, deps, customer, sent }) => {
        const request = asking(await customer());
        await expect(deliver(request, 0, dying(deps, 'email', when))).rejects.toThrow(Killed);
        expect(await deliver(request, 0.5)).toMatchObject({
          verdict: 'later',
          reason: 'in_flight',
          until: minutesAfter(1).getTime(),
        });
        expect(await deliver(request, 1)).toMatchObject({
          verdict: 'later',
          reason: 'ambiguous',
          until: minutesAfter(15).getTime(),
        });
        expect(await db.touch.findFirst()).toMatchObject({ state: 'ambiguous', deferredUntil: minutesAfter(15) });

        expect(await deliver(request, 15)).toMatchObject({ verdict: 'sent', channel: 'sms' });
        expect(await sent()).toEqual({ email: when === 'after' ? 1 : 0, sms: 1, push: 0, 'in-app': 0 });
        expect(await db.attempt.findMany({ orderBy: { startedAt: 'asc' } })).toMatchObject([
          { channel: 'email', state: 'unknown', finishedAt: minutesAfter(15) },
          { channel: 'sms', state: 'accepted' },
        ]);
      }),
  );

  test.each(['before', 'after'] as const)(
    '%s our own inbox took the message: our own table knows, so it is there exactly once',
    (when) =>
      withTouchWorld(async ({ db, deliver, deps, customer, sent }) => {
        const request = asking(await customer(), { primary: 'in-app', fallback: ['email'] });
        await expect(deliver(request, 0, dying(deps, 'in-app', when))).rejects.toThrow(Killed);
        expect(await deliver(request, 1)).toMatchObject({ verdict: 'sent', channel: 'in-app' });
        expect(await sent()).toEqual({ email: 0, sms: 0, push: 0, 'in-app': 1 });
        expect(await db.attempt.findMany()).toMatchObject([{ state: 'accepted' }]);
      }),
  );

  test('with no channel left, the touch ends as unknown, and says so for ever', () =>
    withTouchWorld(async ({ db, deliver, deps, customer }) => {
      const request = asking(await customer(), { fallback: [] });
      await expect(deliver(request, 0, dying(deps, 'email', 'after'))).rejects.toThrow(Killed);
      const unknown = { verdict: 'unknown', touchId: expect.any(String), reason: 'no_evidence' };
      expect(await deliver(request, 20)).toEqual(unknown);
      expect(await deliver(request, 40)).toEqual(unknown);
      expect(await db.timelineItem.findMany()).toMatchObject([
        { detail: { verdict: 'unknown', reason: 'no_evidence', channel: null } },
      ]);
    }));

  test('on a critical message: it is sent once more, marked as a possible duplicate, and not a third time', () =>
    withTouchWorld(async ({ db, deliver, deps, customer, sent }) => {
      const request = asking(await customer(), { class: 'critical', fallback: ['sms'] });
      await expect(deliver(request, 0, dying(deps, 'email', 'after'))).rejects.toThrow(Killed);
      await expect(deliver(request, 15, dying(deps, 'email', 'after'))).rejects.toThrow(Killed);
      expect(await deliver(request, 30)).toMatchObject({ verdict: 'sent', channel: 'sms' });
      expect(await sent()).toEqual({ email: 2, sms: 1, push: 0, 'in-app': 0 });
      expect(await db.attempt.findMany({ orderBy: { startedAt: 'asc' } })).toMatchObject([
        { channel: 'email', state: 'unknown', errorCode: null },
        { channel: 'email', state: 'unknown', errorCode: 'possible_duplicate' },
        { channel: 'sms', state: 'accepted', errorCode: null },
      ]);
    }));
});

describe('an answer that is lost', () => {
  test.each([
    { kind: 'status', status: 500, accepted: true },
    { kind: 'status', status: 500 },
    { kind: 'hang', accepted: true },
    { kind: 'reset', accepted: true },
    { kind: 'garbage' },
  ] as const)('by %p leaves the touch ambiguous, then unknown on that channel', (fault) =>
    withTouchWorld(
      async ({ deliver, customer, sent, sendgrid }) => {
        sendgrid.fail(fault);
        const request = asking(await customer(), { fallback: ['in-app'] });
        expect(await deliver(request)).toMatchObject({
          verdict: 'later',
          reason: 'ambiguous',
          until: minutesAfter(15).getTime(),
        });
        expect(await deliver(request, 14)).toMatchObject({ verdict: 'later', reason: 'ambiguous' });
        expect(await deliver(request, 15)).toMatchObject({ verdict: 'sent', channel: 'in-app' });
        expect(await sent()).toMatchObject({ email: 'accepted' in fault ? 1 : 0, 'in-app': 1 });
      },
      fault.kind === 'hang' ? 2_000 : undefined,
    ),
  );
});

describe('a database that is gone when the answer comes', () => {
  test('is told as soon as it is back, so that no acceptance is forgotten', () =>
    withTouchWorld(async ({ databaseUrl, deliver, deps, customer, sent }) => {
      const email = deps.channels.get('email') as ChannelAdapter;
      let back: Promise<void> | undefined;
      const send: ChannelAdapter['send'] = async (dispatch) => {
        const accepted = await email.send(dispatch);
        ({ over: back } = await outage(databaseUrl, 300));
        return accepted;
      };
      const channels = new Map([...deps.channels, ['email', { ...email, send }] as const]);
      expect(await deliver(asking(await customer()), 0, { ...deps, channels })).toMatchObject({ verdict: 'sent' });
      await back;
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
    }));
});

describe('the fence', () => {
  test('lets a slow worker still prove that its message was accepted, while evidence is awaited', () =>
    withTouchWorld(async ({ deliver, deps, customer, sent }) => {
      const request = asking(await customer());
      const email = deps.channels.get('email') as ChannelAdapter;
      const send: ChannelAdapter['send'] = async (dispatch) => {
        const accepted = await email.send(dispatch);
        expect(await deliver(request, 2)).toMatchObject({ verdict: 'later', reason: 'ambiguous' });
        return accepted;
      };
      const slow = { ...deps, channels: new Map([...deps.channels, ['email', { ...email, send }] as const]) };
      expect(await deliver(request, 0, slow)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await deliver(request, 20)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await sent()).toEqual({ email: 1, sms: 0, push: 0, 'in-app': 0 });
    }));

  test('keeps a worker that comes back from the dead from overwriting what was decided without it', () =>
    withTouchWorld(async ({ db, deliver, deps, customer, sendgrid }) => {
      const request = asking(await customer());
      const email = deps.channels.get('email') as ChannelAdapter;
      const send: ChannelAdapter['send'] = async (dispatch) => {
        const accepted = await email.send(dispatch);
        expect(await deliver(request, 30)).toMatchObject({ verdict: 'sent', channel: 'sms' });
        return accepted;
      };
      const dead = { ...deps, channels: new Map([...deps.channels, ['email', { ...email, send }] as const]) };
      expect(await deliver(request, 0, dead)).toMatchObject({ verdict: 'sent', channel: 'sms' });
      // What it brings is still evidence: both went out, and the ledger says so.
      expect(await db.attempt.findFirst({ where: { channel: 'email' } })).toMatchObject({
        state: 'accepted',
        providerId: sendgrid.accepted[0]?.id,
      });
      expect(await db.touch.findFirst()).toMatchObject({ state: 'accepted', channel: 'sms' });
      expect(await db.timelineItem.findMany({ orderBy: { seq: 'asc' } })).toMatchObject([
        { detail: { channel: 'sms' } },
        { detail: { channel: 'email' } },
      ]);
    }));
});

describe('the reconciler', () => {
  const lost = { kind: 'reset', accepted: true } as const;

  test('asks Twilio, when no callback came, for the message that it may have: found, it counts as sent (X04)', () =>
    withTouchWorld(async ({ db, deliver, customer, sent, twilio }) => {
      twilio.fail(lost);
      const request = asking(await customer(), { primary: 'sms', fallback: ['email'] });
      expect(await deliver(request)).toMatchObject({ verdict: 'later', reason: 'ambiguous' });
      expect(await deliver(request, 14)).toMatchObject({ verdict: 'later', reason: 'ambiguous' });
      expect(await deliver(request, 15)).toMatchObject({ verdict: 'sent', channel: 'sms' });
      expect(await sent()).toMatchObject({ sms: 1, email: 0 });
      expect(await db.attempt.findMany()).toMatchObject([{ state: 'accepted', providerId: twilio.accepted[0]?.sid }]);
    }));

  test.each([
    ['that it does not have', { kind: 'reset' } as const, null],
    ['that is another one to the same number', { kind: 'reset' } as const, 'Hello you'],
  ])('a message %s is unknown, and the next channel takes over', (_what, fault, otherWords) =>
    withTouchWorld(async ({ deliver, deps, customer, sent, twilio }) => {
      if (otherWords) {
        const compose: typeof deps.compose = async () => ({ channel: 'sms', text: otherWords });
        await deliver(asking(await customer(), { primary: 'sms', fallback: [], message: 'critical' }), 0, {
          ...deps,
          compose,
        });
      }
      twilio.fail(fault);
      const request = asking(await customer(), { primary: 'sms', fallback: ['email'] });
      await deliver(request);
      expect(await deliver(request, 15)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await sent()).toMatchObject({ sms: otherWords ? 1 : 0, email: 1 });
    }),
  );

  test('asks again when the provider cannot be asked, and gives up after an hour', () =>
    withTouchWorld(async ({ deliver, customer, sent, twilio }) => {
      twilio.fail(lost);
      const request = asking(await customer(), { primary: 'sms', fallback: ['in-app'] });
      await deliver(request);
      await twilio.stop();
      expect(await deliver(request, 15)).toMatchObject({ verdict: 'later', until: minutesAfter(20).getTime() });
      expect(await deliver(request, 59)).toMatchObject({ verdict: 'later', until: minutesAfter(64).getTime() });
      expect(await deliver(request, 64)).toMatchObject({ verdict: 'sent', channel: 'in-app' });
      expect(await sent()).toMatchObject({ sms: 1, 'in-app': 1 });
    }));

  test('asks SendGrid only where the account has Email Activity', () =>
    withTouchWorld(async ({ db, deliver, deps, customer, sendgrid }) => {
      const config = {
        apiKey: 'SG.key',
        from: { email: 'care@shop.example' },
        environment: 'test',
        baseUrl: sendgrid.url,
      };
      const email = sendgridEmail({ ...config, emailActivity: true });
      const able = { ...deps, channels: new Map([...deps.channels, ['email', email] as const]) };
      const [one, other] = [asking(await customer(), { fallback: [] }), asking(await customer(), { fallback: [] })];
      for (const request of [one, other]) {
        sendgrid.fail(lost);
        await deliver(request);
      }
      expect(await deliver(one, 15)).toMatchObject({ verdict: 'unknown' });
      expect(await deliver(other, 15, able)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await db.attempt.findFirst({ where: { state: 'accepted' } })).toMatchObject({
        providerId: sendgrid.accepted[1]?.id,
      });
    }));
});

/** Cuts every connection to a database and lets nobody in for a while. Resolves once it is down; `over` when it is back. */
async function outage(databaseUrl: string, ms: number): Promise<{ readonly over: Promise<void> }> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const maintenance = new Client({ connectionString: databaseUrl.replace(`/${name}`, '/postgres') });
  await maintenance.connect();
  await maintenance.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await maintenance.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  const end = async (): Promise<void> => {
    await pause(ms);
    await maintenance.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await maintenance.end();
  };
  return { over: end() };
}

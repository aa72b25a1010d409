import { addressHashWith } from '../domain/address-hash';
import { DAY_MS, HOUR_MS } from '../domain/duration';
import { DEFAULT_SETTINGS, type Settings } from '../domain/policy/settings';
import type { Report } from '../domain/reports/report';
import { applyReports } from '../prisma/reports/apply';
import { writeSettings } from '../prisma/settings';
import { startSendgrid } from '../standins/sendgrid';
import { withWorld, type World, type WorldCustomer } from '../testkit';
import * as voices from './fixtures/voices';

const journeys = Object.values(voices).flatMap((exported) => ('header' in exported ? [exported.header] : []));
const OPTIONS = { journeys, workflowsPath: require.resolve('./fixtures/voices') };

/** A zone in which it is three in the morning when a world begins, and that lies in no country. */
const NIGHT = 'Etc/GMT+10';

/** When each message left, in hours since an instant. */
async function leftAfter({ db }: World, since: Date, customer: WorldCustomer): Promise<Record<string, number>> {
  const touches = await db.touch.findMany({ where: { customerId: customer.id, sentAt: { not: null } } });
  const hours = (at: Date) => Math.round(((at.getTime() - since.getTime()) / HOUR_MS) * 10) / 10;
  return Object.fromEntries(touches.map((touch) => [touch.message, hours(touch.sentAt!)]));
}

function touchesOf({ db }: World, { id }: WorldCustomer) {
  return db.touch.findMany({ where: { customerId: id }, orderBy: [{ plannedAt: 'asc' }, { id: 'asc' }] });
}

async function rule({ db, now }: World, change: (settings: Settings) => Settings): Promise<void> {
  const next = { basedOn: 0, settings: change(DEFAULT_SETTINGS), actor: 'test' };
  await db.$transaction((tx) => writeSettings(tx, next, now()));
}

test('a touch at three in the morning goes at the opening, and says what it waited for', () =>
  withWorld(async (world) => {
    const monday = world.now();
    const ada = await world.customer({ timeZone: NIGHT });
    await ada.enters('urgent');
    await world.pass('3 hours');
    const [waiting] = await touchesOf(world, ada);
    expect(waiting).toMatchObject({
      state: 'deferred',
      reason: 'quiet_hours',
      deferredUntil: new Date(Math.floor(monday.getTime() / HOUR_MS) * HOUR_MS + 4 * HOUR_MS),
      settingsVersion: 0,
      priority: 'high',
    });
    expect(waiting?.verdicts).toContainEqual(
      expect.objectContaining({
        rule: 'hours',
        channel: 'email',
        pass: false,
        inputs: expect.objectContaining({
          zone: NIGHT,
          local_time: expect.stringMatching(/^03:0/),
          rule: 'everywhere',
          evidence: 'zone',
        }),
      }),
    );

    await world.pass('3 hours');
    expect(await leftAfter(world, monday, ada)).toEqual({ 'at-risk/check-in': 4 });
    expect((await ada.story(['wait', 'touch'])).map((line) => line.split(': ')[1])).toEqual([
      'waits',
      'at-risk/check-in by email',
    ]);
  }, OPTIONS));

test('of two journeys the same morning the higher goes first; the other waits its turn, or is dropped by its own rule (M24)', () =>
  withWorld(async (world) => {
    const monday = world.now();
    const [ada, bob] = [await world.customer({ timeZone: NIGHT }), await world.customer({ timeZone: NIGHT })];
    await ada.enters('patient');
    await bob.enters('fleeting');
    await world.pass('1 hour');
    await ada.enters('urgent');
    await bob.enters('urgent');
    await world.pass('3 days');
    expect(await leftAfter(world, monday, ada)).toEqual({ 'at-risk/check-in': 4, 'onboarding/nudge': 28 });
    expect(await leftAfter(world, monday, bob)).toEqual({ 'at-risk/check-in': 4 });
    expect(await touchesOf(world, bob)).toContainEqual(
      expect.objectContaining({ journey: 'fleeting', state: 'suppressed', reason: 'outranked' }),
    );
  }, OPTIONS));

test('a cap that is reached makes the next touch wait until there is room (M24)', () =>
  withWorld(async (world) => {
    const monday = world.now();
    const ada = await world.customer();
    await ada.enters('patient');
    await world.pass('5 hours');
    await ada.enters('urgent');
    await world.pass('1 hour');
    const [first, second] = await touchesOf(world, ada);
    const deferredUntil = new Date(first!.sentAt!.getTime() + DAY_MS);
    expect(second).toMatchObject({ state: 'deferred', reason: 'cap_one-email-a-day', deferredUntil });
    await world.pass('1 day');
    expect(await leftAfter(world, monday, ada)).toEqual({ 'onboarding/nudge': 0, 'at-risk/check-in': 24 });
  }, OPTIONS));

test('a ticket holds what asks for favours until it is closed (M25, M31)', () =>
  withWorld(async (world) => {
    const monday = world.now();
    const ada = await world.customer({ granted: ['email'] });
    await ada.does('ticket.opened', { ticketId: 't1' });
    await ada.enters('asker');
    await ada.enters('urgent');
    await world.pass('2 days');
    expect(await leftAfter(world, monday, ada)).toEqual({ 'at-risk/check-in': 0 });
    expect(await touchesOf(world, ada)).toContainEqual(
      expect.objectContaining({ journey: 'asker', state: 'deferred', reason: 'open_trouble' }),
    );
    await ada.does('ticket.closed', { ticketId: 't1' });
    await world.pass('1 day');
    expect(Object.keys(await leftAfter(world, monday, ada))).toContain('advocacy/review-ask');
  }, OPTIONS));

test('somebody who wrote something urgent, and waits for a person, is not asked for favours (M25)', () =>
  withWorld(async (world) => {
    const ada = await world.customer({ granted: ['email'] });
    await ada.says('URGENT: we cannot log in, everything is down and we are losing orders!');
    await ada.enters('asker');
    await world.pass('1 hour');
    const [touch] = (await touchesOf(world, ada)).filter(({ journey }) => journey === 'asker');
    expect(touch).toMatchObject({ state: 'deferred', reason: 'open_trouble' });
    expect(touch?.verdicts).toContainEqual(
      expect.objectContaining({ rule: 'trouble', inputs: { tickets: 0, urgent: true, tasks: 1 } }),
    );
  }, OPTIONS));

test('a customer is reached where they prefer, as often as they like, and at the hour at which they act', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    const chosen = { channels: ['sms', 'in-app'], mostPerWeek: 1 };
    await world.db.preference.create({ data: { customerId: ada.id, ...chosen, updatedAt: world.now() } });
    await ada.enters('patient');
    await ada.enters('urgent');
    await world.pass('1 hour');
    const touches = await touchesOf(world, ada);
    expect(touches.find(({ sentAt }) => sentAt !== null)).toMatchObject({ channel: 'in-app' });
    expect(touches.find(({ sentAt }) => sentAt === null)).toMatchObject({
      state: 'deferred',
      reason: 'cap_own-choice',
    });

    const bob = await world.customer({ granted: ['email'] });
    const today = Math.floor(world.now().getTime() / DAY_MS) * DAY_MS;
    const acts = Array.from({ length: 8 }, (_, index) => new Date(today - (index % 2) * DAY_MS - 6 * HOUR_MS + index));
    const { userId } = bob;
    await world.tell(
      acts.map((at) => ({ type: 'track', userId, event: 'Report Viewed', timestamp: at.toISOString() })),
    );
    await bob.enters('asker');
    await world.pass('1 day');
    expect((await touchesOf(world, bob)).map(({ sentAt }) => sentAt?.getUTCHours())).toEqual([18]);
  }, OPTIONS));

test('trouble that does not end gives the touch up after its own time, and the journey goes on', () =>
  withWorld(async (world) => {
    const ada = await world.customer({ granted: ['email'] });
    await ada.does('ticket.opened', { ticketId: 't1' });
    await ada.enters('asker');
    await world.pass('15 days');
    expect((await ada.story()).map((line) => line.slice(line.indexOf(' ', 4) + 1))).toEqual([
      'advocacy/review-ask suppressed (open_trouble)',
      'ended done: asked',
    ]);
  }, OPTIONS));

test('whoever is in nobody-knows-which zone is written to when it is decent from New York to Shanghai', () =>
  withWorld(async (world) => {
    const ada = await world.customer({ timeZone: null });
    await ada.enters('urgent');
    await world.pass('1 day');
    const [touch] = await touchesOf(world, ada);
    expect([11, 12]).toContain(touch?.sentAt?.getUTCHours());
    expect(touch?.verdicts).toContainEqual(
      expect.objectContaining({ rule: 'hours', inputs: expect.objectContaining({ evidence: 'world' }) }),
    );
  }, OPTIONS));

test('two journeys do not speak of the same bill (M24)', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('biller');
    await world.pass('1 hour');
    await ada.enters('dunner');
    await world.pass('1 hour');
    expect(
      (await touchesOf(world, ada)).map(({ journey, subject, state, reason }) => [journey, subject, state, reason]),
    ).toEqual([
      ['biller', 'renewal', 'delivered', null],
      ['dunner', 'renewal', 'suppressed', 'same_subject'],
    ]);
  }, OPTIONS));

test('settings that are changed rule from the next decision on, and touches name the version', () =>
  withWorld(async (world) => {
    const ada = await world.customer();
    await ada.enters('patient');
    await world.pass('1 hour');
    await rule(world, (settings) => ({ ...settings, caps: [] }));
    await ada.enters('urgent');
    await world.pass('1 hour');
    expect(
      (await touchesOf(world, ada)).map(({ sentAt, settingsVersion }) => [sentAt !== null, settingsVersion]),
    ).toEqual([
      [true, 0],
      [true, 1],
    ]);
  }, OPTIONS));

test('a journey goes on as soon as the fate of a message in doubt is known, not when the time for that is over (X04)', async () => {
  const sendgrid = await startSendgrid();
  const from = { email: 'ann@acme.example' };
  const providers = { sendgrid: { apiKey: 'SG.x', from, environment: 'test', baseUrl: sendgrid.url } };
  try {
    await withWorld(
      async (world) => {
        sendgrid.fail({ kind: 'status', status: 500, accepted: true });
        const ada = await world.customer();
        await ada.enters('urgent');
        await world.pass('1 minute');
        expect(await touchesOf(world, ada)).toMatchObject([{ state: 'ambiguous' }]);
        await reported(world, ada, { kind: 'delivered', failure: null, code: null });
        await world.pass('1 minute');
        expect(await ada.story()).toEqual(['day 0: at-risk/check-in by email', 'day 0: ended done: said']);
        expect(sendgrid.accepted).toHaveLength(1);
      },
      { ...OPTIONS, providers },
    );
  } finally {
    await sendgrid.stop();
  }
});

describe('a fallback (M22)', () => {
  const reachable = { phone: '+491701234567', granted: ['email', 'sms'] } as const;
  const stories = async (customer: WorldCustomer) =>
    (await customer.story()).map((line) => line.replace('at-risk/offer-help ', ''));

  test('goes out only when nobody answers within the time that the author declares', () =>
    withWorld(async (world) => {
      const silent = await world.customer(reachable);
      const talkative = await world.customer(reachable);
      for (const customer of [silent, talkative]) await customer.enters('insistent');
      await world.pass('1 day');
      await talkative.does('customer.replied', { channel: 'email', text: 'Yes, please.' });
      await world.pass('20 days');
      expect(await stories(talkative)).toEqual(['day 0: by email', 'day 1: ended done: answered']);
      const [first, second, third] = await stories(silent);
      expect(first).toBe('day 0: by email');
      expect(second).toMatch(/^day [2-5]: by sms$/);
      expect(third).toMatch(/^day [4-7]: by in-app$/);
    }, OPTIONS));

  test('is not needed by whoever came back to the product meanwhile', () =>
    withWorld(async (world) => {
      const ada = await world.customer(reachable);
      await ada.enters('insistent');
      await world.pass('1 day');
      await ada.does('customer.logged_in');
      await world.pass('10 days');
      expect(await stories(ada)).toEqual([
        'day 0: by email',
        'day 2: suppressed (answered)',
        'day 3: ended done: silent',
      ]);
    }, OPTIONS));

  test('takes over when the message provably did not arrive, while the journey waits on', () =>
    withWorld(async (world) => {
      const ada = await world.customer(reachable);
      await ada.enters('hopeful');
      await world.pass('1 hour');
      await comesBack(world, ada);
      await world.pass('2 days');
      expect(await stories(ada)).toEqual(['day 0: by email', 'day 0: bounced (address:5.1.1)', 'day 0: by sms']);
      await ada.does('customer.replied', { channel: 'sms', text: 'Here I am.' });
      await world.pass('1 hour');
      expect((await stories(ada)).at(-1)).toBe('day 2: ended done: answered');
      expect(await world.db.touch.findMany({ where: { customerId: ada.id } })).toMatchObject([
        { channel: 'sms', reason: null },
      ]);
    }, OPTIONS));
});

/** The provider reports that a customer's mail has no such mailbox. */
function comesBack(world: World, customer: WorldCustomer): Promise<void> {
  return reported(world, customer, { kind: 'bounced', failure: 'address', code: '5.1.1' });
}

/** The provider reports of a customer's mail. */
async function reported(
  { db, now, carry }: World,
  { id }: WorldCustomer,
  said: Pick<Report, 'kind' | 'failure' | 'code'>,
): Promise<void> {
  const attempt = await db.attempt.findFirstOrThrow({ where: { channel: 'email' } });
  const touch = await db.touch.findUniqueOrThrow({ where: { id: attempt.touchId } });
  expect(touch.customerId).toBe(id);
  const report: Report = {
    provider: attempt.provider,
    channel: 'email',
    key: `${said.kind} of ${attempt.id}`,
    touchId: touch.id,
    attemptId: attempt.id,
    providerId: null,
    human: false,
    address: null,
    at: now(),
    ...said,
  };
  const context = { addressHash: addressHashWith('a key for tests only'), journeys, now: now() };
  await db.$transaction((tx) => applyReports(tx, [report], context));
  await carry();
}

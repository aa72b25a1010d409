import { newId } from '../../domain/ids';
import type { Db } from '../../prisma/client';
import { giveUpAttempts } from '../../prisma/reconcile';
import type { MailOutcome } from '../../standins/sendgrid-reports';
import { inDisorder } from '../../standins/reporting';
import type { TextOutcome } from '../../standins/twilio-reports';
import { manySent, minutesAfter, MORNING, processorOn, withWebhooks, type SentTouch, type WebhookWorld } from './world';

/** Reports on a mail and lets it be understood. */
async function report(
  { sendgrid, paths, processor }: WebhookWorld,
  { mail }: SentTouch,
  ...outcomes: MailOutcome[]
): Promise<void> {
  const events = sendgrid.eventsOf(mail, outcomes, MORNING);
  expect(await sendgrid.report(events, { url: paths.events }, MORNING)).toEqual([204]);
  await processor.drain();
}

async function callBack(
  { twilio, paths, processor }: WebhookWorld,
  { text }: SentTouch,
  ...outcomes: TextOutcome[]
): Promise<void> {
  const answers = await twilio.report(text, outcomes, { url: paths.status });
  expect(new Set(answers)).toEqual(new Set([204]));
  await processor.drain();
}

const touchOf = (db: Db, { touchId }: SentTouch) => db.touch.findUniqueOrThrow({ where: { id: touchId } });
const attemptOf = (db: Db, { attemptId }: SentTouch) => db.attempt.findUniqueOrThrow({ where: { id: attemptId } });

describe('an address that does not work', () => {
  test.each([
    ['a hard bounce', { event: 'bounce', type: 'bounce', status: '5.1.1' }, 'hard_bounce', 'address:5.1.1'],
    [
      'a mail that SendGrid does not even try',
      { event: 'dropped', reason: 'Bounced Address' },
      'hard_bounce',
      'address:dropped_bounced_address',
    ],
  ] as const)('is given up after %s, by its hash alone, and the touch failed', (_what, outcome, reason, code) =>
    withWebhooks(async (world) => {
      const { db, hash, sent } = world;
      const touch = await sent();
      await report(world, touch, { event: 'processed' }, outcome);
      expect(await touchOf(db, touch)).toMatchObject({ state: 'failed', reason: 'bounced', channel: 'email' });
      expect(await attemptOf(db, touch)).toMatchObject({ state: 'bounced', errorCode: code });
      expect(await db.suppression.findMany()).toMatchObject([
        { channel: 'email', addressHash: hash('email', touch.mail.to), reason, scope: '*', expiresAt: null },
      ]);
      expect(await db.consent.count()).toBe(0);
      expect(await db.trustCount.findMany()).toMatchObject([
        { domain: 'example.com', topic: 'check-ins', sent: 0, bounced: 1, delivered: 0 },
      ]);
      expect(JSON.stringify(await db.touchSignal.findMany())).not.toContain(touch.mail.to);
    }),
  );

  test('is given up for a while after the fifth soft bounce in a month without a delivery between', () =>
    withWebhooks(async (world) => {
      const { db, sent, sendgrid, paths, processor } = world;
      const first = await sent();
      const soft: MailOutcome = {
        event: 'bounce',
        type: 'blocked',
        status: '4.2.2',
        bounce_classification: 'Mailbox Unavailable',
      };
      const sendings = [
        first,
        ...(await Promise.all(
          Array.from({ length: 6 }, () => sent({ customerId: first.customerId, email: first.mail.to })),
        )),
      ];
      for (const [index, touch] of sendings.entries()) {
        const outcome: MailOutcome = index === 1 ? { event: 'delivered' } : soft;
        await sendgrid.report(
          sendgrid.eventsOf(touch.mail, [outcome], minutesAfter(index)),
          { url: paths.events },
          MORNING,
        );
        world.clock.advance(60_000);
        await processor.drain();
        expect(await db.suppression.count()).toBe(index < 6 ? 0 : 1);
      }
      expect(await db.suppression.findMany()).toMatchObject([
        { reason: 'soft_bounce_limit', expiresAt: expect.any(Date) },
      ]);
    }));
});

describe('a person who has had enough', () => {
  test('a complaint takes consent back and leaves receipts alone', () =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const touch = await sent({ messageClass: 'marketing' });
      await report(world, touch, { event: 'delivered' }, { event: 'spamreport' });
      expect(await touchOf(db, touch)).toMatchObject({ state: 'delivered' });
      expect(await db.suppression.findMany()).toMatchObject([
        { reason: 'complaint', scope: 'lifecycle,marketing,service,survey' },
      ]);
      expect(await db.consent.findMany()).toMatchObject([
        {
          customerId: touch.customerId,
          channel: 'email',
          topic: '*',
          state: 'withdrawn',
          method: 'complaint',
          actor: 'sendgrid',
          seq: 1,
        },
      ]);
      expect(await db.trustCount.findMany()).toMatchObject([
        { messageClass: 'marketing', delivered: 1, complained: 1 },
      ]);
    }));

  test('an unsubscription at the provider is ours as well', () =>
    withWebhooks(async (world) => {
      const touch = await world.sent();
      await report(world, touch, { event: 'group_unsubscribe', asm_group_id: 1 });
      expect(await world.db.consent.findMany()).toMatchObject([
        { channel: 'email', state: 'withdrawn', method: 'provider_unsubscribe' },
      ]);
      expect(await world.db.suppression.count()).toBe(0);
      expect(await world.db.trustCount.findMany()).toMatchObject([{ unsubscribed: 1 }]);
    }));

  test('a stop that was told to the carrier bars the number and takes consent back', () =>
    withWebhooks(async (world) => {
      const touch = await world.sent({ channel: 'sms' });
      await callBack(world, touch, { MessageStatus: 'failed', ErrorCode: 21610 });
      expect(await world.db.suppression.findMany()).toMatchObject([
        { channel: 'sms', reason: 'opted_out', addressHash: world.hash('sms', touch.text.To) },
      ]);
      expect(await world.db.consent.findMany()).toMatchObject([
        { channel: 'sms', state: 'withdrawn', actor: 'twilio' },
      ]);
    }));

  test('a complaint about a mail that is not in our ledger counts when a customer has that address', () =>
    withWebhooks(async (world) => {
      const { db, sent, sendgrid, paths, processor, understood } = world;
      const { mail, customerId } = await sent();
      const foreign = { ...mail, custom_args: {} };
      const stranger = { ...foreign, to: 'nobody@example.com' };
      const events = [foreign, stranger].flatMap((one) =>
        sendgrid.eventsOf(one, [{ event: 'spamreport' }, { event: 'delivered' }], MORNING),
      );
      const elsewhere = {
        ...mail,
        custom_args: { touch_id: newId(MORNING), attempt_id: newId(MORNING), env: 'staging' },
      };
      events.push(...sendgrid.eventsOf(elsewhere, [{ event: 'bounce', type: 'bounce', status: '5.1.1' }], MORNING));
      expect(await sendgrid.report(events, { url: paths.events }, MORNING)).toEqual([204]);
      expect(await processor.drain()).toBe(5);
      expect(understood.map(({ strays }) => strays)).toEqual([5]);
      expect(await db.consent.findMany()).toMatchObject([{ customerId, state: 'withdrawn', method: 'complaint' }]);
      expect(await db.suppression.findMany()).toMatchObject([{ reason: 'complaint' }]);
      expect(await db.touchSignal.count()).toBe(0);
    }));
});

describe('codes of carriers', () => {
  test.each([
    [30003, 'passing', false],
    [30004, 'carrier', false],
    [30005, 'address', true],
    [30006, 'address', true],
    [30007, 'content', false],
    [30008, 'passing', false],
    [30022, 'overload', false],
    [30036, 'expired', false],
    [39999, 'unknown', false],
  ] as const)('%i means %s', (code, kind, barred) =>
    withWebhooks(async (world) => {
      const { db, sent, understood } = world;
      const touch = await sent({ channel: 'sms' });
      await callBack(world, touch, { MessageStatus: 'sent' }, { MessageStatus: 'undelivered', ErrorCode: code });
      expect(await attemptOf(db, touch)).toMatchObject({ state: 'bounced', errorCode: `${kind}:${code}` });
      expect(await db.suppression.count()).toBe(barred ? 1 : 0);
      expect(await db.alarm.count()).toBe(kind === 'content' ? 1 : 0);
      expect(await db.providerState.count()).toBe(0);
      expect(understood.flatMap(({ unknownCodes }) => unknownCodes)).toEqual(
        kind === 'unknown' ? [{ provider: 'twilio', code: '39999' }] : [],
      );
    }),
  );

  test('a fault of ours opens the circuit and raises an alarm, instead of burning customers', () =>
    withWebhooks(async (world) => {
      const { db, sent, get } = world;
      const [one, two] = [await sent({ channel: 'sms' }), await sent({ channel: 'sms' })];
      for (const touch of [one, two]) await callBack(world, touch, { MessageStatus: 'undelivered', ErrorCode: 30034 });
      expect(await db.providerState.findMany()).toMatchObject([
        { provider: 'twilio', circuit: 'open', reason: 'delivery:30034', notBefore: minutesAfter(5) },
      ]);
      expect(await db.alarm.findMany()).toMatchObject([
        { kind: 'circuit', subject: 'twilio', level: 'critical', endedAt: null },
      ]);
      expect(await db.suppression.count()).toBe(0);
      expect((await get('/metrics')).text).toContain('perennial_provider_circuit{provider="twilio"} 2');

      // Something that left before the fault proves nothing; what leaves later and arrives does.
      await callBack(world, one, { MessageStatus: 'delivered' });
      expect(await db.providerState.findMany()).toMatchObject([{ circuit: 'open' }]);
      const probe = await sent({ channel: 'sms' });
      await db.attempt.update({ where: { id: probe.attemptId }, data: { startedAt: minutesAfter(6) } });
      await callBack(world, probe, { MessageStatus: 'delivered' });
      expect(await db.providerState.count()).toBe(0);
      expect(await db.alarm.findMany()).toMatchObject([{ endedAt: expect.any(Date) }]);
    }));

  test('SendGrid suspending the account is such a fault', () =>
    withWebhooks(async ({ db, sendgrid, paths, processor }) => {
      const event = { event: 'account_status_change', type: 'compliance_suspend', sg_event_id: 'one', timestamp: 1 };
      await sendgrid.report([event], { url: paths.events }, MORNING);
      await processor.drain();
      expect(await db.providerState.findMany()).toMatchObject([{ provider: 'sendgrid', circuit: 'open' }]);
    }));
});

describe('a message that came back', () => {
  test('is told to the run that sent it, so that its fallback can take over, and to those that declare it', () =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const customer = await sent();
      const enrollmentId = newId(MORNING);
      const run = {
        id: enrollmentId,
        journey: 'at-risk',
        customerId: customer.customerId,
        workflowId: 'at-risk:ada',
        state: 'active',
      };
      await db.enrollment.create({
        data: { ...run, stage: 'checkIn', cause: {}, causeKey: 'k', enteredAt: MORNING, stageAt: MORNING },
      });
      const touch = await sent({ customerId: customer.customerId, email: customer.mail.to, enrollmentId });
      await report(world, touch, { event: 'delivered' }, { event: 'bounce', type: 'bounce', status: '5.1.1' });
      expect(await db.outbox.findMany()).toMatchObject([
        {
          kind: 'event',
          workflowId: 'at-risk:ada',
          payload: {
            type: 'message.bounced',
            eventId: touch.attemptId,
            data: { touchId: touch.touchId, channel: 'email', failure: 'address' },
          },
        },
      ]);
      expect(await db.event.findMany()).toMatchObject([
        { type: 'message.bounced', messageId: `bounced:${touch.attemptId}` },
      ]);
      expect((await db.customer.findFirstOrThrow()).lastSeenAt).toBeNull();
      expect(await db.timelineItem.findMany({ where: { kind: 'touch' } })).toMatchObject([
        { enrollmentId, detail: { verdict: 'bounced', channel: 'email', reason: 'address:5.1.1' } },
      ]);
    }));
});

describe('evidence', () => {
  test.each(['ambiguous', 'dispatching', 'unknown'] as const)(
    'of an attempt that is %s proves that it was accepted',
    (attempt) =>
      withWebhooks(async (world) => {
        const { db, sent } = world;
        const touch = await sent({ attempt, state: attempt });
        await report(world, touch, { event: 'processed' });
        expect(await attemptOf(db, touch)).toMatchObject({ state: 'accepted' });
        expect(await touchOf(db, touch)).toMatchObject({
          state: 'accepted',
          channel: 'email',
          reason: null,
          sentAt: MORNING,
        });
        expect(await db.timelineItem.findMany()).toMatchObject([{ detail: { verdict: 'sent', channel: 'email' } }]);
        expect(await db.trustCount.findMany()).toMatchObject([{ sent: 1, delivered: 0 }]);
      }),
  );

  test('that comes late cancels a fallback that has not gone out, and stands beside one that has', () =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const waiting = await sent({ attempt: 'unknown', state: 'deferred' });
      await db.touch.update({
        where: { id: waiting.touchId },
        data: { channel: null, deferredUntil: minutesAfter(600), reason: 'quiet_hours' },
      });
      await report(world, waiting, { event: 'delivered' });
      expect(await touchOf(db, waiting)).toMatchObject({
        state: 'delivered',
        channel: 'email',
        deferredUntil: null,
        reason: null,
      });

      const [gone, going] = [
        await sent({ attempt: 'unknown', state: 'accepted' }),
        await sent({ attempt: 'unknown', state: 'dispatching' }),
      ];
      for (const [touch, state] of [
        [gone, 'accepted'],
        [going, 'dispatching'],
      ] as const) {
        const fallback = { touchId: touch.touchId, channel: 'sms', provider: 'twilio', token: newId(MORNING), state };
        await db.attempt.create({
          data: { id: newId(MORNING), startedAt: minutesAfter(15), leaseUntil: minutesAfter(16), ...fallback },
        });
        await db.touch.update({ where: { id: touch.touchId }, data: { channel: 'sms' } });
        await report(world, touch, { event: 'delivered' });
        expect(await attemptOf(db, touch)).toMatchObject({ state: 'accepted' });
        expect(await touchOf(db, touch)).toMatchObject({ state, channel: 'sms' });
      }
    }));

  test('of an attempt whose run has ended is not awaited for ever: it is unknown, and still found when it comes', () =>
    withWebhooks(async (world) => {
      const { db, sent } = world;
      const touch = await sent({ attempt: 'ambiguous', state: 'ambiguous', enrollmentId: newId(MORNING) });
      const { enrollmentId, customerId } = await touchOf(db, touch);
      const run = {
        id: enrollmentId!,
        journey: 'at-risk',
        customerId,
        workflowId: 'w',
        stage: 's',
        cause: {},
        causeKey: 'k',
      };
      await db.enrollment.create({ data: { ...run, state: 'active', enteredAt: MORNING, stageAt: MORNING } });
      expect(await giveUpAttempts(db, minutesAfter(120))).toBe(0);
      await db.enrollment.updateMany({ data: { state: 'ended' } });
      expect(await giveUpAttempts(db, minutesAfter(59))).toBe(0);
      expect(await giveUpAttempts(db, minutesAfter(61))).toBe(1);
      expect(await touchOf(db, touch)).toMatchObject({ state: 'unknown', reason: 'no_evidence' });
      expect(await db.timelineItem.findMany()).toMatchObject([
        { detail: { verdict: 'unknown', reason: 'no_evidence' } },
      ]);
      await report(world, touch, { event: 'delivered' });
      expect(await touchOf(db, touch)).toMatchObject({ state: 'delivered' });
    }));
});

describe('what providers do', () => {
  const OUTCOMES: readonly (readonly MailOutcome[])[] = [
    [{ event: 'processed' }, { event: 'deferred', attempt: '1' }, { event: 'delivered' }, { event: 'open' }],
    [{ event: 'processed' }, { event: 'bounce', type: 'bounce', status: '5.1.1' }],
    [{ event: 'processed' }, { event: 'delivered' }, { event: 'spamreport' }, { event: 'unsubscribe' }],
    [{ event: 'delivered' }, { event: 'bounce', type: 'bounce', status: '5.0.0' }],
    [{ event: 'dropped', reason: 'Spam Reporting Address' }],
  ];

  test('46 copies of everything, shuffled, come to the same as the sorted list of each once (X04)', async () => {
    const [sorted, shuffled] = [await outcome(false), await outcome(true)];
    expect(shuffled).toEqual(sorted);
    expect(sorted.touches.map(({ state }) => state)).toEqual(['delivered', 'failed', 'delivered', 'failed', 'failed']);
  });

  /** What five mails come to, with everything that is personal to one run taken out. */
  async function outcome(disorder: boolean) {
    return withWebhooks(async (world) => {
      const { db, sendgrid, paths, processor, sent } = world;
      const events = [];
      const ids: string[] = [];
      for (const outcomes of OUTCOMES) {
        const touch = await sent({ email: `c${ids.length}@example.com` });
        ids.push(touch.touchId);
        events.push(...sendgrid.eventsOf(touch.mail, outcomes, MORNING));
      }
      const delivery = disorder ? { copies: 46, shuffle: 7, batch: 40 } : { batch: 1 };
      await sendgrid.report(events, { url: paths.events, ...delivery }, MORNING);
      // Two processes at once, as in production.
      await Promise.all([processor.drain(), processorOn(world).drain()]);
      await processor.drain();
      const touches = await db.touch.findMany({ where: { id: { in: ids } }, orderBy: { key: 'asc' } });
      const signals = await db.touchSignal.groupBy({ by: ['kind'], _count: true, orderBy: { kind: 'asc' } });
      const consents = await db.consent.groupBy({ by: ['method'], _count: true, orderBy: { method: 'asc' } });
      const suppressions = await db.suppression.groupBy({ by: ['reason'], _count: true, orderBy: { reason: 'asc' } });
      const attempts = await db.attempt.findMany({ orderBy: { touchId: 'asc' } });
      return {
        touches: ids
          .map((id) => touches.find((touch) => touch.id === id)!)
          .map(({ state, reason, channel, deliveredAt }) => ({ state, reason, channel, deliveredAt })),
        attempts: attempts.map(({ state, errorCode }) => `${state} ${errorCode}`).toSorted(),
        signals,
        consents,
        suppressions,
        trust: await db.trustCount.findMany(),
        timeline: await db.timelineItem.count({ where: { kind: 'touch' } }),
        events: await db.event.count(),
      };
    });
  }

  test('ten thousand events in one request are kept in one go and understood in batches', () =>
    withWebhooks(async ({ db, sendgrid, paths, processor }) => {
      const each: MailOutcome[] = [
        { event: 'processed' },
        { event: 'deferred' },
        { event: 'delivered' },
        { event: 'open' },
      ];
      const touches = await manySent(db, 2_500);
      const events = touches.flatMap(({ mail }) => sendgrid.eventsOf(mail, each, MORNING));
      expect(events).toHaveLength(10_000);
      expect(await sendgrid.report(inDisorder(events, { shuffle: 3 }), { url: paths.events }, MORNING)).toEqual([204]);
      expect(await processor.drain()).toBe(10_000);
      expect(await db.touch.count({ where: { state: 'delivered', deliveredAt: { not: null } } })).toBe(2_500);
      expect(await db.touchSignal.count()).toBe(10_000);
      expect(await db.trustCount.findMany()).toMatchObject([{ delivered: 2_500, sent: 0 }]);
    }));

  test('an event that cannot be understood is tried five times, parked with its error, and holds up nobody', () =>
    withWebhooks(async (world) => {
      const { db, sendgrid, paths, processor, sent, clock, get } = world;
      const touch = await sent();
      const good = sendgrid.eventsOf(touch.mail, [{ event: 'delivered' }], MORNING);
      const poison = { event: 'delivered', sg_event_id: 'poison', email: touch.mail.to, timestamp: 'yesterday' };
      await sendgrid.report([poison, ...good], { url: paths.events }, MORNING);
      expect(await processor.drain()).toBe(1);
      expect(await touchOf(db, touch)).toMatchObject({ state: 'delivered' });
      const poisoned = () => db.providerEvent.findFirstOrThrow({ where: { dedupeKey: 'poison' } });
      expect(await processor.drain()).toBe(0);
      expect(await poisoned()).toMatchObject({ attempts: 1, processedAt: null });
      for (const seconds of [2, 2, 4, 8, 60, 600]) {
        clock.advance(seconds * 1000);
        expect(await processor.drain()).toBe(0);
      }
      expect(await poisoned()).toMatchObject({
        attempts: 5,
        processedAt: null,
        error: 'This event has not the members that every event of SendGrid has.',
      });
      expect((await get('/metrics')).text).toMatch(/perennial_provider_events_parked 1\n/);
      expect((await get('/metrics')).text).toMatch(/perennial_provider_events_waiting 0\n/);
    }));
});

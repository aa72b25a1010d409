import fc from 'fast-check';
import { makeRounds } from '../activities/rounds/make';
import { addressHashWith } from '../domain/address-hash';
import { DAY_MS } from '../domain/duration';
import { DEFAULT_SETTINGS } from '../domain/policy/settings';
import { TRUST_MEASURES, trustRate, trustSubject, withoutSeen, type TrustTally } from '../domain/policy/trust';
import { readProviders } from '../prisma/provider-states';
import { countTrust, type TrustFact } from '../prisma/trust';
import { withApi, type ApiWorld } from './support/http';

const { guardrails } = DEFAULT_SETTINGS;
const NONE: TrustTally = { sent: 0, delivered: 0, bounced: 0, complained: 0, unsubscribed: 0 };

describe('a rate', () => {
  test.each([
    [{ sent: 10_000, delivered: 10_000, complained: 7 }, 'complaints', 'good'],
    [{ sent: 10_000, delivered: 10_000, complained: 8 }, 'complaints', 'warn'],
    [{ sent: 10_000, delivered: 10_000, complained: 19 }, 'complaints', 'warn'],
    [{ sent: 10_000, delivered: 10_000, complained: 20 }, 'complaints', 'pause'],
    [{ sent: 199, delivered: 199, complained: 199 }, 'complaints', 'silent'],
    [{ sent: 1_000, delivered: 700, bounced: 80 }, 'bounces', 'pause'],
    [{ sent: 1_000, delivered: 1_000, unsubscribed: 10 }, 'unsubscribes', 'warn'],
    // A channel that reports no deliveries is not silenced by that, and not blown up by it.
    [{ sent: 1_000, delivered: 3, complained: 1 }, 'complaints', 'warn'],
  ] as const)('of %j in %s is %s by default (M34)', (tally, measure, level) => {
    expect(trustRate(measure, { ...NONE, ...tally }, guardrails).level).toBe(level);
  });

  const count = fc.nat({ max: 100_000 });
  const tally = fc
    .record({ sent: count, delivered: count, bounced: count, complained: count, unsubscribed: count })
    .filter(({ sent, delivered, bounced }) => delivered <= sent && bounced <= sent);
  const measure = fc.constantFrom(...TRUST_MEASURES);
  const LEVELS = ['silent', 'good', 'warn', 'pause'];

  test('is a share, and never looks better for more that went wrong', () => {
    fc.assert(
      fc.property(tally, measure, fc.nat({ max: 50 }), (one, what, more) => {
        const rate = trustRate(what, one, guardrails);
        expect(rate.rate).toBeGreaterThanOrEqual(0);
        expect(rate.rate).toBeLessThanOrEqual(1);
        expect(Number.isFinite(rate.rate)).toBe(true);
        const worse = { ...one, complained: one.complained + more, unsubscribed: one.unsubscribed + more };
        const after = trustRate(what, worse, guardrails);
        expect(LEVELS.indexOf(after.level)).toBeGreaterThanOrEqual(LEVELS.indexOf(rate.level));
      }),
    );
  });

  test('does not change when days are added up in another order, and what was seen counts no more', () => {
    const add = (one: TrustTally, other: TrustTally): TrustTally => ({
      sent: one.sent + other.sent,
      delivered: one.delivered + other.delivered,
      bounced: one.bounced + other.bounced,
      complained: one.complained + other.complained,
      unsubscribed: one.unsubscribed + other.unsubscribed,
    });
    fc.assert(
      fc.property(fc.array(tally, { minLength: 1, maxLength: 7 }), tally, measure, (days, later, what) => {
        const seen = days.reduce(add, NONE);
        expect(days.toReversed().reduce(add, NONE)).toEqual(seen);
        expect(withoutSeen(add(seen, later), seen)).toEqual(later);
        expect(trustRate(what, withoutSeen(seen, seen), guardrails).level).toBe('silent');
      }),
    );
  });

  test('has a name of its own', () => {
    const group = fc.record({
      channel: fc.constantFrom('email', 'sms'),
      by: fc.constantFrom('channel', 'topic', 'domain'),
      value: fc.constantFrom('*', 'a', 'b'),
    } as const);
    fc.assert(
      fc.property(group, group, measure, (one, other, what) => {
        const same = (a: typeof one) => (a.by === 'channel' ? `${a.channel}` : JSON.stringify(a));
        const [first, second] = [one, other] as never as [Parameters<typeof trustSubject>[1], typeof one];
        expect(trustSubject(what, first) === trustSubject(what, second as never)).toBe(same(one) === same(other));
      }),
    );
  });
});

type Counts = Partial<Record<TrustFact['what'], number>>;

/** Tells what became of messages, as the ledger and providers' reports do. */
async function tell({ db, clock }: ApiWorld, counts: Counts, about: Partial<Omit<TrustFact, 'what'>> = {}) {
  const base = { channel: 'email', messageClass: 'lifecycle', topic: 'news', domain: 'mail.example' } as const;
  const facts = Object.entries(counts).flatMap(([what, count]) =>
    Array.from({ length: count }, () => ({ ...base, day: clock.now(), ...about, what: what as TrustFact['what'] })),
  );
  await db.$transaction((tx) => countTrust(tx, facts));
}

interface AlarmBody {
  id: string;
  kind: string;
  subject: string;
  level: string;
  text: string;
  ended_by: string | null;
}

const alarms = async ({ get }: ApiWorld, query = '?state=open') =>
  (await get<{ data: AlarmBody[] }>(`/v1/alarms${query}`)).body.data;
const marketingHolds = ({ db }: ApiWorld) =>
  db.hold.findMany({ where: { scope: 'class', target: 'marketing', endedAt: null } });
const round = ({ db, clock }: ApiWorld) =>
  makeRounds({ db, addressHash: addressHashWith('a secret'), channels: new Map() }, clock.now());

describe('guardrails (M34)', () => {
  test('warn first, and end the warning by themselves', () =>
    withApi(async (world) => {
      await tell(world, { sent: 1_000, delivered: 1_000, complained: 1 });
      await round(world);
      expect((await alarms(world)).map(({ subject }) => subject).toSorted()).toEqual([
        'complaints:email',
        'complaints:email:domain:mail.example',
        'complaints:email:topic:news',
      ]);
      expect(await alarms(world)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            kind: 'trust_warning',
            level: 'warning',
            text: 'Complaints by email to mail.example: 1 of 1,000 in 7 days (0.10 %).',
          }),
        ]),
      );
      expect(await marketingHolds(world)).toEqual([]);
      await tell(world, { sent: 5_000, delivered: 5_000 });
      await round(world);
      expect(await alarms(world)).toEqual([]);
    }));

  test('pause marketing at the limit, once, and one step resumes it, without the same numbers pausing it again', () =>
    withApi(async (world) => {
      const { post, get, clock } = world;
      await tell(world, { sent: 1_000, delivered: 1_000, complained: 2 });
      await round(world);
      await round(world);
      const open = await alarms(world);
      expect(open.map(({ kind }) => kind)).toEqual(['trust_pause', 'trust_pause', 'trust_pause']);
      expect(await marketingHolds(world)).toMatchObject([{ cause: 'guardrail', timers: 'keep', until: null }]);
      expect((await get<{ paused: boolean }>('/v1/trust')).body.paused).toBe(true);
      const { text: metrics } = await get('/metrics');
      expect(metrics).toContain('perennial_holds_on{scope="class",cause="guardrail"} 1\n');
      expect(metrics).toContain('perennial_alarms_open{kind="trust_pause",level="critical"} 3\n');
      expect(metrics).toContain('perennial_trust_rate{measure="complaints",channel="email"} 0.002\n');

      const resumed = await post<AlarmBody>(`/v1/alarms/${open[0]!.id}/resume`, {});
      expect(resumed).toMatchObject({ status: 200, body: { ended_by: 'admin key' } });
      expect([await alarms(world), await marketingHolds(world)]).toEqual([[], []]);
      expect((await post<AlarmBody>(`/v1/alarms/${open[0]!.id}/resume`, {})).body).toEqual(resumed.body);

      for (const later of [0, DAY_MS]) {
        clock.advance(later);
        await round(world);
        expect([await alarms(world), await marketingHolds(world)]).toEqual([[], []]);
      }
      await tell(world, { sent: 300, delivered: 300, complained: 2 });
      await round(world);
      expect((await marketingHolds(world)).length).toBe(1);
    }));

  test('end with their hold, whichever of the two somebody resumes', () =>
    withApi(async (world) => {
      await tell(world, { sent: 1_000, delivered: 900, bounced: 100 });
      await round(world);
      const [hold] = await marketingHolds(world);
      expect((await world.post(`/v1/holds/${hold!.id}/resume`, {})).status).toBe(200);
      await round(world);
      expect([await alarms(world), await marketingHolds(world)]).toEqual([[], []]);
      expect((await alarms(world, '?state=ended&kind=trust_pause')).length).toBe(3);
      const deeds = await world.db.auditEntry.findMany({
        where: { action: { startsWith: 'hold.' } },
        orderBy: { seq: 'asc' },
      });
      expect(deeds.map(({ actor, action }) => `${actor}: ${action}`)).toEqual([
        'guardrail: hold.placed',
        'admin key: hold.ended',
      ]);
    }));

  test('look at the last days only, and tell channels, topics and domains apart', () =>
    withApi(async (world) => {
      const { get, clock } = world;
      await tell(world, { sent: 1_000, delivered: 1_000, complained: 5 }, { domain: 'old.example' });
      clock.advance(7 * DAY_MS);
      await tell(world, { sent: 400, delivered: 400 });
      await tell(world, { sent: 300, delivered: 300, complained: 1 }, { domain: 'cross.example', topic: 'offers' });
      await tell(world, { sent: 500 }, { channel: 'sms', domain: '*' });
      await round(world);
      const { body } = await get<{ days: number; rates: { channel: string; by: string; value: string }[] }>(
        '/v1/trust',
      );
      const complaints = body.rates.filter((rate) => (rate as unknown as { measure: string }).measure === 'complaints');
      expect(body.days).toBe(7);
      expect(complaints).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ channel: 'email', by: 'channel', value: '*', count: 1, of: 700, level: 'warn' }),
          expect.objectContaining({ channel: 'email', by: 'domain', value: 'cross.example', level: 'pause' }),
          expect.objectContaining({ channel: 'email', by: 'domain', value: 'mail.example', level: 'good' }),
          expect.objectContaining({ channel: 'email', by: 'topic', value: 'offers', level: 'pause' }),
          expect.objectContaining({ channel: 'sms', by: 'channel', value: '*', of: 500, level: 'good' }),
        ]),
      );
      expect(complaints.some(({ value }) => value === 'old.example')).toBe(false);
      expect(complaints.some(({ channel, by }) => channel === 'sms' && by === 'domain')).toBe(false);
    }));

  test('go by the settings that rule, and two rounds at once make one pause', () =>
    withApi(async (world) => {
      const { send, db } = world;
      const stricter = { ...guardrails, least: 10, complaints: { warn: 0.01, pause: 0.02 } };
      const settings = { ...DEFAULT_SETTINGS, guardrails: stricter };
      expect((await send('PUT', '/v1/settings', { settings }, { headers: { 'If-Match': '"0"' } })).status).toBe(200);
      await tell(world, { sent: 50, delivered: 50, complained: 1 });
      await Promise.all([round(world), round(world), round(world)]);
      expect((await marketingHolds(world)).length).toBe(1);
      expect(await db.alarm.count()).toBe(3);
    }));
});

test('an alarm that stops nothing is ended by the same step, and that of a circuit closes it', () =>
  withApi(async (world) => {
    const { db, post, clock } = world;
    const raisedAt = clock.now();
    const common = { level: 'warning', text: 'x', raisedAt };
    const ids = ['0195553d-0000-7000-8000-000000000001', '0195553d-0000-7000-8000-000000000002'] as const;
    await db.providerState.create({
      data: { provider: 'sendgrid', circuit: 'open', failures: 5, updatedAt: raisedAt },
    });
    await db.alarm.create({ data: { id: ids[0], kind: 'circuit', subject: 'sendgrid', ...common } });
    await db.alarm.create({ data: { id: ids[1], kind: 'content_filtered', subject: 'at-risk/check-in', ...common } });
    for (const id of ids) expect((await post(`/v1/alarms/${id}/resume`, {})).status).toBe(200);
    expect(await db.alarm.count({ where: { endedAt: null } })).toBe(0);
    expect((await readProviders(db)).filter(({ circuit }) => circuit !== 'closed')).toEqual([]);
    expect((await post('/v1/alarms/0195553d-0000-7000-8000-000000000003/resume', {})).status).toBe(404);
  }));

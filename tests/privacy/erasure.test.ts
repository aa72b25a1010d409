import { makeRounds } from '../../activities/rounds/make';
import { createChannels } from '../../activities/channels/channels';
import { NotFound } from '../../domain/errors';
import { verifyAudit } from '../../prisma/audit';
import { proveConsents } from '../../prisma/consents';
import { resolveCustomerId } from '../../prisma/customers';
import { IMPERSONAL_TABLES, PERSONAL_TABLES } from '../../prisma/privacy/data-map';
import { eraseNow } from '../../prisma/privacy/erasures';
import { exportCustomer } from '../../prisma/privacy/export';
import { withWorld } from '../../testkit';
import { withDatabase } from '../support/database';
import { addressHash, lifeOfAda, tablesOf, tracesIn } from './life';

const STAFF = { by: 'an admin', requestId: 'r' };

test('every table of the database is on the data map, or is known to say nothing of any customer', () =>
  withDatabase(async ({ db }) => {
    const mapped = [...Object.keys(PERSONAL_TABLES), ...Object.keys(IMPERSONAL_TABLES)];
    expect(mapped.toSorted()).toEqual(await tablesOf(db));
  }));

test('an erasure in the middle of a journey ends it, and leaves nothing of the customer in any table (GDPR article 17)', () =>
  withWorld(async (world) => {
    const { db, pass, carry, now, temporal } = world;
    const deps = { db, addressHash };
    const ada = await lifeOfAda(world);
    const ben = await world.customer({ email: 'ben@example.com', owner: 'ann' });
    await ben.says('Hello, how do I export?');
    await pass('1 minute');
    const copy = await exportCustomer(db, { ...deps, ...STAFF, customerId: ada.id }, now());
    const empty = Object.keys(copy.tables).filter((name) => copy.tables[name]!.length === 0);
    expect(empty.toSorted()).toEqual(['audit_log', 'privacy_requests', 'suppressions']);
    const before = await db.utterance.count();

    const sent = await db.attempt.count();
    const wish = await eraseNow(deps, { ...STAFF, customerId: ada.id }, now());
    expect(wish).toMatchObject({ kind: 'erase', by: 'an admin', doneAt: null, outcome: { erasedBy: 'an admin' } });
    await carry();
    expect(await tracesIn(db)).toEqual([]);
    const { status } = await temporal.workflow.getHandle(`at-risk:${ada.id}`).describe();
    expect(status.name).toBe('TERMINATED');

    await pass('10 days');
    expect(await db.attempt.count()).toBe(sent);
    await makeRounds(
      { ...deps, channels: createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db }) },
      now(),
    );
    expect(await db.customerKey.count()).toBe(0);
    expect(await db.privacyRequest.findMany({ where: { doneAt: null } })).toEqual([]);
    expect(await tracesIn(db)).toEqual([]);

    expect(await db.enrollment.findMany({ where: { customerId: ada.id } })).toMatchObject([
      { state: 'ended', how: 'steered', outcome: 'erased' },
    ]);
    expect(await db.task.findMany({ where: { customerId: ada.id }, select: { state: true, because: true } })).toEqual([
      { state: 'cancelled', because: 'erased' },
    ]);
    expect(await db.touch.findMany({ where: { key: 'waits' } })).toMatchObject([
      { state: 'suppressed', reason: 'erased', subject: null },
    ]);
    expect(await ada.timeline()).toEqual([]);
    expect(await db.utterance.count()).toBe(before - 1);
    expect((await db.customer.findUniqueOrThrow({ where: { id: ben.id } })).email).toBe('ben@example.com');
  }));

test('what is kept is proof: consents in their chain, what was sent when, hashes that bar the addresses, and who erased', () =>
  withWorld(async (world) => {
    const { db, now } = world;
    const ada = await lifeOfAda(world);
    await eraseNow({ db, addressHash }, { ...STAFF, customerId: ada.id }, now());
    expect(await proveConsents(db, ada.id)).toMatchObject({ chains: [{ broken: null }] });
    const granted = await db.consent.findFirstOrThrow({ where: { customerId: ada.id, topic: 'stories' } });
    expect(granted).toMatchObject({ state: 'granted', wording: 'Yes, stories.' });
    expect(Object.keys(granted.evidence as object)).toEqual(['erased']);
    const barred = await db.suppression.findMany({
      select: { channel: true, addressHash: true, reason: true, scope: true },
    });
    expect(barred.toSorted((one, other) => (one.channel < other.channel ? -1 : 1))).toEqual([
      { channel: 'email', addressHash: addressHash('email', 'ada@analytical.example'), reason: 'erased', scope: '*' },
      { channel: 'sms', addressHash: addressHash('sms', '+14155550123'), reason: 'erased', scope: '*' },
    ]);
    expect(await db.attempt.count()).toBeGreaterThan(0);
    expect((await verifyAudit(db)).broken).toBeNull();
    expect(await db.auditEntry.findMany({ where: { subject: ada.id, action: 'privacy.erased' } })).toHaveLength(1);
  }));

test('whoever comes back under the same names begins anew, and the address stays barred', () =>
  withWorld(async (world) => {
    const { db, now, pass, tell, sweep } = world;
    const ada = await lifeOfAda(world);
    await eraseNow({ db, addressHash }, { ...STAFF, customerId: ada.id }, now());
    await expect(resolveCustomerId(db, ada.id)).rejects.toThrow(NotFound);
    await tell([
      { type: 'identify', userId: 'user-ada', traits: { email: 'Ada@Analytical.example', timezone: 'UTC' } },
    ]);
    const back = await resolveCustomerId(db, 'user-ada');
    expect(back).not.toBe(ada.id);
    await ada.does('usage.dropped', { percent: 60 });
    await pass('1 day');
    await sweep();
    expect(await db.event.count({ where: { customerId: ada.id } })).toBe(0);
    expect(await db.touch.findMany({ where: { customerId: back }, select: { state: true, channel: true } })).toEqual([
      { state: 'accepted', channel: 'in-app' },
    ]);
    const { verdicts } = await db.touch.findFirstOrThrow({ where: { customerId: back } });
    expect(JSON.stringify(verdicts)).toContain('erased');
  }));

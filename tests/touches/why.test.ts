import { createChannels } from '../../activities/channels/channels';
import { deliver } from '../../activities/touches/deliver';
import { previewRoutes } from '../../api/routes/preview';
import { settingsRoutes } from '../../api/routes/settings';
import { touchRoutes } from '../../api/routes/touches';
import { whyRoutes } from '../../api/routes/why';
import { newId } from '../../domain/ids';
import { DEFAULT_SETTINGS, type Settings } from '../../domain/policy/settings';
import type { Db } from '../../prisma/client';
import { enroll } from '../../prisma/enrollments';
import { journeyHeaders } from '../../workflows/headers';
import { withApi } from '../support/http';
import { asking, createCustomer, ledgerOn, minutesAfter, MORNING } from './world';

test('whoever asks why a customer was reached as they were sees every rule and every call, but no address', () =>
  withApi({ routes: touchRoutes }, async ({ db, get }) => {
    const deps = ledgerOn(db, createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db }));
    const request = asking(await createCustomer(db, { grant: false }), { primary: 'sms', fallback: ['email'] });
    const { touchId } = await deliver(deps, request, MORNING);

    const { status, body, text } = await get(`/v1/touches/${touchId}`, { role: 'operate' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: touchId,
      customer_id: request.customerId,
      message: 'lifecycle',
      class: 'lifecycle',
      state: 'delivered',
      channel: 'email',
      planned_at: minutesAfter(0).toISOString(),
      attempts: [{ channel: 'email', provider: 'capture', state: 'accepted', code: null }],
    });
    expect(body['verdicts']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'sms', rule: 'consent', pass: false, reason: 'consent_missing' }),
        expect.objectContaining({ channel: 'email', rule: 'consent', pass: true, reason: 'ok' }),
      ]),
    );
    expect(text).not.toMatch(/example\.com|555.?0123/i);
    expect((await get('/v1/touches/0195a000-0000-7000-8000-000000000000')).status).toBe(404);
  }));

type Verdicts = readonly { readonly rule: string; readonly pass: boolean; readonly inputs: object }[];

function ledger(db: Db) {
  return ledgerOn(db, createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db }));
}

const NIGHT = new Date('2026-03-03T03:00:00Z');

test('one answer says why a customer was not written to: refused entries, touches with their rules, what waits and what holds (X07)', () =>
  withApi({ routes: whyRoutes, startAt: NIGHT }, async ({ db, get }) => {
    const ada = await createCustomer(db);
    const atRisk = journeyHeaders.find(({ name }) => name === 'at-risk')!;
    const by = (cause: string) => ({ customerId: ada, cause: { kind: 'request' as const, by: cause } });
    const entered = await db.$transaction((tx) => enroll(tx, atRisk, by('ann'), NIGHT));
    await db.$transaction((tx) => enroll(tx, atRisk, by('bob'), NIGHT));
    if (!entered.enrolled) throw new Error('Ada was not let in.');
    const request = asking(ada, { enrollmentId: entered.enrollmentId, stage: 'checkIn', priority: 'high' });
    const { touchId } = await deliver(ledger(db), request, NIGHT);
    const hold = {
      id: newId(NIGHT),
      scope: 'channel',
      target: 'sms',
      cause: 'staff',
      reason: 'number moves',
      by: 'ann',
    };
    await db.hold.create({ data: { ...hold, since: NIGHT } });
    await db.preference.create({ data: { customerId: ada, channels: ['email'], mostPerWeek: 2, updatedAt: NIGHT } });

    const { status, body, text } = await get(`/v1/customers/${ada}/why?journey=at-risk`, { role: 'operate' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_id: ada,
      journey: 'at-risk',
      enrollments: [{ id: entered.enrollmentId, state: 'active' }],
      refusals: [{ journey: 'at-risk', reason: 'already_running', cause: { kind: 'request', by: 'bob' } }],
      touches: [{ id: touchId, state: 'deferred', reason: 'quiet_hours', priority: 'high', settings_version: 0 }],
      waiting: [{ touch_id: touchId, reason: 'quiet_hours', until: '2026-03-03T07:00:00.000Z' }],
      holds: [{ id: hold.id, scope: 'channel', target: 'sms', cause: 'staff', until: null }],
      preferences: { channels: ['email'], most_per_week: 2, paused_until: null },
      trouble: { open_tickets: 0, urgent_conversation: false, open_tasks: 0 },
      settings_version: 0,
      code_version: 'test',
    });
    const [{ verdicts }] = body['touches'] as [{ verdicts: Verdicts }];
    expect(verdicts.find(({ pass }) => !pass)).toMatchObject({ rule: 'hours', until: '2026-03-03T07:00:00.000Z' });
    expect(text).not.toMatch(/example\.com|555.?0123/i);

    expect((await get(`/v1/customers/${ada}/why`)).body).toMatchObject({
      journey: null,
      waiting: [{ touch_id: touchId }],
    });
    expect((await get(`/v1/customers/${ada}/why?journey=nonsense`)).status).toBe(400);
    expect((await get('/v1/customers/nobody/why')).status).toBe(404);
  }));

test('a preview gates a message for a customer now, sends nothing and writes nothing', () =>
  withApi({ routes: previewRoutes, startAt: NIGHT }, async ({ db, post, clock }) => {
    const ada = await createCustomer(db, { grant: false });
    const path = `/v1/customers/${ada}/preview`;
    const ask = (body: object) => post(path, body, { role: 'operate' });
    const before = await everyRow(db);

    expect((await ask({ message: 'at-risk/check-in' })).body).toMatchObject({
      decision: 'defer',
      channel: null,
      until: '2026-03-03T07:00:00.000Z',
      reason: 'quiet_hours',
      settings_version: 0,
      code_version: 'test',
    });
    clock.set(MORNING);
    const noted = await ask({ message: 'at-risk/check-in', channels: ['sms', 'in-app'], journey: 'at-risk' });
    expect(noted.body).toMatchObject({ decision: 'send', channel: 'in-app', until: null });
    expect(noted.body['verdicts']).toContainEqual(
      expect.objectContaining({ rule: 'consent', channel: 'sms', pass: false, reason: 'consent_missing' }),
    );
    expect((await ask({ message: 'advocacy/review-ask', channels: ['email'] })).body).toMatchObject({
      decision: 'refuse',
      reason: 'consent_missing',
    });
    expect(await everyRow(db)).toEqual(before);

    expect((await ask({ message: 'no/such' })).body).toMatchObject({ errors: [{ pointer: '/message' }] });
    expect((await ask({ message: 'at-risk/check-in', journey: 'x' })).body).toMatchObject({
      errors: [{ pointer: '/journey' }],
    });
  }));

test('settings are read and replaced whole, by version, by admins, on record, and every version stays', () =>
  withApi({ routes: settingsRoutes }, async ({ db, get, send }) => {
    const read = await get<{ settings: Settings }>('/v1/settings', { role: 'operate' });
    expect([read.status, read.headers.get('etag')]).toEqual([200, '"0"']);
    expect(read.body).toMatchObject({ version: 0, actor: null, settings: DEFAULT_SETTINGS });

    const settings = { ...read.body.settings, patience: { days: 3 } };
    const put = (body: object, tag?: string, role: 'operate' | 'admin' = 'admin') =>
      send('PUT', '/v1/settings', body, { role, headers: tag ? { 'If-Match': tag } : {} });
    expect((await put({ settings }, '"0"', 'operate')).status).toBe(403);
    expect((await put({ settings })).status).toBe(428);
    const changed = await put({ settings, note: 'a week is too long' }, '"0"');
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"1"']);
    const stale = await put({ settings: DEFAULT_SETTINGS }, '"0"');
    expect([stale.status, stale.headers.get('etag')]).toEqual([412, '"1"']);

    expect((await get('/v1/settings')).body).toMatchObject({ version: 1, settings: { patience: { days: 3 } } });
    await put({ settings: DEFAULT_SETTINGS }, '"1"');
    const versions = await get<{ data: readonly object[]; next_cursor: string }>('/v1/settings/versions?limit=1');
    expect(versions.body.data).toMatchObject([{ version: 2, actor: 'admin key' }]);
    const older = await get(`/v1/settings/versions?cursor=${versions.body.next_cursor}`);
    expect(older.body).toMatchObject({ data: [{ version: 1, note: 'a week is too long' }], next_cursor: null });
    expect((await get('/v1/settings/versions/0')).body).toMatchObject({ version: 0, settings: DEFAULT_SETTINGS });
    expect((await get('/v1/settings/versions/9')).status).toBe(404);
    const entries = await db.auditEntry.findMany({ orderBy: { seq: 'asc' } });
    expect(entries.map(({ action, actor, detail }) => ({ action, actor, detail }))).toEqual([
      { action: 'settings.changed', actor: 'admin key', detail: { from: 0, to: 1, note: 'a week is too long' } },
      { action: 'settings.changed', actor: 'admin key', detail: { from: 1, to: 2, note: null } },
    ]);
  }));

test('settings that make no sense are refused, with every fault and its place', () =>
  withApi({ routes: settingsRoutes }, async ({ send }) => {
    const email = { weekdays: [20, 7], saturday: null, sunday: null, holidays: null };
    const settings = {
      ...DEFAULT_SETTINGS,
      hours: { everywhere: { email }, regions: { Texas: {} } },
      caps: [{ ...DEFAULT_SETTINGS.caps[0], most: -1 }],
      colour: 'red',
    };
    const { status, body } = await send('PUT', '/v1/settings', { settings }, { headers: { 'If-Match': '"0"' } });
    expect(status).toBe(400);
    const pointers = (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    for (const place of ['/settings/hours/everywhere/email/weekdays', '/settings/caps/0/most', '/settings/colour'])
      expect(pointers).toContain(place);
    expect(pointers.some((pointer) => pointer.startsWith('/settings/hours/regions'))).toBe(true);
  }));

/** How many rows each table holds that a touch could write. */
async function everyRow(db: Db): Promise<readonly number[]> {
  return Promise.all([
    db.touch.count(),
    db.attempt.count(),
    db.timelineItem.count(),
    db.capturedMessage.count(),
    db.inAppMessage.count(),
    db.outbox.count(),
  ]);
}

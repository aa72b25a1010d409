import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { createLogger } from '../../api/logging';
import { lookupAmong, type ReceiverHosts } from '../../api/outgoing/address';
import { createCourier } from '../../api/outgoing/courier';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { UNSEALED } from '../../domain/secret-seal';
import { addConsent } from '../../prisma/consents';
import { endAlarm, raiseAlarm } from '../../prisma/alarms';
import { sealEndpointSecrets } from '../../prisma/outgoing/secrets';
import { createSecretSeal } from '../../temporal/secret-seal';
import { withApi, type ApiWorld } from '../support/http';
import { withReceiver, type Receiver } from './receiver';

type Endpoint = { id: string; secret: string; disabled_at: string | null; disabled_because: string | null };
type Delivery = {
  id: string;
  state: string;
  attempts: number;
  status: number | null;
  error: string | null;
  next_at: string;
};
type Payload = { type: string; timestamp: string; data: Record<string, unknown> };

const EVERYTHING = [
  'task.opened',
  'task.claimed',
  'task.completed',
  'enrollment.started',
  'consent.changed',
  'conversation.message_received',
  'alarm.raised',
  'alarm.ended',
];

test('whoever listens hears of tasks, journeys, consents, messages and alarms: ids, and no word of a customer', () =>
  withListener(EVERYTHING, async ({ api, receiver, drain }) => {
    await happenings(api);
    expect(await drain()).toBeGreaterThan(6);
    const told = receiver.got.map(({ body }) => JSON.parse(body) as Payload);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(EVERYTHING));
    const all = receiver.got.map(({ body }) => body).join('\n');
    for (const word of ['ada@acme.example', 'Ada Example', 'Nobody can log in', 'whsec_'])
      expect(all).not.toContain(word);

    const opened = told.find(({ type }) => type === 'task.opened')!;
    const { id } = await api.db.task.findFirstOrThrow({ where: { queue: 'customer-success' } });
    expect(opened.data).toMatchObject({
      task_id: id,
      playbook: 'urgent-message',
      user_ids: ['ada'],
      link: `https://perennial.acme.example/app/tasks/${id}`,
    });
    const done = told.find(({ type }) => type === 'task.completed')!;
    expect(done.data).toMatchObject({ task_id: id, outcome: 'reached_resolved', finished_by: 'ann', state: 'done' });
    expect(done.timestamp).toBe(api.clock.now().toISOString());
    expect(await drain()).toBe(0);
  }));

test('webhooks are signed by Standard Webhooks, so that its own library and a hand-made check verify them', () =>
  withListener(['alarm.raised'], async ({ api, receiver, endpoint, drain }) => {
    api.clock.set(new Date());
    await alarm(api, 'one');
    await drain();
    const { headers, body } = receiver.got[0]!;
    expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'alarm.raised',
    });

    const key = Buffer.from(endpoint.secret.slice('whsec_'.length), 'base64');
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(() => new Webhook(endpoint.secret).verify(`${body} `, headers as Record<string, string>)).toThrow(
      'No matching signature found',
    );
  }));

test('secrets of endpoints are kept sealed, bound to their endpoint, and follow the master key; what was kept plain before is sealed too', () =>
  withReceiver((receiver) => {
    const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    return withApi({ receivers: 'any', secretSeal: createSecretSeal(old) }, async (api) => {
      const { db, post } = api;
      api.clock.set(new Date());
      const words = { name: 'CRM sync', url: receiver.url, events: ['alarm.raised'], form: 'standard' };
      const { body: endpoint } = await post<Endpoint>('/v1/webhook-endpoints', words);
      const { body: rotated } = await post<Endpoint>(`/v1/webhook-endpoints/${endpoint.id}/rotation`);
      const kept = () => db.webhookEndpoint.findUniqueOrThrow({ where: { id: endpoint.id } });
      const shape = /^sealed:[0-9a-f]{12}:/;
      expect(await kept()).toMatchObject({
        secret: expect.stringMatching(shape),
        previousSecret: expect.stringMatching(shape),
      });
      const seals = [createSecretSeal(`${fresh},${old}`), createSecretSeal(fresh)] as const;
      await expect(sealEndpointSecrets(db, seals[1])).rejects.toThrow(/not among the configured ones/);
      // Of a release that sealed nothing.
      const plain = {
        ...words,
        id: newId(api.clock.now()),
        secret: endpoint.secret,
        createdAt: api.clock.now(),
        createdBy: 'x',
      };
      await db.webhookEndpoint.create({ data: plain });
      expect([await sealEndpointSecrets(db, seals[0]), await sealEndpointSecrets(db, seals[0])]).toEqual([2, 0]);
      expect(JSON.stringify(await db.webhookEndpoint.findMany())).not.toContain('whsec_');
      await alarm(api, 'one');
      await courierOf(api, 'any', seals[1]).drain();
      const secrets = receiver.got.map(({ headers, body }) =>
        [rotated.secret, endpoint.secret].filter((secret) => verifies(secret, body, headers)),
      );
      expect(secrets).toEqual(expect.arrayContaining([[rotated.secret, endpoint.secret], [endpoint.secret]]));

      // Without the key nothing is signed, nothing is lost, and one that stands in another's place opens nothing.
      await db.webhookEndpoint.update({ where: { id: plain.id }, data: { secret: (await kept()).secret } });
      await alarm(api, 'two');
      for (const seal of [createSecretSeal(old), createSecretSeal(undefined)]) {
        api.clock.advance(HOUR_MS);
        await courierOf(api, 'any', seal).drain();
      }
      const waiting = await db.webhookDelivery.findMany({ where: { state: 'waiting' } });
      expect(waiting).toHaveLength(2);
      for (const { error, attempts } of waiting) {
        expect(error).toBe('its secret cannot be read with the keys that are configured');
        expect(attempts).toBe(2);
      }
      api.clock.advance(DAY_MS);
      await courierOf(api, 'any', seals[1]).drain();
      expect(await db.webhookDelivery.count({ where: { state: 'waiting' } })).toBe(1);
    });
  }));

test('a secret is shown once, and after a rotation both sign for a day', () =>
  withListener(['alarm.raised'], async ({ api, receiver, endpoint, drain }) => {
    api.clock.set(new Date());
    const { body: rotated } = await api.post<Endpoint>(`/v1/webhook-endpoints/${endpoint.id}/rotation`);
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect((await api.get('/v1/webhook-endpoints')).text).not.toContain('whsec_');

    await alarm(api, 'one');
    await drain();
    const { headers, body } = receiver.got[0]!;
    for (const { secret } of [endpoint, rotated]) new Webhook(secret).verify(body, headers as Record<string, string>);

    api.clock.advance(DAY_MS + HOUR_MS);
    await alarm(api, 'two');
    await drain();
    expect(String(receiver.got[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
    const kept = await api.db.auditEntry.findMany({ where: { action: { startsWith: 'webhook_endpoint' } } });
    expect(JSON.stringify(kept.map(({ detail }) => detail))).not.toContain('whsec_');
  }));

test('what does not get through is tried again with growing rests under the same id, heeding Retry-After, and given up after days', () =>
  withListener(['alarm.raised'], async ({ api, receiver, endpoint, drain }) => {
    receiver.answers(503, { 'retry-after': '1200' });
    await alarm(api, 'one');
    await drain();
    expect(await drain()).toBe(0);
    const [first] = await deliveries(api);
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, status: 503, error: 'the receiver answered 503' });
    expect(Date.parse(first!.next_at!) - api.clock.now().getTime()).toBe(20 * MINUTE_MS);

    receiver.answers(500);
    let [last] = await deliveries(api);
    while (last!.state === 'waiting') {
      api.clock.set(new Date(last!.next_at!));
      await drain();
      [last] = await deliveries(api);
    }
    expect(last).toMatchObject({ state: 'failed', attempts: 10, status: 500, next_at: null });
    expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([first!.id]));

    await alarm(api, 'two');
    api.clock.advance(3 * DAY_MS);
    await drain();
    const { body } = await api.get<{ data: Endpoint[] }>('/v1/webhook-endpoints');
    expect(body.data[0]).toMatchObject({ disabled_because: 'nothing got through for five days' });
    expect(await api.db.alarm.count({ where: { kind: 'webhook_disabled', subject: endpoint.id } })).toBe(1);
  }));

test('a settled delivery can be sent once more under its id; one that is on its way cannot', () =>
  withListener(['alarm.raised'], async ({ api, receiver, drain }) => {
    receiver.answers(500);
    await alarm(api, 'one');
    const [waiting] = await deliveries(api);
    expect((await api.post(`/v1/webhook-deliveries/${waiting!.id}/replay`)).status).toBe(409);
    receiver.answers(200);
    await drain();
    expect((await api.post<Delivery>(`/v1/webhook-deliveries/${waiting!.id}/replay`)).body).toMatchObject({
      state: 'waiting',
    });
    await drain();
    expect(receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual([waiting!.id, waiting!.id]);
    expect((await deliveries(api))[0]).toMatchObject({ state: 'delivered', attempts: 1, status: 200 });
  }));

test('a receiver that is gone, or disabled by hand, is told nothing more; back again, it hears what waited', () =>
  withListener(['alarm.raised'], async ({ api, receiver, endpoint, drain }) => {
    await alarm(api, 'one');
    await api.send('PATCH', `/v1/webhook-endpoints/${endpoint.id}`, { disabled: true });
    expect(await drain()).toBe(0);
    await alarm(api, 'unheard');
    await api.send('PATCH', `/v1/webhook-endpoints/${endpoint.id}`, { disabled: false });
    expect(await drain()).toBe(1);

    receiver.answers(410);
    await alarm(api, 'two');
    await drain();
    await alarm(api, 'three');
    expect(await drain()).toBe(0);
    const { body } = await api.get<{ data: Endpoint[] }>('/v1/webhook-endpoints');
    expect(body.data[0]?.disabled_because).toBe('its receiver says that it is gone');
    expect((await api.send('DELETE', `/v1/webhook-endpoints/${endpoint.id}`)).status).toBe(204);
    expect(await api.db.webhookDelivery.count()).toBe(0);
  }));

test('redirects are not followed, and a large answer does no harm', () =>
  withListener(['alarm.raised'], async ({ api, receiver, drain }) => {
    receiver.answers(302, { location: receiver.url });
    await alarm(api, 'one');
    await drain();
    expect(receiver.got).toHaveLength(1);
    expect((await deliveries(api))[0]).toMatchObject({ error: 'the receiver redirects, which is not followed' });
    receiver.answers(200, {}, 'x'.repeat(5_000_000));
    api.clock.advance(MINUTE_MS);
    await drain();
    expect((await deliveries(api))[0]).toMatchObject({ state: 'delivered' });
  }));

test('nobody can have us call what only we can reach: neither by number nor by name, nor by a name that changes its mind (SSRF)', () =>
  withApi(async (api) => {
    for (const url of [
      'http://hooks.example.com/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://10.1.2.3/x',
      'https://169.254.169.254/latest/meta-data',
      'https://[fd00::1]/x',
      'https://[64:ff9b::7f00:1]/x',
      'https://2130706433/x',
      'https://0x7f.1/x',
      'https://localhost/x',
      'https://localhost./x',
      'https://metadata.google.internal/x',
      'https://printer.local/x',
      'https://name:secret@hooks.example.com/x',
      'ftp://hooks.example.com/x',
      'file:///etc/passwd',
    ]) {
      const { status, body } = await api.post('/v1/webhook-endpoints', { name: 'x', url, events: ['alarm.raised'] });
      expect({ url, status, pointer: (body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer }).toEqual({
        url,
        status: 400,
        pointer: '/url',
      });
    }
    // A name that looked public when it was added, and leads to this machine when it is called.
    await withReceiver(async (receiver) => {
      const { port } = new URL(receiver.url);
      const added = { name: 'x', url: 'https://hooks.example.com/x', events: ['alarm.raised'] };
      const { body: endpoint } = await api.post<Endpoint>('/v1/webhook-endpoints', added);
      await api.db.webhookEndpoint.update({
        where: { id: endpoint.id },
        data: { url: `https://localhost:${port}/hook` },
      });
      await alarm(api, 'one');
      await courierOf(api, 'public').drain();
      expect(receiver.got).toEqual([]);
      expect((await deliveries(api))[0]?.error).toMatch(/^forbidden/);
    });
    // And the name itself, as it resolves when the connection is made.
    const refused = await new Promise((resolve) => {
      lookupAmong('public')('localhost', { all: true }, resolve);
    });
    expect(refused).toMatchObject({ code: 'EFORBIDDEN' });
  }));

test('Slack is told of tasks and alarms in a line with a link, whatever stands in it, and of nothing else', () =>
  withListener(
    ['alarm.raised', 'task.opened'],
    async ({ api, receiver, drain }) => {
      await raiseAlarm(
        api.db,
        { kind: 'test', subject: 'one', level: 'critical', text: 'Mail <!channel> & more waits.' },
        api.clock.now(),
      );
      await drain();
      const { text } = JSON.parse(receiver.got[0]!.body) as { text: string };
      expect(text).toBe(
        ':rotating_light: Mail &lt;!channel&gt; &amp; more waits. <https://perennial.acme.example/app/alarms|Open>',
      );
      const refused = { name: 'x', url: receiver.url, form: 'slack', events: ['consent.changed'] };
      expect((await api.post('/v1/webhook-endpoints', refused)).status).toBe(400);
    },
    'slack',
  ));

test('two couriers at once bring each webhook once', () =>
  withListener(['alarm.raised'], async ({ api, receiver }) => {
    for (let count = 0; count < 30; count += 1) await alarm(api, `alarm-${count}`);
    await Promise.all([courierOf(api, 'any').drain(), courierOf(api, 'any').drain()]);
    const ids = receiver.got.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
  }));

interface Listening {
  readonly api: ApiWorld;
  readonly receiver: Receiver;
  readonly endpoint: Endpoint;
  readonly drain: () => Promise<number>;
}

function withListener(
  events: readonly string[],
  check: (listening: Listening) => Promise<void>,
  form = 'standard',
): Promise<void> {
  return withReceiver((receiver) =>
    withApi({ receivers: 'any' }, async (api) => {
      const { status, body } = await api.post<Endpoint>('/v1/webhook-endpoints', {
        name: 'CRM sync',
        url: receiver.url,
        events,
        form,
      });
      expect(status).toBe(201);
      await check({ api, receiver, endpoint: body, drain: () => courierOf(api, 'any').drain() });
    }),
  );
}

function courierOf({ db, clock }: ApiWorld, hosts: ReceiverHosts, secretSeal = UNSEALED) {
  const log = createLogger({ level: 'silent' });
  const publicUrl = 'https://perennial.acme.example';
  return createCourier({ db, now: clock.now, log, hosts, secretSeal, publicUrl });
}

function verifies(secret: string, body: string, headers: object): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function alarm({ db, clock }: ApiWorld, subject: string): Promise<void> {
  await raiseAlarm(db, { kind: 'test', subject, level: 'warning', text: 'Something waits.' }, clock.now());
}

async function deliveries(api: ApiWorld): Promise<Delivery[]> {
  return (await api.get<{ data: Delivery[] }>('/v1/webhook-deliveries')).body.data;
}

/** Ada signs up, writes something urgent, and is helped; then an alarm comes and goes. */
async function happenings(api: ApiWorld): Promise<void> {
  const { db, clock } = api;
  const at = clock.now().toISOString();
  const traits = { email: 'ada@acme.example', name: 'Ada Example' };
  const batch = [
    { type: 'identify', userId: 'ada', traits },
    { type: 'track', userId: 'ada', event: 'Signed Up', timestamp: at, messageId: newId(clock.now()) },
  ];
  expect((await api.post('/v1/batch', { batch })).status).toBeLessThan(300);
  await addConsent(
    db,
    'ada',
    {
      channel: 'email',
      topic: '*',
      state: 'granted',
      basis: 'consent',
      wording: null,
      method: 'form',
      actor: null,
      at: clock.now(),
      expiresAt: null,
    },
    clock.now(),
  );
  const text = 'Nobody can log in since this morning, this is urgent, please help.';
  const heard = {
    type: 'track',
    userId: 'ada',
    event: 'customer.replied',
    properties: { channel: 'email', text },
    messageId: newId(clock.now()),
    timestamp: at,
  };
  expect((await api.post('/v1/batch', { batch: [heard] })).status).toBeLessThan(300);
  const task = await db.task.findFirstOrThrow();
  const act = (path: string, body: unknown, version: number) =>
    api.post(`/v1/tasks/${task.id}/${path}`, body, { headers: { 'If-Match': `"${version}"` } });
  expect((await act('claim', { assignee: 'ann' }, task.version)).status).toBe(200);
  expect((await act('completion', { by: 'ann', outcome: 'reached_resolved' }, task.version + 1)).status).toBe(200);
  await alarm(api, 'one');
  await endAlarm(db, { kind: 'test', subject: 'one', by: 'ann' }, clock.now());
}

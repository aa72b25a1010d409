import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createApp } from '../api/app';
import { readApiConfig } from '../api/config';
import { isPassingDatabaseFault } from '../api/database-fault';
import type { Probes } from '../api/health';
import { listen } from '../api/listen';
import { createLogger } from '../api/logging';
import { route } from '../api/route';
import { addressHashWith } from '../domain/address-hash';
import { InvalidInput, type Fault } from '../domain/errors';
import { createApiKey } from '../prisma/api-keys';
import { createCatalog } from '../messages/catalog';
import { openDatabase } from '../prisma/client';
import { createIntake } from '../prisma/intake';
import { withDatabase } from './support/database';
import { TEST_LINKS, withApi } from './support/http';

const READY: Probes = { pendingMigrations: async () => [], temporalReachable: async () => true, draining: () => false };

test('the process is ready while it can keep facts: without Temporal too, but not without its schema or while it drains', async () => {
  const ready = (probes: Partial<Probes>) =>
    withApi({ probes: { ...READY, ...probes } }, async ({ get }) => {
      const { status, body } = await get('/readyz', { role: null });
      return { status, body };
    });
  const checks = { database: 'ok', migrations: 'ok', temporal: 'ok' };
  expect(await ready({})).toEqual({ status: 200, body: { status: 'ready', checks } });
  expect(await ready({ temporalReachable: async () => false })).toEqual({
    status: 200,
    body: { status: 'degraded', checks: { ...checks, temporal: 'failing' } },
  });
  expect(await ready({ pendingMigrations: async () => ['20270101000000_next'] })).toEqual({
    status: 503,
    body: { status: 'not_ready', checks: { ...checks, migrations: 'failing' } },
  });
  expect(await ready({ draining: () => true })).toMatchObject({ status: 503, body: { status: 'draining' } });
});

test('while the database is away readiness fails and callers are told to come again', () =>
  withDatabase(async ({ url }) => {
    const away = openDatabase(url.replace(/:\d+\//, ':1/'));
    const app = createApp(
      {
        db: away,
        intake: createIntake({ db: away, journeys: [], isPassing: isPassingDatabaseFault }),
        now: () => new Date(),
        log: createLogger({ level: 'silent' }),
        journeys: [],
        playbooks: {},
        addressHash: addressHashWith('a secret of this test'),
        messages: createCatalog([]),
        codeVersion: 'test',
        pageLinks: TEST_LINKS,
        speaker: { productName: 'Acme', productUrl: 'https://app.acme.example', postalAddress: null },
        wakeRelay: () => undefined,
      },
      { probes: READY },
    );
    const listening = await listen(app, { host: '127.0.0.1', port: 0 });
    const ready = await fetch(`${listening.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: 'not_ready', checks: { database: 'failing', migrations: 'unknown' } },
    ]);
    const answer = await fetch(`${listening.url}/v1/keys`, {
      headers: { Authorization: `Bearer pk_${'0'.repeat(32)}_${'0'.repeat(43)}` },
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
      503,
      '2',
      { type: '/problems/unavailable' },
    ]);
    expect((await fetch(`${listening.url}/livez`)).status).toBe(200);
    expect(await listening.close(1_000)).toBe(0);
    await away.$disconnect();
  }));

test('a connection that breaks under a request is not a defect: the caller is told to come again', () =>
  withApi(async ({ db, get }) => {
    const free = await holdTable(db, 'tasks');
    const asked = get('/v1/tasks');
    await waitedFor(db);
    await db.$queryRaw`
      SELECT pg_terminate_backend(l.pid)::text FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE NOT l.granted AND a.datname = current_database()`;
    const { status, headers, body } = await asked;
    expect([status, headers.get('retry-after'), body['type']]).toEqual([503, '2', '/problems/unavailable']);
    await free();
    expect((await get('/v1/tasks')).status).toBe(200);
  }));

test('the captured-messages page is served where it is wanted', () =>
  withApi({ captured: { links: [] } }, async ({ get, logged }) => {
    const html = { role: null, headers: { Accept: 'text/html' } } as const;
    const page = await get('/captured', html);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await get('/', html)).text).toContain('href="/captured"');
    expect(logged.join('')).toContain('"route":"/captured"');
  }).then(() =>
    withApi(async ({ get }) => {
      expect((await get('/captured', { role: null })).status).toBe(404);
      expect((await get('/', { role: null })).text).not.toContain('captured');
    }),
  ));

test('metrics count requests by route, never by path, and show what waits', () =>
  withApi(async ({ get, post, db, clock }) => {
    await get('/v1/tasks/0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6');
    const batch = [
      { type: 'track', userId: 'u', event: 'Logged In', messageId: 'a' },
      { type: 'track', userId: 'u', messageId: 'b' },
    ];
    await post('/v1/batch', { batch }, { role: 'ingest' });
    await db.outbox.create({
      data: {
        kind: 'start',
        enrollmentId: ID,
        workflowId: 'w',
        payload: {},
        createdAt: new Date(clock.now().getTime() - 90_000),
      },
    });
    expect((await get('/metrics', { role: null })).status).toBe(401);
    expect((await get('/metrics', { role: 'ingest' })).status).toBe(403);
    const { status, headers, text } = await get('/metrics', { role: 'operate' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain(
      'perennial_http_request_duration_seconds_count{method="GET",route="/v1/tasks/:id",status="404"} 1',
    );
    expect(text).toContain('perennial_events_accepted_total 1\n');
    expect(text).toContain('perennial_events_rejected_total 1\n');
    expect(text).toContain('perennial_outbox_waiting 1\n');
    expect(text).toContain('perennial_outbox_oldest_age_seconds 90\n');
    expect(text).toContain('perennial_tasks{state="open"} 0\n');
    expect(text).not.toContain('0192f0c1');
  }));

test('metrics are open when the operator says so', () =>
  withApi({ publicMetrics: true }, async ({ get }) => {
    expect((await get('/metrics', { role: null })).status).toBe(200);
  }));

test('no address, key, text or path of a customer reaches the log', () => {
  const said = { email: 'gus@example.com', phone: '+491701234567', text: 'my cat is unwell' };
  const shout = route({
    method: 'post',
    path: '/v1/customers/:id/shouts',
    right: 'work',
    tag: 'Shouts',
    summary: 'shout',
    params: z.object({ id: z.string() }),
    body: z.record(z.string(), z.string()),
    responses: { 200: { description: 'heard' } },
    handle: async ({ body, params }) => {
      throw new Error(`cannot keep '${params.id}' with "${body['text']}" for ${body['email']} or ${body['phone']}`);
    },
  });
  return withApi({ routes: () => [shout] }, async ({ get, post, key, logged }) => {
    await post('/v1/customers/gus@example.com/shouts', said);
    await post('/v1/customers/gus@example.com/shouts', JSON.stringify(said).slice(0, -1));
    await get(`/v1/people/gus@example.com?phone=${encodeURIComponent(said.phone)}&text=my+cat+is+unwell`);
    await get('/v1/customers/x/shouts', {
      role: null,
      headers: { Authorization: `Basic ${btoa(`${key('admin')}:`)}`, Cookie: 'session=cat' },
    });
    const log = logged.join('');
    expect(logged.length).toBeGreaterThanOrEqual(5);
    expect(log).toContain('"route":"/v1/customers/:id/shouts"');
    for (const secret of [
      'gus',
      'example.com',
      '1701234567',
      'cat',
      'unwell',
      key('admin'),
      key('admin').slice(-20),
      '127.0.0.1',
    ]) {
      expect([secret, log.includes(secret)]).toEqual([secret, false]);
    }
  });
});

test('only pages of the named origins may post events, and nothing else from there', () => {
  const origin = 'https://app.example.com';
  const told = route({
    method: 'post',
    path: '/v1/told',
    right: 'ingest',
    tag: 'Told',
    summary: 'tell',
    responses: { 200: { description: 'told' } },
    handle: async () => ({ status: 200, body: {} }),
  });
  const asked = { role: null, headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' } } as const;
  const allowed = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin');
  return withApi({ routes: () => [told], corsOrigins: [origin] }, async ({ send, post }) => {
    expect(allowed(await send('OPTIONS', '/v1/told', undefined, asked))).toBe(origin);
    expect(allowed(await post('/v1/told', {}, { headers: { Origin: origin } }))).toBe(origin);
    expect(allowed(await post('/v1/told', {}, { headers: { Origin: 'https://evil.example' } }))).toBeNull();
    expect(allowed(await send('OPTIONS', '/readyz', undefined, asked))).toBeNull();
  });
});

test('a configuration is refused with all its faults at once, and without the values', () => {
  const variables = {
    DATABASE_URL: 'mysql://u:hunter2@h/d',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    PERENNIAL_CORS_ORIGINS: 'example.com',
  };
  const faults = faultsIn(() => readApiConfig(variables));
  expect(faults.map(({ pointer }) => pointer).toSorted()).toEqual(Object.keys(variables).toSorted());
  expect(JSON.stringify(faults)).not.toContain('hunter2');
  const config = readApiConfig({
    DATABASE_URL: 'postgresql://u@h/d',
    PORT: '',
    PERENNIAL_CORS_ORIGINS: 'https://a.example, https://b.example:8443',
  });
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    corsOrigins: ['https://a.example', 'https://b.example:8443'],
    capturedPage: true,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('the server answers without Temporal, and when told to end finishes what it has begun', () =>
  withDatabase(async ({ db, url }) => {
    const { secret } = await createApiKey(db, { name: 'test', role: 'admin', now: new Date() });
    const headers = { Authorization: `Bearer ${secret}` };
    const server = await startServer({ DATABASE_URL: url, PERENNIAL_DRAIN_DELAY_SECONDS: '5' });
    const ready = await (await fetch(`${server.url}/readyz`)).json();
    expect(ready).toEqual({ status: 'degraded', checks: { database: 'ok', migrations: 'ok', temporal: 'failing' } });
    expect((await fetch(`${server.url}/v1/keys`, { headers })).status).toBe(200);

    const free = await holdTable(db, 'api_keys');
    const slow = fetch(`${server.url}/v1/keys`, { headers });
    await waitedFor(db);
    server.child.kill('SIGTERM');
    await until(async () => (await fetch(`${server.url}/readyz`)).status === 503);
    await until(async () =>
      fetch(`${server.url}/livez`).then(
        () => false,
        () => true,
      ),
    );
    await free();
    expect((await slow).status).toBe(200);
    expect([await server.exited, server.said.filter((line) => line.includes('"level":60'))]).toEqual([0, []]);
  }));

test('a request that will not end is cut after its time', () =>
  withDatabase(async ({ db, url }) => {
    const { secret } = await createApiKey(db, { name: 'test', role: 'admin', now: new Date() });
    const server = await startServer({ DATABASE_URL: url, PERENNIAL_DRAIN_SECONDS: '0.2' });
    const free = await holdTable(db, 'api_keys');
    const slow = fetch(`${server.url}/v1/keys`, { headers: { Authorization: `Bearer ${secret}` } }).catch(() => 'cut');
    await waitedFor(db);
    server.child.kill('SIGTERM');
    expect(await slow).toBe('cut');
    await free();
    expect([await server.exited, server.said.filter((line) => line.includes('"level":60'))]).toEqual([0, []]);
    expect(server.said.join('\n')).toContain('requests were cut');
  }));

test('an API that is killed has answered nobody whose events are not kept', () =>
  withDatabase(async ({ db, url }) => {
    const server = await startServer({ DATABASE_URL: url });
    const say = await sayer(db, server.url);
    const answered = new Set<string>();
    const caller = async (_: unknown, who: number) => {
      for (let count = 0; ; count += 1) {
        const messageId = `${who}-${count}`;
        const status = await say(messageId).catch(() => 'gone');
        if (status === 'gone') return;
        // Whoever is told to come again knows that it was not kept.
        if (status === 200) answered.add(messageId);
        if (answered.size === 400) server.child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 50 }, caller));
    await server.exited;
    const kept = new Set((await db.event.findMany({ select: { messageId: true } })).map(({ messageId }) => messageId));
    expect(answered.size).toBeGreaterThanOrEqual(400);
    expect([...answered].filter((messageId) => !kept.has(messageId))).toEqual([]);
  }));

test('an API that is told to end answers all whom it has heard', () =>
  withDatabase(async ({ db, url }) => {
    const server = await startServer({ DATABASE_URL: url, PERENNIAL_DRAIN_DELAY_SECONDS: '5' });
    const say = await sayer(db, server.url);
    await say('first');
    const free = await holdTable(db, 'events');
    const saying = Promise.all(Array.from({ length: 20 }, (_, index) => say(`m-${index}`)));
    await waitedFor(db);
    server.child.kill('SIGTERM');
    await until(async () => server.said.some((line) => line.includes('draining')));
    await free();
    expect(await saying).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await server.exited).toBe(0);
    expect(await db.event.count()).toBe(21);
  }));

test('a port that is taken is named in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { exited, said } = launch({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', PORT: String(port) });
  expect(await exited).toBe(1);
  expect(said).toEqual([`Port ${port} on 127.0.0.1 is taken by another process: set PORT to a free one.`]);
  other.close();
});

function faultsIn(work: () => unknown): readonly Fault[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}

const ID = '0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6';

type Database = Parameters<Parameters<typeof withDatabase>[0]>[0]['db'];

/** Locks a table, so that whoever reads it waits, until the answer is called. */
async function holdTable(db: Database, table: string): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let locked = () => {};
  const ready = new Promise<void>((resolve) => (locked = resolve));
  const transaction = db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe('SET LOCAL idle_in_transaction_session_timeout = 0');
      await tx.$executeRawUnsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      locked();
      await held;
    },
    { timeout: 120_000 },
  );
  await ready;
  return async () => {
    release();
    await transaction;
  };
}

/** Resolves when somebody waits for a lock. */
async function waitedFor(db: Database): Promise<void> {
  await until(async () => {
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`;
    return rows.length > 0;
  });
}

async function until(met: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await met())) {
    if (performance.now() > end) throw new Error(`never came: ${String(met)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Says to an API that somebody logged in; gives the status. */
async function sayer(db: Database, url: string): Promise<(messageId: string) => Promise<number>> {
  const { secret } = await createApiKey(db, { name: 'test', role: 'ingest', now: new Date() });
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
  return async (messageId) => {
    const body = JSON.stringify({ messageId, userId: `user-${messageId.length}`, event: 'Logged In' });
    const response = await fetch(`${url}/v1/track`, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly said: string[];
  readonly exited: Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

/** Starts the real server process, with no Temporal to be found. */
function launch(variables: Record<string, string>): Launched {
  const root = path.join(__dirname, '..');
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/server.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => said.push(line));
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  running.add(child);
  void exited.then(() => running.delete(child));
  return { child, said, exited };
}

async function startServer(variables: Record<string, string>): Promise<Launched & { readonly url: string }> {
  const launched = launch(variables);
  const ready = (line: string) => line.includes('"msg":"ready"');
  let ended = false;
  void launched.exited.then(() => (ended = true));
  await until(async () => ended || launched.said.some(ready));
  const line = launched.said.find(ready);
  if (!line) throw new Error(launched.said.join('\n'));
  return { ...launched, url: (JSON.parse(line) as { url: string }).url };
}

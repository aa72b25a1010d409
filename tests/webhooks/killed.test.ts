import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { sendgridReports } from '../../standins/sendgrid-reports';
import { withDatabase } from '../support/database';
import { manySent } from './world';

const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

test('a kill of the API between keeping events and understanding them, or in the midst of it, loses nothing and does nothing twice (X04)', () =>
  withDatabase(async ({ db, url }) => {
    const sendgrid = sendgridReports();
    const variables = { DATABASE_URL: url, SENDGRID_EVENT_KEYS: sendgrid.publicKey, NODE_ENV: 'test' };
    const touches = await manySent(db, 20);
    const outcomes = [{ event: 'delivered' }, { event: 'bounce', type: 'bounce', status: '5.1.1' }] as const;
    const now = new Date();
    const events = touches.flatMap(({ mail }) => sendgrid.eventsOf(mail, outcomes, now));

    const other = new Client({ connectionString: url });
    await other.connect();
    try {
      const first = await api(variables);
      // It takes the events and draws their first consequences, and is stopped before the last.
      await other.query('BEGIN');
      await other.query('LOCK TABLE suppressions IN ACCESS EXCLUSIVE MODE');
      const report = (base: string) => sendgrid.report(events, { url: `${base}/webhooks/sendgrid/events` }, now);
      expect(await report(first.url)).toEqual([204]);
      await until(async () => (await waiting(other)) > 0);
      first.child.kill('SIGKILL');
      await first.gone;
      await other.query('COMMIT');
    } finally {
      await other.end();
    }
    expect(await db.providerEvent.count({ where: { processedAt: null } })).toBe(40);
    expect(await db.touchSignal.count()).toBe(0);

    const second = await api(variables);
    expect(await sendgrid.report(events, { url: `${second.url}/webhooks/sendgrid/events` }, now)).toEqual([204]);
    await until(async () => (await db.providerEvent.count({ where: { processedAt: null } })) === 0);
    expect([await db.providerEvent.count(), await db.touchSignal.count()]).toEqual([40, 40]);
    expect(await db.touch.count({ where: { state: 'failed', reason: 'bounced' } })).toBe(20);
    expect(await db.suppression.count()).toBe(20);
    expect(await db.trustCount.findMany()).toMatchObject([{ delivered: 20, bounced: 20 }]);
  }));

interface Api {
  readonly url: string;
  readonly child: ChildProcess;
  readonly gone: Promise<unknown>;
}

/** Starts the real server process, with no Temporal to be found. */
async function api(variables: Record<string, string>): Promise<Api> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/server.ts'], {
    cwd: path.join(__dirname, '..', '..'),
    env: { PATH: process.env['PATH'], PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const gone = once(child, 'close').then(() => running.delete(child));
  for await (const line of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(line) as { msg?: string; url?: string };
    if (said.msg === 'ready') return { url: said.url!, child, gone };
  }
  throw new Error('the API did not start');
}

async function waiting(client: Client): Promise<number> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()',
  );
  return rowCount ?? 0;
}

async function until(met: () => Promise<boolean>): Promise<void> {
  while (!(await met())) await pause(20);
}

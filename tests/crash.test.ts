import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../domain/policy/settings';
import { startSendgrid } from '../standins/sendgrid';
import { perennial } from './support/command';
import { pidOf, withInstallation } from './support/installation';

/** Two starts of everything, on a machine that may have half a core to spare. */
const PATIENCE_MS = 900_000;
const UP = 'Perennial is running.';

test(
  'a journey survives the kill of its worker between two touches and of everything during a wait: nothing lost, nothing twice (M02, X04)',
  () =>
    withInstallation(async ({ variables, state, api }) => {
      const sendgrid = await startSendgrid();
      const providers = {
        SENDGRID_API_KEY: 'SG.test',
        SENDGRID_BASE_URL: sendgrid.url,
        PERENNIAL_FROM_EMAIL: 'ann@acme.example',
      };
      const subjects = () => sendgrid.accepted.map(({ subject }) => subject);
      try {
        const first = perennial(['start'], { ...variables, ...providers });
        await first.printed(UP);
        const { get, post, put } = caller(api, readFileSync(path.join(state, 'api-key'), 'utf8').trim());
        await letEverythingPass(get, put);

        await post('/v1/batch', {
          batch: [
            { type: 'identify', userId: 'ada', traits: { email: 'ada@example.com', owner: 'ann' } },
            { type: 'track', userId: 'ada', event: 'usage.dropped', messageId: 'drop-1' },
          ],
        });
        const { id } = await until(async () => (await get('/v1/enrollments?journey=at-risk')).data[0]);
        const reached = (kind: string, count: number) =>
          until(async () => (await countOf(get, id, kind)) >= count || undefined);

        await reached('wait', 1);
        process.kill(pidOf(state, 'worker'), 'SIGKILL');
        await post(`/v1/enrollments/${id}/advance`);
        await reached('touch', 2);
        await reached('wait', 2);

        process.kill(-first.pid, 'SIGKILL');
        await first.ended;
        const second = perennial(['start'], { ...variables, ...providers });
        await second.printed(UP);
        await post(`/v1/enrollments/${id}/advance`);

        const task = await until(async () => (await get('/v1/tasks?state=open')).data[0]);
        expect(task.reason).toBe('two check-ins unanswered and no login');
        await post(
          `/v1/tasks/${task.id}/completion`,
          { outcome: 'reached_resolved' },
          { 'If-Match': `"${task.version}"` },
        );
        await reached('ended', 1);

        expect(await get(`/v1/enrollments/${id}`)).toMatchObject({
          state: 'ended',
          how: 'done',
          outcome: 'reached_resolved',
        });
        expect(subjects()).toEqual([
          'Is Acme still the right help?',
          'Half an hour with somebody who knows the way',
          'Thank you for telling us',
        ]);
        expect(new Set(sendgrid.accepted.map(({ custom_args }) => custom_args.touch_id)).size).toBe(3);
        second.signal('SIGTERM');
        expect(await second.ended).toBe(0);
      } finally {
        await sendgrid.stop();
      }
    }),
  PATIENCE_MS,
);

/** What this test reads of the API's answers, all in one. */
interface Body {
  readonly data: readonly { readonly id: string; readonly reason: string; readonly version: number }[];
  readonly timeline: { readonly data: readonly { readonly kind: string }[] };
  readonly settings: Settings;
}
type Get = (path: string) => Promise<Body>;
type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Body>;

function caller(api: string, key: string) {
  const call = async (
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> => {
    const answer = await fetch(`${api}${url}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Body;
  };
  return {
    get: (url: string) => call('GET', url),
    post: (...[url, body, headers]: Parameters<Send>) => call('POST', url, body, headers),
    put: (...[url, body, headers]: Parameters<Send>) => call('PUT', url, body, headers),
  };
}

/** This test runs at any hour, and two mails within a minute stand for two within a week. */
async function letEverythingPass(get: Get, put: Send): Promise<void> {
  const { settings } = await get('/v1/settings');
  const open = { ...settings, caps: [], hours: { everywhere: {}, regions: {} } };
  await put('/v1/settings', { settings: open }, { 'If-Match': '"0"' });
}

async function countOf(get: Get, enrollmentId: string, kind: string): Promise<number> {
  const { timeline } = await get(`/v1/enrollments/${enrollmentId}`);
  return timeline.data.filter((entry) => entry.kind === kind).length;
}

/** Looks again and again for something that a journey brings about; the test's own time-out bounds it. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(100);
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../../embedded/state';
import { perennial } from '../support/command';
import { withInstallation } from '../support/installation';

const ROOT = projectRoot();
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const README = read('README.md');
const GUIDES = ['README.md', 'docs/authors.md', 'docs/embedding.md', 'docs/operators.md'];

/** The code blocks of a language, in their order. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code!);
}

const [, post, complete, play] = blocks('sh');

test('the journey and the test that the README shows are the real ones', () => {
  const [journey, story] = blocks('ts');
  expect(journey).toBe(read('workflows/journeys/at-risk.ts'));
  expect(read('tests/journeys/at-risk.test.ts')).toContain(story);
});

test('every link of the guides leads somewhere, and every npm script that they name exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const guide of GUIDES) {
    const text = read(guide);
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect([guide, target, existsSync(path.join(ROOT, path.dirname(guide), target!))]).toEqual([guide, target, true]);
    }
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !(script! in scripts))).toEqual([]);
  }
});

test('the cardinal rule can be played by the commands of the README (M02)', () =>
  withInstallation(async ({ variables, state, api }) => {
    const start = perennial(['start'], variables);
    await start.printed('Perennial is running.');
    await start.printed('Ctrl-C stops everything');
    const shown = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
    const here = post!
      .replace('http://localhost:3000', api.replace('127.0.0.1', 'localhost'))
      .replace('.perennial/api-key', keyAsShown(state));
    expect(shown(start.output())).toContain(shown(here));
    const sh = (script: string) => {
      const here = script
        .replaceAll('http://localhost:3000', api)
        .replaceAll('.perennial/api-key', path.join(state, 'api-key'));
      return promisify(execFile)('bash', ['-euc', here]);
    };

    expect(JSON.parse((await sh(post!)).stdout)).toMatchObject({ success: true, accepted: 2 });
    const key = readFileSync(path.join(state, 'api-key'), 'utf8').trim();
    const call = async (method: string, url: string) =>
      (await fetch(`${api}${url}`, { method, headers: { authorization: `Bearer ${key}` } })).json() as Promise<Found>;

    const { id } = (await until(async () => (await call('GET', '/v1/enrollments')).data?.[0]))!;
    const task = async () => (await call('GET', '/v1/tasks?state=open')).data?.[0];
    const isWaiting = async (waits: number) => (await waitsOf(() => call('GET', `/v1/enrollments/${id}`))) >= waits;
    for (let waits = 1; !(await task()); waits += 1) {
      await until(async () => (await task()) !== undefined || (await isWaiting(waits)) || undefined);
      await call('POST', `/v1/enrollments/${id}/advance`);
    }
    const { stdout } = await sh(complete!);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'done', reason: 'two check-ins unanswered and no login' });
    const ended = await until(async () => {
      const enrollment = await call('GET', `/v1/enrollments/${id}`);
      return enrollment.state === 'ended' ? enrollment : undefined;
    });
    expect(ended).toMatchObject({ how: 'done', outcome: 'reached_resolved' });
    start.signal('SIGTERM');
    expect(await start.ended).toBe(0);
  }));

test('the simulations of the README tell their stories', async () => {
  const commands = play!.split('\n').filter((line) => line.includes('simulate'));
  expect(commands).toHaveLength(2);
  for (const command of commands) {
    const { stdout } = await promisify(execFile)('bash', ['-euc', command], { cwd: ROOT });
    expect(stdout).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun|\{"at":)/);
    expect(stdout.trim().split('\n').at(-1)).toMatch(/ended/);
  }
});

/** The screen shows a path as it is from here, unless it lies elsewhere. */
function keyAsShown(state: string): string {
  const file = path.join(state, 'api-key');
  const relative = path.relative(ROOT, file);
  return relative.startsWith('..') ? file : relative;
}

/** What this test reads of the API's answers, all in one. */
interface Found {
  readonly data?: readonly { readonly id: string }[];
  readonly state?: string;
  readonly timeline?: { readonly data: readonly { readonly kind: string }[] };
}

async function waitsOf(look: () => Promise<Found>): Promise<number> {
  const { timeline } = await look();
  return timeline?.data.filter(({ kind }) => kind === 'wait').length ?? 0;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(100);
  }
}

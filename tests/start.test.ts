import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../embedded/pid';
import { perennial } from './support/command';
import { pidOf, processesOf, withInstallation } from './support/installation';

const UP = 'Perennial is running.';

test('one command brings everything up and keeps it, stops it in order, and finds its way back after a crash (X05)', () =>
  withInstallation(async ({ variables, state, api }) => {
    const first = perennial(['start'], variables);
    await ready(api);
    // Whoever waits for readiness finds the key, and it is good.
    const key = readFileSync(path.join(state, 'api-key'), 'utf8').trim();
    expect(statSync(path.join(state, 'api-key')).mode & 0o077).toBe(0);
    expect(await statusOf(`${api}/v1/keys`, key)).toBe(200);
    await first.printed(UP);
    expect(await statusOf(`${api}/readyz`)).toBe(200);
    expect(await statusOf(`${api}/v1/keys`, key)).toBe(200);
    for (const text of [api.replace('127.0.0.1', 'localhost'), '/reference', '/captured', key, 'curl -u']) {
      expect(first.output()).toContain(text);
    }

    const doctor = perennial(['doctor', '--json'], variables);
    expect({ code: await doctor.ended, ok: JSON.parse(doctor.output()).ok }).toEqual({ code: 0, ok: true });

    const second = perennial(['start'], variables);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already runs on this state folder (process ${first.pid}`);

    process.kill(pidOf(state, 'worker'), 'SIGKILL');
    await first.printed('The worker is up again.');

    const before = processesOf(state);
    expect(before).toHaveLength(4);
    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(before.filter(isAlive)).toEqual([]);

    const third = perennial(['start'], variables);
    await third.printed(UP);
    expect(await statusOf(`${api}/v1/keys`, key)).toBe(200);
    const orphans = processesOf(state);
    process.kill(-third.pid, 'SIGKILL');
    await third.ended;

    const fourth = perennial(['start'], variables);
    await fourth.printed('An earlier run was killed');
    await fourth.printed(UP);
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(await statusOf(`${api}/v1/keys`, key)).toBe(200);
    fourth.signal('SIGINT');
    expect(await fourth.ended).toBe(0);
  }));

test('every port that is taken is named with the variable to set, before anything is started', () =>
  withInstallation(async ({ variables, state }) => {
    const taken = ['PORT', 'PERENNIAL_TEMPORAL_UI_PORT', 'PERENNIAL_POSTGRES_PORT'] as const;
    const servers = await Promise.all(taken.map((name) => occupy(Number(variables[name]))));
    const start = perennial(['start'], variables);
    expect(await start.ended).toBe(1);
    for (const name of taken) expect(start.output()).toContain(`${variables[name]}, for`);
    for (const name of taken) expect(start.output()).toContain(`set ${name} to a free one`);
    expect(readdirSync(state)).not.toContain('postgres');
    await Promise.all(servers.map((close) => close()));
  }));

test('every fault of the configuration is named before anything is started', () =>
  withInstallation(async ({ variables, state }) => {
    const start = perennial(['start'], {
      ...variables,
      HOST: '',
      PERENNIAL_PUBLIC_URL: 'here',
      PERENNIAL_DRAIN_SECONDS: 'soon',
    });
    expect(await start.ended).toBe(2);
    expect(start.output()).toContain('PERENNIAL_PUBLIC_URL');
    expect(start.output()).toContain('PERENNIAL_DRAIN_SECONDS');
    expect(readdirSync(state)).not.toContain('postgres');
  }));

/** Asks until it is ready. */
async function ready(api: string): Promise<void> {
  while ((await statusOf(`${api}/readyz`).catch(() => 0)) !== 200) await pause(20);
}

async function statusOf(url: string, key?: string): Promise<number> {
  const response = await fetch(url, key ? { headers: { authorization: `Bearer ${key}` } } : {});
  await response.body?.cancel();
  return response.status;
}

function occupy(port: number): Promise<() => Promise<void>> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(() => new Promise((closed) => server.close(() => closed()))));
  });
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../embedded/state';

interface Service {
  readonly image: string;
  readonly command?: string | readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, unknown>>;
}

const read = (name: string) => readFileSync(path.join(projectRoot(), name), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const services = Object.entries(compose.services);

test('every container waits for what it stands on: the healthy and the finished', () => {
  const waits = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
  const inVain = waits.filter(([name, { condition }]) => {
    const needed = compose.services[name];
    return condition === 'service_healthy' ? !needed?.healthcheck : !needed?.restart?.startsWith('on-failure');
  });
  expect(inVain).toEqual([]);
  const standsOn = (name: string) => Object.keys(compose.services[name]?.depends_on ?? {});
  expect(standsOn('api')).toEqual(['migrate', 'temporal-namespace']);
  expect(standsOn('worker')).toEqual(['migrate', 'temporal-namespace']);
});

test('containers of ours run files that the build makes, and images have exact versions', () => {
  const ours = services.filter(([, { image }]) => image === 'perennial');
  const sources = ours.map(([, { command }]) =>
    String(command?.[1])
      .replace(/^dist\//, '')
      .replace(/\.js$/, '.ts'),
  );
  expect(sources.filter((file) => !existsSync(path.join(projectRoot(), file)))).toEqual([]);
  const floating = services.filter(([, { image }]) => image !== 'perennial' && !/:\d+(\.\d+)*$/.test(image));
  expect(floating).toEqual([]);
});

test('no password or key stands in the compose file but as the default of a variable', () => {
  const secrets = services
    .flatMap(([, { environment = {} }]) => Object.entries(environment))
    .filter(([name]) => /PASSWORD|PWD|_KEY$|DATABASE_URL/.test(name));
  expect(secrets.filter(([, value]) => !/\$\{[A-Z_]+:-[^}]+\}/.test(String(value)))).toEqual([]);
  expect(secrets.length).toBeGreaterThan(0);
});

test('every variable that a process reads is explained, and none that nobody reads', () => {
  const shared = [
    'activities/channels/settings.ts',
    'api/sign-in/oidc-env.ts',
    'api/webhooks/settings.ts',
    'domain/public-pages.ts',
    'domain/push-settings.ts',
  ];
  const rooms = ['activities', 'api', 'cli', 'temporal'].map((room) => path.join(room, 'config.ts'));
  const files = [...rooms, ...shared].map((file) => path.join(projectRoot(), file));
  const variable = /^ +(HOST|PORT|LOG_LEVEL|NODE_ENV|(?:[A-Z]+_)+[A-Z]+):/gm;
  const known = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(variable)].map(([, name]) => name));
  const explained = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(new Set(explained)).toEqual(new Set(known));
});

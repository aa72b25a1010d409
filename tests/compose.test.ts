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
  for (const [, { depends_on = {} }] of services) {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[name];
      if (condition === 'service_healthy') expect(needed?.healthcheck).toBeDefined();
      else expect(needed?.restart).toMatch(/^on-failure/);
    }
  }
  const standsOn = (name: string) => Object.keys(compose.services[name]?.depends_on ?? {});
  for (const name of ['api', 'worker']) expect(standsOn(name)).toEqual(['migrate', 'temporal-namespace']);
});

test('containers of ours run files that the build makes, and images have exact versions', () => {
  for (const [name, { image, command }] of services) {
    if (image !== 'perennial') {
      expect(`${name} ${image}`).toMatch(/:\d+(\.\d+)*$/);
      continue;
    }
    const file = String(command?.[1])
      .replace(/^dist\//, '')
      .replace(/\.js$/, '.ts');
    expect({ file, exists: existsSync(path.join(projectRoot(), file)) }).toEqual({ file, exists: true });
  }
});

test('no password or key stands in the compose file but as the default of a variable', () => {
  for (const [, { environment = {} }] of services) {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD|PWD|_KEY$|DATABASE_URL/.test(name)) expect(String(value)).toMatch(/\$\{[A-Z_]+:-[^}]+\}/);
    }
  }
});

test('every variable that a process reads is explained, and none that nobody reads', () => {
  const files = ['activities', 'api', 'cli', 'temporal'].map((room) => path.join(projectRoot(), room, 'config.ts'));
  const variable = /^ +(HOST|PORT|LOG_LEVEL|NODE_ENV|(?:[A-Z]+_)+[A-Z]+):/gm;
  const known = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(variable)].map(([, name]) => name));
  const explained = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(explained.toSorted()).toEqual([...new Set(known)].toSorted());
});

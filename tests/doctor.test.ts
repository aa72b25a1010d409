import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../embedded/port';
import { withDatabase } from './support/database';
import { perennial } from './support/command';

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly says: string;
  readonly remedy?: string;
}

test('doctor names what is missing and what cannot be reached, each with a remedy, and exits with 1', () =>
  withDatabase(async ({ db, url }) => {
    await db.$executeRaw`DELETE FROM _prisma_migrations`;
    const nowhere = `127.0.0.1:${await freePort()}`;
    const { code, findings } = await doctor({
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: nowhere,
      PORT: String(await freePort()),
    });

    expect(code).toBe(1);
    expect(findings.get('database')).toMatchObject({ state: 'ok', says: expect.stringContaining('PostgreSQL') });
    expect(findings.get('clock')).toMatchObject({ state: 'ok' });
    expect(findings.get('migrations')).toMatchObject({ state: 'broken', remedy: expect.stringContaining('migrate') });
    expect(findings.get('temporal')).toMatchObject({
      state: 'broken',
      says: `${nowhere} (TEMPORAL_ADDRESS): ECONNREFUSED`,
    });
    expect(findings.get('namespace')).toMatchObject({ state: 'unknown' });
    expect(findings.get('api')).toMatchObject({ state: 'broken', remedy: expect.stringContaining('npm start') });
    expect(findings.get('email')).toMatchObject({ state: 'off', says: expect.stringContaining('SENDGRID_API_KEY') });
    const broken = [...findings.values()].filter(({ state }) => state === 'broken');
    expect(broken.filter(({ remedy }) => !remedy)).toEqual([]);
  }));

test('doctor asks the providers that are configured whether they take our credentials, and sends nothing', async () => {
  const asked: string[] = [];
  const provider = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url}`);
    const known = headers.authorization === 'Bearer good-key';
    response.writeHead(known ? 200 : 401).end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => provider.once('listening', listening));
  const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const { findings } = await doctor({
    SENDGRID_API_KEY: 'good-key',
    SENDGRID_BASE_URL: base,
    PERENNIAL_FROM_EMAIL: 'team@example.com',
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
    TWILIO_AUTH_TOKEN: 'wrong',
    TWILIO_FROM: '+15005550006',
    TWILIO_BASE_URL: base,
  });
  await new Promise((closed) => provider.close(closed));

  expect(findings.get('email')).toMatchObject({ state: 'ok' });
  expect(findings.get('sms')).toMatchObject({
    state: 'broken',
    remedy: 'Correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
  });
  expect(findings.get('email reports')).toMatchObject({
    state: 'warning',
    remedy: expect.stringContaining('SENDGRID_EVENT_KEYS'),
  });
  expect(findings.get('sms reports')).toMatchObject({
    state: 'warning',
    remedy: expect.stringContaining('PERENNIAL_PUBLIC_URL'),
  });
  expect(findings.get('email answers')).toMatchObject({ state: 'off' });
  expect(asked.toSorted()).toEqual([
    'GET /2010-04-01/Accounts/AC00000000000000000000000000000000.json',
    'GET /v3/scopes',
  ]);
});

test('doctor reads faults of the configuration together and never prints a secret', async () => {
  const { code, findings, output } = await doctor({
    SENDGRID_API_KEY: 'SG.secret',
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'hush',
  });
  expect(code).toBe(1);
  expect(findings.get('configuration')).toMatchObject({
    state: 'broken',
    says: expect.stringMatching(/PERENNIAL_FROM_EMAIL.*TWILIO_FROM/s),
  });
  expect(output).not.toMatch(/SG\.secret|hush/);
});

async function doctor(variables: Readonly<Record<string, string>>) {
  const command = perennial(['doctor', '--json'], variables);
  const code = await command.ended;
  const { findings } = JSON.parse(command.stdout()) as { findings: Finding[] };
  return { code, output: command.output(), findings: new Map(findings.map((finding) => [finding.check, finding])) };
}

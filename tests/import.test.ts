import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { dateReader } from '../cli/import/date-pattern';
import { readingOf, type ReadingOptions } from '../cli/import/formats';
import { parseMapping } from '../cli/import/mapping';
import { importFile, type Import } from '../cli/import/run';
import { createTally, type Outcome } from '../cli/import/tally';
import { InvalidInput } from '../domain/errors';
import { nearest } from '../domain/nearest';
import { perennial } from './support/command';
import { withApi, type ApiWorld } from './support/http';

const NOW = '2026-03-02T09:00:00.000Z';
let folder: string;

beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'perennial-import-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('a purchase log is imported whole, also two equal purchases on one day, and a second time adds nothing', () =>
  withApi(async (api) => {
    const log = [
      ' 00004 0001 19970101  2   29.33',
      ' 00004 0001 19970101  2   29.33',
      ' 00021 0002 19970104  3   63.34',
      '',
    ];
    const outcome = await imported(api, 'cdnow.txt', log.join('\n'), { format: 'cdnow' });
    expect(outcome).toEqual({
      lines: { read: 3, accepted: 3, rejected: 0 },
      messages: { sent: 3, duplicates: 0 },
      reasons: [],
      warnings: [],
    });
    expect(await imported(api, 'cdnow.txt', log.join('\n'), { format: 'cdnow' })).toMatchObject({
      lines: { read: 3, accepted: 3 },
      messages: { sent: 3, duplicates: 3 },
    });

    const events = await api.db.event.findMany({ orderBy: { occurredAt: 'asc' } });
    expect(events.map(({ type, occurredAt }) => `${type} ${occurredAt.toISOString()}`)).toEqual([
      'order.completed 1997-01-01T00:00:00.000Z',
      'order.completed 1997-01-01T00:00:00.000Z',
      'order.completed 1997-01-04T00:00:00.000Z',
    ]);
    expect(events[2]).toMatchObject({ properties: { items: 3, revenue: 63.34 } });
    expect((await api.db.identity.findMany()).map(({ value }) => value).sort()).toEqual(['00004', '00021']);
  }));

test('lines that cannot be imported are named by number and reason, and stop nothing', () =>
  withApi(async (api) => {
    const rows = [
      'user;when;what;"note, long";count',
      'ada;02.03.2026 08:00;Logged In;"two\nlines";1',
      'ada;31.02.2026 08:00;Logged In;;',
      ';02.03.2026 08:10;Logged In;;',
      'bob;02.03.2026 08:20;teammate.invited;;many',
      'bob;02.03.2026 08:30;teammate.invited',
      'bob;2.3.2026 8:40;teammate.invited;;3',
    ];
    const map = "userId=user, occurredAt=when:DD.MM.YYYY HH:mm, type=what, count=count, note=3, source='till, front'";
    const rejects = path.join(folder, 'rejects.ndjson');
    const outcome = await imported(api, 'mixed.csv', rows.join('\n'), { map, delimiter: ';' }, { rejects });
    expect(outcome).toMatchObject({ lines: { read: 6, accepted: 2, rejected: 4 }, messages: { sent: 3 } });
    const kept = readFileSync(rejects, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; reason: string });
    expect(kept.sort((a, b) => a.line - b.line).map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'occurredAt is not a date of the form DD.MM.YYYY HH:mm'],
      [5, 'has no userId'],
      [6, expect.stringMatching(/^properties\.count .*number/)],
      [7, 'has another number of columns than the lines before'],
    ]);
    expect(await api.db.event.findMany({ orderBy: { occurredAt: 'asc' } })).toMatchObject([
      { type: 'customer.logged_in', properties: { note: 'two\nlines', source: 'till, front', count: 1 } },
      { type: 'teammate.invited', occurredAt: new Date('2026-03-02T08:40:00Z'), properties: { count: 3 } },
    ]);
  }));

test('what is imported and probably not as it was meant is named too, by line', () =>
  withApi(async (api) => {
    const table =
      'id,at,mail,what\n7,2026-03-02T08:00:00Z,ada@example.com,usage.droped\n8,2026-03-02T08:00:00Z,nonsense,Logged In\n9,2026-03-02T08:00:00Z,none,Logged In\n';
    const outcome = await imported(api, 'slips.csv', table, {
      map: 'userId=id, occurredAt=at, traits.email=mail, type=what',
    });
    expect(outcome).toMatchObject({ lines: { accepted: 3, rejected: 0 }, reasons: [] });
    expect(outcome.warnings).toEqual([
      { reason: expect.stringMatching(/^traits\.email /), lines: 2, first: [3, 4] },
      { reason: expect.stringMatching(/^event .*did you mean usage\.dropped\?/), lines: 1, first: [2] },
    ]);
  }));

test('a table of customers fills profiles, and JSON lines are messages or are mapped by their keys', () =>
  withApi(async (api) => {
    const table = 'id,mail,plan,zip\n7,ada@example.com,pro,01067\n';
    await imported(api, 'people.csv', table, {
      map: 'userId=id, traits.email=mail, traits.plan=plan, traits.zip=zip:text',
    });
    const both = '7,2026-03-02T08:00:00Z,Logged In,pro\n';
    const map = 'userId=0, occurredAt=1, type=2, traits.plan=3';
    expect(await imported(api, 'both.csv', both, { map, header: false })).toMatchObject({
      lines: { read: 1, accepted: 1, rejected: 0 },
      messages: { sent: 2, duplicates: 0 },
    });
    const lines = [
      JSON.stringify({ actor: { id: 7 }, ts: Date.parse(NOW) / 1_000 - 60, order: { id: 1234, total: 9.5 } }),
      'nonsense',
      '[]',
    ];
    const keys =
      'userId=actor.id, occurredAt=ts:unix, type=order.completed, orderId=order.id:text, revenue=order.total';
    expect(await imported(api, 'orders.ndjson', lines.join('\n'), { map: keys })).toMatchObject({
      lines: { accepted: 1, rejected: 2 },
    });
    const message = { type: 'track', userId: '7', event: 'Logged In' };
    expect(await imported(api, 'messages.jsonl', JSON.stringify(message), {})).toMatchObject({
      lines: { accepted: 1 },
    });

    expect(await api.db.customer.findMany()).toMatchObject([
      { email: 'ada@example.com', traits: { plan: 'pro', zip: '01067' } },
    ]);
    const [order] = await api.db.event.findMany({ where: { type: 'order.completed' } });
    expect(order).toMatchObject({
      properties: { orderId: '1234', revenue: 9.5 },
      occurredAt: new Date('2026-03-02T08:59:00Z'),
    });
  }));

test('what happened more than 72 hours ago starts no journey and is not heard by one, unless that is asked for', () =>
  withApi(async (api) => {
    const map = 'userId=0, occurredAt=1, type=2';
    const file = (name: string, ...lines: string[]) => [name, lines.join('\n'), { format: 'columns', map }] as const;
    await imported(
      api,
      ...file('past', 'ada 2026-02-27T08:59:59Z usage.dropped', 'bob 2026-02-27T09:00:00Z usage.dropped'),
    );
    expect(await enrolled(api)).toEqual(['bob']);
    await imported(api, ...file('goal', 'bob 2025-12-24T18:00:00Z order.completed'));
    expect(await api.db.outbox.count({ where: { kind: 'event' } })).toBe(0);
    expect(await api.db.lastEvent.findMany({ where: { type: 'order.completed' } })).toHaveLength(1);

    await imported(api, ...file('none', 'carl 2026-03-02T08:00:00Z usage.dropped'), { journeys: 'none' });
    expect(await enrolled(api)).toEqual(['bob']);
    await imported(api, ...file('all', 'dora 2025-12-24T18:00:00Z usage.dropped'), { journeys: 'all' });
    expect(await enrolled(api)).toEqual(['bob', 'dora']);
  }));

test('dates that can be read in two orders are asked about, and a file that speaks for the other order is not imported', () =>
  withApi(async (api) => {
    const map = (when: string) => `userId=0, occurredAt=${when}, type=Logged In`;
    const file = (...dates: string[]) => dates.map((date, index) => `user-${index},${date}`).join('\n');
    const read = (words: string, when: string) => imported(api, 'dates.csv', words, { map: map(when), header: false });

    const unsaid = await read(file('01/02/2024', '31/12/2024', '12/31/2024 08:15', 'soon', ''), '1');
    expect(unsaid).toMatchObject({ lines: { accepted: 0, rejected: 5 }, messages: { sent: 0 } });
    expect(unsaid.reasons.map(({ reason }) => reason)).toEqual([
      'occurredAt is not a date in ISO 8601 and can be read in two orders: say occurredAt=<column>:DD/MM/YYYY or occurredAt=<column>:MM/DD/YYYY',
      'occurredAt is not a date in ISO 8601 but of the form DD/MM/YYYY: say occurredAt=<column>:DD/MM/YYYY',
      'occurredAt is not a date in ISO 8601 but of the form MM/DD/YYYY HH:mm: say occurredAt=<column>:MM/DD/YYYY HH:mm',
      'occurredAt is not a date in ISO 8601',
      'has no occurredAt',
    ]);

    await expect(read(file('05/12/2024', '31/12/2024'), '1:MM/DD/YYYY')).rejects.toThrow(
      '31/12/2024 in line 2 is not of the form MM/DD/YYYY but of DD/MM/YYYY, and no line is of the former alone. Say occurredAt=<column>:DD/MM/YYYY in --map.',
    );
    expect(await api.db.event.count()).toBe(0);

    expect(await read(file('05/12/2024', '31/12/2024'), '1:DD/MM/YYYY')).toMatchObject({ lines: { accepted: 2 } });
    const mixed = await read(file('05/12/2024', '31/12/2024', '12/31/2024'), '1:MM/DD/YYYY');
    expect(mixed).toMatchObject({ lines: { accepted: 2, rejected: 1 } });
    expect(mixed.reasons[0]).toMatchObject({
      first: [2],
      reason: expect.stringContaining('but of the form DD/MM/YYYY'),
    });
  }));

test('many lines go in batches that the API takes, in their order', () =>
  withApi(async (api) => {
    const lines = Array.from(
      { length: 6_000 },
      (_, index) => `user-${index % 50} ${new Date(Date.parse(NOW) - index * 1_000).toISOString()} ${'x'.repeat(60)}`,
    );
    const map = 'userId=0, occurredAt=1, type=Report Exported, note=2';
    expect(await imported(api, 'many', lines.join('\n'), { format: 'columns', map })).toMatchObject({
      lines: { read: 6_000, accepted: 6_000, rejected: 0 },
      messages: { sent: 6_000 },
    });
    expect(await api.db.event.count()).toBe(6_000);
  }));

test('the command says in one sentence what is wrong with its words, and its exit code tells how it went', async () => {
  await withApi(async ({ url, key, db }) => {
    const file = path.join(folder, 'one-bad.txt');
    writeFileSync(file, '1 1 19970101 1 9.99\n2 2 19971301 1 9.99\n');
    const door = ['--url', url, '--key', key('ingest')];
    const command = perennial(['import', '--file', file, '--format', 'cdnow', ...door]);
    expect(await command.ended).toBe(1);
    expect(command.stdout()).toMatch(
      /^Read in .*\n {2}2 {2}lines read\n {2}1 {2}lines accepted\n {2}1 {2}lines rejected\n {2}1 {2}messages sent\n\n {2}1 {2}occurredAt is not a date of the form YYYYMMDD {2}line 2\n$/,
    );
    expect(await db.event.count()).toBe(1);
    const stranger = perennial(['import', '--file', file, '--format', 'cdnow', '--url', url, '--key', 'wrong']);
    expect(await stranger.ended).toBe(2);
    expect(stranger.output()).toContain('does not know this key');
  });
});

test('mappings and dates that make no sense are refused by name', () => {
  for (const [map, sentence] of [
    ['occurredAt=1, type=x', /whose line is it/],
    ['userId=0', /what happened/],
    ['userId=0, type=x', /when did it happen/],
    ['userId=0, userId=1, traits.a=2', /userId twice/],
    ['userId', /does not read <field>=<column>/],
    ['userId=0, occurredAt=1:YYYY, type=x', /not a form of dates/],
    ['userId=0, occurredAt=1, type=x, items=3:integer', /text or number/],
  ] as const) {
    expect(() => parseMapping(map)).toThrow(InvalidInput);
    expect(() => parseMapping(map)).toThrow(sentence);
  }
  expect(() => readingOf('orders', {})).toThrow(/How is orders written/);
  expect(nearest('at-rsk', ['at-risk', 'renewal'])).toBe('at-risk');
});

test('every day that is written in a form is read back by it', () => {
  const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const [year, month, dayOfMonth] = date.toISOString().slice(0, 10).split('-') as [string, string, string];
      const midnight = `${year}-${month}-${dayOfMonth}T00:00:00.000Z`;
      expect(dateReader('YYYYMMDD')(year + month + dayOfMonth)?.toISOString()).toBe(midnight);
      expect(dateReader('DD.MM.YYYY')(`${Number(dayOfMonth)}.${Number(month)}.${year}`)?.toISOString()).toBe(midnight);
      expect(dateReader('unixms')(String(date.getTime()))?.getTime()).toBe(date.getTime());
    }),
  );
});

/** Imports a file of these words through the API. */
async function imported(
  { url, key }: ApiWorld,
  name: string,
  words: string,
  options: ReadingOptions,
  more: { rejects?: string; journeys?: Import['journeys'] } = {},
): Promise<Outcome> {
  const file = path.join(folder, name);
  writeFileSync(file, words);
  const job = {
    file,
    reading: readingOf(file, options),
    door: { url, key: key('ingest') },
    journeys: more.journeys ?? 'recent',
  };
  return importFile(job, createTally(more.rejects), () => undefined);
}

async function enrolled({ db }: ApiWorld): Promise<string[]> {
  const runs = await db.enrollment.findMany({ select: { customerId: true } });
  const people = await db.identity.findMany({
    where: { customerId: { in: runs.map(({ customerId }) => customerId) } },
  });
  return people.map(({ value }) => value).sort();
}

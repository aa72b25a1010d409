import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { agendaOf } from '../cli/rehearse/agenda';
import { readLog } from '../cli/rehearse/log';
import { readingOf } from '../cli/import/formats';
import { DAY_MS } from '../domain/duration';
import { headerWith } from './fixtures/header';
import { perennial } from './support/command';

let folder: string;
let file: string;

/* Ada buys on day 0 and day 100; Bob on day 10 and, exactly when he would be missed, day 70; Carl on day 20 and day 82, two days into his journey. */
const LOG = [
  ' 1 1 19970101 1 10.00',
  ' 2 2 19970111 1 10.00',
  ' 3 3 19970121 2 20.00',
  ' 2 2 19970312 1 10.00',
  ' 3 3 19970324 1 5.00',
  ' 1 1 19970411 1 9.00',
  ' 9 9 19970499 1 9.00',
];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'perennial-rehearse-'));
  file = path.join(folder, 'log.txt');
  writeFileSync(file, `${LOG.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a log is played at its own distances: who stays away is missed, and who comes back is left in peace', async () => {
  const command = perennial([
    'rehearse',
    '--log',
    file,
    '--format',
    'cdnow',
    '--journey',
    'at-risk',
    '--days',
    '120',
    '--json',
  ]);
  expect(await command.ended).toBe(0);
  expect(command.output()).toContain('Note: 1 lines could not be read');
  const report = JSON.parse(command.stdout()) as Record<string, unknown>;
  expect(report).toMatchObject({
    log: 'log.txt',
    journeys: ['at-risk'],
    customers: 3,
    events: 6,
    days: 120,
    day_0: '1997-01-01T00:00:00.000Z',
    enrolled: { total: 2, by: [{ what: 'at-risk no order.completed', count: 2, first_day: 60, last_day: 80 }] },
    refused: { total: 0 },
    touches: { total: 3, by: [{ what: 'email sent', count: 3, first_day: 60, last_day: 80 }] },
    goals: 1,
    endings: {
      total: 2,
      by: [
        { what: 'done expired', count: 1 },
        { what: 'goal order.completed', count: 1, first_day: 82, last_day: 82 },
      ],
    },
    tasks: { total: 1, by: [{ what: 'save-call expired', count: 1, first_day: 68 }] },
    wall_seconds: expect.any(Number),
  });
});

test('the first customers of the log take part, or with a seed others that are always the same', async () => {
  const reading = readingOf(file, { format: 'cdnow' });
  expect(await readLog(file, reading, { customers: 2 })).toMatchObject({ userIds: ['1', '2'], known: 3, unread: 1 });
  const seeded = await readLog(file, reading, { customers: 2, seed: 'spring' });
  expect(await readLog(file, reading, { customers: 2, seed: 'spring' })).toEqual(seeded);
  expect(new Set(seeded.events.map(({ userId }) => userId))).toEqual(new Set(seeded.userIds));
  const all = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => readLog(file, reading, { customers: 1, seed })),
  );
  expect(new Set(all.map(({ userIds }) => userIds[0])).size).toBeGreaterThan(1);
});

test('every absence is looked for within a day of falling due, and no day more than that', () => {
  const journey = headerWith({ startAfterAbsence: [{ of: 'order.completed', for: '60 days' }] });
  const from = new Date('1997-01-01T00:00:00Z');
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 400 * DAY_MS }), { minLength: 1 }), (offsets) => {
      const events = offsets.map((offset) => ({
        userId: 'ada',
        at: new Date(from.getTime() + offset),
        type: 'order.completed',
        properties: {},
      }));
      const agenda = agendaOf({ from, events }, [journey], 500);
      expect(agenda.map(({ offsetMs }) => offsetMs)).toEqual(
        agenda.map(({ offsetMs }) => offsetMs).toSorted((a, b) => a - b),
      );
      const sweeps = agenda.filter(({ sweep }) => sweep).map(({ offsetMs }) => offsetMs);
      const due = offsets.map((offset) => offset + 60 * DAY_MS);
      for (const instant of due)
        expect(sweeps.some((sweep) => sweep >= instant && sweep < instant + DAY_MS)).toBe(true);
      expect(sweeps.length).toBeLessThanOrEqual(due.length);
    }),
  );
});

test('wrong words get one sentence and exit code 2', async () => {
  const command = perennial(['rehearse', '--log', file, '--format', 'cdnow', '--journey', 'at-rsk']);
  expect(await command.ended).toBe(2);
  expect(command.output()).toContain('did you mean at-risk?');
});

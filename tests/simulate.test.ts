import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { journeySource } from '../cli/new/journey-source';
import { momentsOf, type Moment } from '../cli/simulate/moments';
import { play } from '../cli/simulate/play';
import { journeyNamed, type Journeys } from '../cli/simulate/journey-named';
import { readScript, type ScriptOptions } from '../cli/simulate/script';
import { tableOf } from '../cli/simulate/table';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/duration';
import { InvalidInput } from '../domain/errors';
import { offsetMs } from '../domain/offset';
import { withWorld } from '../testkit';
import { perennial } from './support/command';
import { journeyHeaders } from '../workflows/headers';
import { headerWith } from './fixtures/header';

const NAMES = journeyHeaders.map(({ name }) => name).join(', ');

test('the command prints one object a line, and nothing else on standard output', async () => {
  const answer = '2d6h task.completed {"outcome":"reached_at_risk"}';
  const command = perennial([
    'simulate',
    'at-risk',
    '--json',
    '--event',
    answer,
    '--event',
    '2d Replied {"channel":"email"}',
  ]);
  expect(await command.ended).toBe(0);
  const moments = command
    .stdout()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Moment);
  expect(moments.map(({ at }) => new Date(at).toISOString())).toEqual(moments.map(({ at }) => at));
  expect(moments).toMatchObject([
    { kind: 'enrolled', day: 0, journey: 'at-risk', cause: { kind: 'request', by: 'simulate' } },
    { kind: 'stage', stage: 'checkIn' },
    { kind: 'touch', message: 'at-risk/check-in', channel: 'email', verdict: 'sent', reason: null, locale: 'en' },
    { kind: 'wait', for: ['customer.replied', 'customer.help_requested'], until: expect.any(String) },
    { kind: 'event', day: 2, type: 'customer.replied' },
    { kind: 'stage', day: 2, stage: 'answer' },
    { kind: 'task', step: 'opened', playbook: 'help-request', because: expect.any(String), due: expect.any(String) },
    { kind: 'task', day: 2, step: 'completed', outcome: 'reached_at_risk' },
    { kind: 'stage', stage: 'personCalls' },
    { kind: 'task', step: 'opened', playbook: 'save-call' },
    { kind: 'task', step: 'reminded' },
    { kind: 'task', step: 'breached' },
    { kind: 'task', step: 'expired', outcome: 'expired' },
    { kind: 'ended', how: 'done', outcome: 'expired' },
  ]);
});

test('wrong words get one sentence, exit code 2, and leave standard output empty', async () => {
  const command = perennial(['simulate', 'at-rsk']);
  expect(await command.ended).toBe(2);
  expect(command.stdout()).toBe('');
  expect(command.output().trim()).toBe(`There is no journey "at-rsk"; did you mean at-risk? There are ${NAMES}.`);
  for (const [event, sentence] of [
    ['soon customer.replied', /"soon" in .* is not an offset such as 5d/],
    ['5d', /reads "<offset> <type> \[json\]"/],
    ['5d customer.repied', /did you mean customer\.replied\?/],
    ['5d reason.given {reason', /cannot be read/],
    ['5d reason.given ["price"]', /must be an object/],
    ['5d reason.given {"reason":7}', /does not fit reason\.given: reason: /],
    ['5d task.completed', /does not fit task\.completed: outcome: /],
    ['5d task.completed {"outcome":"reached_resolve"}', /did you mean reached_resolved\?/],
    ['5d task.completed {"outcome":"saved","playbook":"save-cal"}', /There is no playbook "save-cal"/],
  ] as const) {
    expect(() => readScript('at-risk', { event: [event] })).toThrow(InvalidInput);
    expect(() => readScript('at-risk', { event: [event] })).toThrow(sentence);
  }
  expect(() => readScript(undefined, {})).toThrow(`Which journey? There are ${NAMES}.`);
  expect(() => readScript('renewal', { days: '10', event: ['11d reason.given {"reason":"price"}'] })).toThrow(
    /raise --days/,
  );
  expect(() => readScript('renewal', { days: 'ten' })).toThrow(/whole number/);
  expect(() => readScript('renewal', { trait: ['plan'] })).toThrow(/name=value/);
});

test('a journey that is written but not listed or not exported is answered with the lines to add', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perennial-journeys-'));
  const write = (file: string, source: string) => writeFileSync(path.join(folder, file), source);
  write('win-back.ts', journeySource('win-back', 'winBack'));
  write('trail.ts', journeySource('trial', 'trial'));
  const answer = (name: string, known: Partial<Journeys>) => {
    try {
      return journeyNamed(name, { headers: [], exported: [], folder, ...known }).name;
    } catch (error) {
      return [(error as InvalidInput).message, ...(error as InvalidInput).faults.map((fault) => Object.values(fault))];
    }
  };
  const says = 'workflows/journeys/win-back.ts is there, but the journey is not known yet. Add:';
  const list = ['workflows/headers.ts', "import { winBack } from './journeys/win-back'; and winBack in the list"];
  const run = ['workflows/index.ts', "export { winBack as 'win-back' } from './journeys/win-back';"];
  const headers = [headerWith({ name: 'win-back' })];
  expect(answer('win-back', {})).toEqual([says, list, run]);
  expect(answer('win-back', { headers })).toEqual([says, run]);
  expect(answer('win-back', { exported: ['win-back'] })).toEqual([says, list]);
  expect(answer('win-back', { headers, exported: ['win-back'] })).toBe('win-back');
  expect(answer('trail', {})[0]).toContain('holds a journey that is named trial');
  expect(answer('win-bck', { headers })[0]).toContain('did you mean win-back?');
  rmSync(folder, { recursive: true });
});

test('a year of a renewal goes by, with the date 120 days ahead unless another is given', async () => {
  const days = (moments: readonly Moment[]) =>
    moments.filter(({ kind }) => kind === 'touch' || kind === 'ended').map(({ day, message }) => [day, message]);
  expect(days(await simulated('renewal', {}))).toEqual([
    [0, 'renewal/value-recap'],
    [90, 'renewal/reminder-30'],
    [113, 'renewal/reminder-7'],
    [expect.any(Number), undefined],
  ]);
  const early = (now: Date) => ({
    trait: [`renewal_date=${new Date(now.getTime() + 40 * DAY_MS).toISOString()}`],
    event: ['20d subscription.renewed'],
  });
  expect(days(await simulated('renewal', early))).toEqual([
    [0, 'renewal/value-recap'],
    [expect.any(Number), 'renewal/reminder-30'],
    [20, 'renewal/thanks'],
    [20, undefined],
  ]);
});

test('the gate decides as in production: without consent marketing stays unsaid, and a channel passed over is named', async () => {
  const unasked = (await simulated('advocacy', { consent: false })).filter(({ kind }) => kind === 'touch');
  expect(unasked).toMatchObject([
    { message: 'advocacy/review-ask', verdict: 'sent', channel: 'in-app', reason: 'email: consent_missing' },
    { message: 'advocacy/referral-invite', verdict: 'sent', channel: 'in-app' },
    { message: 'advocacy/story-invite', verdict: 'suppressed', channel: null, reason: 'consent_missing' },
  ]);
  const german = await simulated('at-risk', { locale: 'de', trait: ['email=null'], days: '2' });
  expect(german.find(({ kind }) => kind === 'touch')).toMatchObject({
    channel: 'sms',
    reason: 'email: no_address',
    locale: 'de',
  });
});

test('events at the very instant of a timer, one after another, wedge nothing', async () => {
  const events = [
    '4d customer.help_requested',
    '4d task.completed {"outcome":"reached_at_risk"}',
    '5d customer.replied',
    '8d customer.logged_in',
  ];
  const moments = await simulated('at-risk', { event: events });
  const kinds = moments.filter(({ kind }) => kind === 'ended' || kind === 'event').map(({ kind, day }) => [kind, day]);
  expect(kinds.slice(0, 2)).toEqual([
    ['event', 4],
    ['event', 5],
  ]);
  // The call expires at the instant of the log-in: either may come first.
  expect(new Set(kinds.slice(2).map(([kind, day]) => `${kind} ${day}`))).toEqual(new Set(['ended 8', 'event 8']));
});

test('a table shows each date once, wraps what is too wide, and has colours only where asked', () => {
  const moments: Moment[] = [
    {
      at: '2026-11-21T23:00:00.000Z',
      day: 0,
      kind: 'enrolled',
      journey: 'at-risk',
      cause: { kind: 'absence', of: 'order.completed', since: '2026-09-01T00:00:00.000Z' },
    },
    {
      at: '2026-11-21T23:00:01.000Z',
      day: 0,
      kind: 'touch',
      message: 'at-risk/check-in',
      verdict: 'sent',
      channel: 'sms',
      reason: 'email: no_address',
    },
    {
      at: '2026-11-22T23:30:00.000Z',
      day: 1,
      kind: 'wait',
      for: ['customer.replied', 'customer.help_requested'],
      until: '2026-11-26T23:30:00.000Z',
    },
    {
      at: '2026-11-22T23:40:00.000Z',
      day: 1,
      kind: 'touch',
      message: 'at-risk/offer-help',
      verdict: 'suppressed',
      channel: null,
      reason: 'no_address',
    },
  ];
  expect(tableOf(moments, { colors: false })).toEqual([
    'Sat 21 Nov 2026  day 0  enters at-risk                      no order.completed since Tue 01 Sep 2026',
    '                        at-risk/check-in               sms  email: no_address',
    'Sun 22 Nov 2026  day 1  waits                               for customer.replied, customer.help_requested until Thu 26 Nov 2026',
    '                        at-risk/offer-help suppressed       no_address',
  ]);
  const narrow = tableOf(moments, { colors: false, width: 100 });
  expect(narrow.join(' ').replaceAll(/\s+/g, ' ')).toContain('until Thu 26 Nov 2026 at-risk/offer-help');
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThan(100);
  expect(tableOf(moments, { colors: true }).join('')).toContain('\u001B[');
});

test('offsets add up, and anything else is none', () => {
  const part = fc.tuple(fc.nat(10_000), fc.constantFrom('w', 'd', 'h', 'm', 's'));
  const unit = { w: 7 * DAY_MS, d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: 1_000 } as const;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.map(([count, letter]) => `${count}${letter}`).join('');
      expect(offsetMs(text)).toBe(
        parts.reduce((sum, [count, letter]) => sum + count * unit[letter as keyof typeof unit], 0),
      );
    }),
  );
  for (const text of ['', 'd', '5', '-5d', '5 d', '5days', '1.d', 'NaN']) expect(offsetMs(text)).toBeUndefined();
});

/** Options may depend on the instant at which the customer comes into being: worlds of one file follow each other in time. */
async function simulated(journey: string, options: ScriptOptions | ((now: Date) => ScriptOptions)): Promise<Moment[]> {
  return withWorld(
    async (world) => {
      const script = readScript(journey, typeof options === 'function' ? options(world.now()) : options);
      const [played] = await play(world, [script], 'test');
      return momentsOf(world.db, played!);
    },
    { journeys: [journeyNamed(journey)] },
  );
}

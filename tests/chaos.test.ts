import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isGreen, judge } from '../chaos/checker';
import { controlPlanOf } from '../chaos/control';
import type { Evidence } from '../chaos/evidence';
import { FAULTS, planOf, type Plan } from '../chaos/plan';
import { recoveries } from '../chaos/recovery';
import { play } from '../chaos/run';
import { GUARDS, type Guard } from '../chaos/sabotage';
import { boundOf } from '../chaos/verdict';
import { readConfig } from '../cli/config';
import { temporalCli } from '../embedded/temporal-cli';
import { testFolder } from '../testkit/cluster';

/** A minute of faults, one until a frozen worker is given up, and a machine that may have other things to do. */
const PATIENCE_MS = 1_200_000;

const AT = new Date('2026-03-02T12:00:00.000Z');
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

describe('a plan of disturbances', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planOf({ seed: 7, journeys: 50 })).toEqual(planOf({ seed: 7, journeys: 50 }));
    expect(planOf({ seed: 7, journeys: 50 })).not.toEqual(planOf({ seed: 8, journeys: 50 }));
  });

  test('has every kind of fault and as many journeys as asked for, however few', () => {
    const { faults, lives } = planOf({ seed: 3, journeys: 20 });
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULTS));
    expect(lives.flatMap(({ journeys }) => journeys)).toHaveLength(20);
  });
});

describe('the checker', () => {
  test('is green on a run in which all went as it must, and says how little that proves of few', () => {
    const verdicts = judge(wellBehaved());
    expect(verdicts.filter(({ bad }) => bad > 0)).toEqual([]);
    expect(isGreen(verdicts)).toBe(true);
    expect(boundOf({ name: '', unit: '', examples: [], of: 1000, bad: 0 })).toBe('< 0.30 %');
    expect(boundOf({ name: '', unit: '', examples: [], of: 1000, bad: 1 })).toBe('');
  });

  test.each<[verdict: string, how: string, broken: (good: Evidence) => Partial<Evidence>]>([
    ['journeys lost or doubled', 'a journey that never began', () => ({ enrollments: [] })],
    [
      'journeys lost or doubled',
      'one that began twice',
      ({ enrollments }) => ({ enrollments: [...enrollments, ...enrollments] }),
    ],
    ['lost', 'a message that the ledger calls sent and nobody has', () => ({ taken: [] })],
    [
      'lost',
      'a message of which the ledger knows nothing',
      ({ taken }) => ({ taken: [...taken, { ...taken[0]!, touchId: 'other' }] }),
    ],
    ['doubled', 'a message that was taken twice', ({ taken }) => ({ taken: [...taken, ...taken] })],
    [
      'doubled',
      'one that went out on two channels at once',
      ({ taken }) => ({ taken: [...taken, { ...taken[0]!, channel: 'sms' }] }),
    ],
    ['out of window', 'a mail in the night', () => ({ zones: new Map([['ada', 'Etc/GMT+9']]) })],
    [
      'after withdrawal',
      'a mail half a minute after consent was taken back',
      ({ record }) => ({ record: { ...record, withdrawals: [{ userId: 'ada', at: later(-30) }] } }),
    ],
    [
      'after erasure',
      'a mail half a minute after they were erased',
      ({ record }) => ({ record: { ...record, erasures: [{ userId: 'ada', customerId: 'c1', at: later(-30) }] } }),
    ],
    [
      'left after erasure',
      'an address that is still in a table',
      () => ({ traces: [{ userId: 'ada', tables: ['provider_events'] }] }),
    ],
    ['over cap', 'more messages than the cap allows', () => ({ capMost: 0 })],
    [
      'escalations not raised',
      'a silent customer whom nobody calls (M02)',
      ({ enrollments }) => ({ enrollments: enrollments.map((run) => ({ ...run, tasks: 0 })) }),
    ],
    [
      'tasks completed twice',
      'two people who both completed a task',
      ({ record }) => ({
        record: { ...record, completions: [...record.completions, { taskId: 't', by: 'bob', status: 200 }] },
      }),
    ],
    [
      'facts not heard',
      'a reply that is not in the history of its run',
      ({ enrollments }) => ({ enrollments: enrollments.map((run) => ({ ...run, heard: new Set<string>() })) }),
    ],
    [
      'reports not heeded',
      'a delivery that was reported and is not known',
      ({ touches }) => ({ touches: touches.map((touch) => ({ ...touch, deliveredAt: null })) }),
    ],
    ['reports not heeded', 'a report that nobody has read', () => ({ unreadReports: 1 })],
    [
      'forged reports taken',
      'a forged report that was answered with success',
      ({ record }) => ({ record: { ...record, forged: [204] } }),
    ],
    ['forged reports taken', 'a forged complaint that was believed', () => ({ falseComplaints: 1 })],
    [
      'doubts that ended wrongly',
      'an attempt that nobody has decided',
      ({ attempts }) => ({ attempts: attempts.map((one) => ({ ...one, state: 'ambiguous' })) }),
    ],
    [
      'doubts that ended wrongly',
      'one that counts as unknown although it was taken',
      ({ attempts }) => ({ attempts: attempts.map((one) => ({ ...one, state: 'unknown' })) }),
    ],
    [
      'stuck',
      'a run that has not ended',
      ({ enrollments }) => ({ enrollments: enrollments.map((run) => ({ ...run, state: 'active' })) }),
    ],
    ['stuck', 'a run that is open in Temporal only', () => ({ openRuns: ['at-risk:1'] })],
    ['stuck', 'a fact that was parked', () => ({ outbox: { waiting: 0, parked: 1 } })],
  ])('turns %s red at %s', (verdict, _how, broken) => {
    const good = wellBehaved();
    const red = judge({ ...good, ...broken(good) }).filter(({ bad }) => bad > 0);
    expect(red.map(({ name }) => name)).toContain(verdict);
  });

  test('forgives what was on the wire at a withdrawal, and what a worker sent that stood still', () => {
    const good = wellBehaved();
    const withdrawn = (seconds: number, frozen: Evidence['record']['frozen'] = []) =>
      isGreen(
        judge({ ...good, record: { ...good.record, frozen, withdrawals: [{ userId: 'ada', at: later(-seconds) }] } }),
      );
    expect(withdrawn(10)).toBe(true);
    expect(withdrawn(40)).toBe(false);
    expect(withdrawn(40, [{ from: later(-35), to: later(-1) }])).toBe(true);
  });

  test('takes a message on a second channel for no double when the first came back', () => {
    const good = wellBehaved();
    const bounced = { ...good.attempts[0]!, state: 'bounced' };
    const again = { ...good.attempts[0]!, id: 'a2', channel: 'sms' };
    const taken = [...good.taken, { ...good.taken[0]!, channel: 'sms' as const }];
    expect(isGreen(judge({ ...good, taken, attempts: [bounced, again] }))).toBe(true);
  });

  test('measures recovery from the fault, or from its end when it took something away', () => {
    const { moves, record } = wellBehaved();
    const faults = [
      { kind: 'kill-after-accept', began: later(-20), ended: later(-5), attemptId: 'a' },
      { kind: 'kill-postgres', began: later(-20), ended: later(-5) },
      { kind: 'kill-postgres', began: later(-20), ended: later(-5), lapsed: true },
    ] as const;
    expect(recoveries({ moves, record: { ...record, faults: [...faults] } })).toEqual([
      { kind: 'kill-after-accept', times: 1, lapsed: 0, medianS: 21, longestS: 21 },
      { kind: 'kill-postgres', times: 2, lapsed: 1, medianS: 6, longestS: 6 },
    ]);
  });
});

/** One silent customer, one mail that was in doubt for a while, one person who called. */
function wellBehaved(): Evidence {
  return {
    plan: {
      seed: 1,
      faults: [],
      lives: [{ userId: 'ada', fate: 'silent', journeys: ['at-risk'], entersAt: 0, actsAt: 0 }],
    },
    record: {
      withdrawals: [],
      erasures: [],
      reports: [{ touchId: 't1', said: 'delivered' }],
      forged: [403],
      completions: [
        { taskId: 't', by: 'ann', status: 200 },
        { taskId: 't', by: 'bob', status: 409 },
      ],
      frozen: [],
      faults: [],
    },
    taken: [{ touchId: 't1', channel: 'email', at: AT }],
    touches: [
      {
        id: 't1',
        userId: 'ada',
        enrollmentId: 'e1',
        messageClass: 'lifecycle',
        state: 'delivered',
        reason: null,
        channel: 'email',
        codeVersion: 'present',
        deliveredAt: later(2),
      },
    ],
    attempts: [{ id: 'a', touchId: 't1', channel: 'email', state: 'accepted' }],
    enrollments: [
      {
        id: 'e1',
        userId: 'ada',
        journey: 'at-risk',
        state: 'ended',
        how: 'done',
        endedAt: later(60),
        stuck: false,
        tasks: 1,
        told: [{ eventId: 'v1', at: later(10) }],
        heard: new Set(['v1']),
      },
    ],
    moves: [
      { attemptId: 'a', touchId: 't1', was: 'dispatching', became: 'ambiguous', at: AT },
      { attemptId: 'a', touchId: 't1', was: 'ambiguous', became: 'accepted', at: later(1) },
    ],
    zones: new Map([['ada', 'UTC']]),
    capMost: 3,
    traces: [],
    falseComplaints: 0,
    outbox: { waiting: 0, parked: 0 },
    unreadReports: 0,
    openRuns: [],
  };
}

describe('the product, disturbed on purpose', () => {
  test(
    'loses nothing, does nothing twice and breaks no promise, whatever fails around it (X04, X06, X11, M02)',
    async () => {
      const verdicts = judge(await played(planOf({ seed: 1, journeys: 20 })));
      expect(verdicts.filter(({ bad }) => bad > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'writes twice when its ledger takes what is in doubt for not sent, and the checker sees it (negative control)',
    async () => {
      const plan = controlPlanOf('ledger', { seed: 1, journeys: 8 });
      const doubled = judge(await played(plan, 'ledger')).find(({ name }) => name === GUARDS.ledger);
      expect(doubled?.bad).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});

async function played(plan: Plan, guard?: Guard): Promise<Evidence> {
  const config = readConfig();
  const state = path.join(testFolder(), 'chaos');
  rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  const cli = await temporalCli({ named: config.temporalCli, state: config.state }, () => undefined);
  return (await play({ plan, state, temporalCli: cli, guard, say: () => undefined })).evidence;
}

import {
  TRUST_MEASURES,
  trustRate,
  trustSubject,
  withoutSeen,
  type TrustGroup,
  type TrustMeasure,
  type TrustRate,
  type TrustTally,
} from '../domain/policy/trust';
import { audit } from './audit';
import { endAlarm, openAlarms, raiseAlarm } from './alarms';
import type { Db, Tx } from './client';
import { inWords, GUARDRAIL, PAUSE_ALARM, WARNING_ALARM } from './guardrails/words';
import { inTurn, readSeen } from './guardrails/seen';
import { placeHold, readHolds } from './holds';
import { readSettings } from './settings';
import { firstDay, readTallies } from './trust-tallies';

/** A rate of a group, as it stands without what was resumed behind. */
export interface JudgedRate {
  readonly measure: TrustMeasure;
  readonly group: TrustGroup;
  readonly tally: TrustTally;
  readonly rate: TrustRate;
}

/** Every rate of the days that the settings name. What somebody looked at and resumed behind does not count again. */
export async function readTrust(
  db: Db | Tx,
  now: Date,
): Promise<{ readonly days: number; readonly rates: JudgedRate[] }> {
  const { guardrails } = (await readSettings(db)).settings;
  const since = firstDay(guardrails.days, now);
  const [tallies, seen] = await Promise.all([readTallies(db, { since, least: guardrails.least }), readSeen(db, since)]);
  const rates = tallies.flatMap(({ group, tally }) =>
    TRUST_MEASURES.map((measure) => {
      const before = seen.get(trustSubject(measure, group));
      const rate = trustRate(measure, before ? withoutSeen(tally, before) : tally, guardrails);
      return { measure, group, tally, rate };
    }),
  );
  return { days: guardrails.days, rates };
}

/** What a look at trust changed. */
export interface HeededTrust {
  readonly warned: number;
  readonly paused: number;
  readonly calmed: number;
}

/**
 * Measures trust against its guardrails (M34): raises a warning, and where a rate is at its limit an alarm and the one hold on marketing,
 * which lasts until somebody resumes. Warnings end by themselves. Looking again changes nothing; two who look at once do so one after the other.
 */
export async function heedTrust(tx: Tx, now: Date): Promise<HeededTrust> {
  await inTurn(tx);
  const { days, rates } = await readTrust(tx, now);
  const open = await openAlarms(tx, [WARNING_ALARM, PAUSE_ALARM]);
  const isOpen = (kind: string, subject: string) => open.some((one) => one.kind === kind && one.subject === subject);

  const breached = rates.filter(({ rate }) => rate.level === 'pause');
  const doubtful = rates.filter(({ rate }) => rate.level === 'warn');
  const paused = await pauseMarketing(tx, breached, { days, now });
  let warned = 0;
  for (const judged of doubtful) {
    const subject = subjectOf(judged);
    if (isOpen(PAUSE_ALARM, subject)) continue;
    const text = `${inWords(judged, days)}.`;
    const detail = detailOf(judged, days);
    if (await raiseAlarm(tx, { kind: WARNING_ALARM, subject, level: 'warning', text, detail }, now)) warned += 1;
  }
  const still = new Set(doubtful.map(subjectOf));
  const calm = open.filter(({ kind, subject }) => kind === WARNING_ALARM && !still.has(subject));
  for (const { kind, subject } of calm) await endAlarm(tx, { kind, subject, by: GUARDRAIL }, now);
  return { warned, paused, calmed: calm.length };
}

/** Places the hold, unless it is on, and raises an alarm for every rate behind it. Returns how many are new. */
async function pauseMarketing(
  tx: Tx,
  breached: readonly JudgedRate[],
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<number> {
  const [first] = breached;
  if (!first) return 0;
  const holds = await readHolds(tx, now);
  let hold = holds.find(({ cause }) => cause === GUARDRAIL);
  if (!hold) {
    const reason = inWords(first, days);
    const by = GUARDRAIL;
    hold = await placeHold(tx, { scope: 'class', target: 'marketing', cause: GUARDRAIL, reason, by }, now);
    const detail = { scope: 'class', target: 'marketing', reason };
    await audit(tx, { actor: by, action: 'hold.placed', subject: hold.id, detail }, now);
  }
  let paused = 0;
  for (const judged of breached) {
    const text = `${inWords(judged, days)}: marketing is paused until somebody resumes it.`;
    const detail = { ...detailOf(judged, days), hold: hold.id };
    const alarm = { kind: PAUSE_ALARM, subject: subjectOf(judged), level: 'critical', text, detail } as const;
    if (await raiseAlarm(tx, alarm, now)) paused += 1;
  }
  return paused;
}

function subjectOf({ measure, group }: JudgedRate): string {
  return trustSubject(measure, group);
}

function detailOf({ measure, group, rate }: JudgedRate, days: number): Readonly<Record<string, unknown>> {
  return { measure, group, days, count: rate.count, of: rate.of, rate: rate.rate };
}

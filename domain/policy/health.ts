import { DAY_MS } from '../duration';

/** What a customer's health is made of (M18, M25), and how much each part counts, of a hundred. */
export const HEALTH_WEIGHTS = { seen: 25, use: 30, tickets: 15, answers: 15, mood: 15 } as const;
export type HealthPartName = keyof typeof HEALTH_WEIGHTS;

/** `good` from 70 on, `fair` from 40 on, else `poor`; `unknown` while nothing is known. */
export const HEALTH_LEVELS = ['good', 'fair', 'poor', 'unknown'] as const;
type HealthLevel = (typeof HEALTH_LEVELS)[number];

/** What the health of a customer at an instant is judged from. */
export interface HealthFacts {
  /** Since when there is anything to know of them, in days. */
  readonly knownForDays: number;
  /** Days since they were last seen; null: not within what is looked at. */
  readonly unseenDays: number | null;
  /** What they did in the last 28 days, and in the 28 before. */
  readonly uses: number;
  readonly usesBefore: number;
  readonly openTickets: number;
  /** Messages in a row that they left unanswered without being seen since; null: none was sent lately. */
  readonly unanswered: number | null;
  /** What they wrote within 90 days, the latest first. */
  readonly said: readonly Said[];
}

/** Something that a customer wrote, as triage judged it (M06). */
export interface Said {
  readonly triage: string | null;
  readonly reasons: readonly string[];
  readonly hidden: boolean;
}

/** One part: its share of what it counts (0 to 1; null: nothing is known, so it does not count), and what it was judged from. */
interface HealthPart {
  readonly part: HealthPartName;
  readonly weight: number;
  readonly share: number | null;
  readonly numbers: Readonly<Record<string, number | null>>;
  /** The part in a sentence. */
  readonly says: string;
}

/** Health at an instant: the weighted mean of the parts of which something is known, 0 to 100. */
export interface Health {
  readonly score: number | null;
  readonly level: HealthLevel;
  readonly parts: readonly HealthPart[];
}

/** Judges a customer's health. Every part says what it rests on, so that nobody has to ask why. */
export function healthOf(facts: HealthFacts): Health {
  const parts = [seen(facts), use(facts), tickets(facts), answers(facts), mood(facts)];
  const known = parts.filter(({ part, share }) => share !== null && !(part === 'tickets' && facts.openTickets === 0));
  // That nobody complains says little of somebody of whom nothing else is known.
  if (known.length === 0) return { score: null, level: 'unknown', parts };
  const score = Math.round(totalOf(parts));
  return { score, level: score >= GOOD_FROM ? 'good' : score >= FAIR_FROM ? 'fair' : 'poor', parts };
}

/** How far each part moved the score between two instants, in points, the furthest first; parts that moved it by less than a point are left out. */
export function healthMoves(before: Health, after: Health): { readonly part: HealthPartName; readonly by: number }[] {
  if (before.score === null || after.score === null) return [];
  const [was, is] = [pointsOf(before.parts), pointsOf(after.parts)];
  return after.parts
    .map(({ part }) => ({ part, by: Math.round(is[part] - was[part]) }))
    .filter(({ by }) => by !== 0)
    .toSorted((one, other) => Math.abs(other.by) - Math.abs(one.by));
}

const GOOD_FROM = 70;
const FAIR_FROM = 40;

function totalOf(parts: readonly HealthPart[]): number {
  return Object.values(pointsOf(parts)).reduce((sum, points) => sum + points, 0);
}

/** Points of each part, of a hundred for all parts of which something is known. */
function pointsOf(parts: readonly HealthPart[]): Record<HealthPartName, number> {
  const whole = parts.reduce((sum, { weight, share }) => sum + (share === null ? 0 : weight), 0);
  return Object.fromEntries(
    parts.map(({ part, weight, share }) => [part, share === null ? 0 : (100 * weight * share) / whole]),
  ) as Record<HealthPartName, number>;
}

/** Full within three days, nothing after four weeks. */
function seen({ unseenDays, knownForDays }: HealthFacts): HealthPart {
  const numbers = { days: unseenDays };
  if (unseenDays === null && knownForDays < PERIOD_DAYS) return part('seen', null, numbers, 'Not seen yet.');
  if (unseenDays === null) return part('seen', 0, numbers, 'Not seen for months, if ever.');
  const says = unseenDays < 1 ? 'Seen within a day.' : `Last seen ${counted(Math.floor(unseenDays), 'day')} ago.`;
  return part('seen', between(unseenDays, PERIOD_DAYS, 3), numbers, says);
}

/** Full when they do as much as before, nothing at a fifth of it. Somebody known for less than both periods has nothing to compare with. */
function use({ uses, usesBefore, knownForDays }: HealthFacts): HealthPart {
  const numbers = { now: uses, before: usesBefore };
  if (knownForDays < PERIOD_DAYS || (usesBefore === 0 && (uses > 0 || knownForDays < 2 * PERIOD_DAYS)))
    return part(
      'use',
      uses > 0 ? 1 : null,
      numbers,
      `${counted(uses, 'act')} in the last 28 days, nothing to compare with.`,
    );
  if (usesBefore === 0) return part('use', 0, numbers, 'Nothing done in eight weeks.');
  const says = `${counted(uses, 'act')} in the last 28 days, ${usesBefore} in the 28 before.`;
  return part('use', between(uses / usesBefore, 0.2, 1), numbers, says);
}

function tickets({ openTickets }: HealthFacts): HealthPart {
  const says = openTickets === 0 ? 'No open ticket.' : `${counted(openTickets, 'open ticket')}.`;
  return part('tickets', between(openTickets, 2, 0), { open: openTickets }, says);
}

function answers({ unanswered }: HealthFacts): HealthPart {
  const numbers = { unanswered };
  if (unanswered === null) return part('answers', null, numbers, 'No message was sent lately.');
  const says =
    unanswered === 0 ? 'The last message was noticed.' : `${counted(unanswered, 'message')} in a row unanswered.`;
  return part('answers', between(unanswered, 3, 0), numbers, says);
}

/** The mean of the last five things they wrote. */
function mood({ said }: HealthFacts): HealthPart {
  const last = said.slice(0, 5);
  const unhappy = last.filter((one) => moodOf(one) < 0.5).length;
  const numbers = { messages: last.length, unhappy };
  if (last.length === 0) return part('mood', null, numbers, 'Nothing written in three months.');
  const share = last.reduce((sum, one) => sum + moodOf(one), 0) / last.length;
  const says =
    unhappy === 0
      ? 'Nothing unhappy in what they wrote.'
      : `${unhappy} of the last ${counted(last.length, 'message')} were unhappy.`;
  return part('mood', share, numbers, says);
}

const UNHAPPY = new Set([
  'wants_to_leave',
  'complaint',
  'legal',
  'everything_down',
  'money_wrong',
  'data_lost',
  'threat',
]);
const HAPPY = new Set(['praise', 'already_solved', 'takes_up_offer']);

function moodOf({ triage, reasons, hidden }: Said): number {
  if (hidden || triage === 'urgent' || reasons.some((reason) => UNHAPPY.has(reason))) return 0;
  if (reasons.some((reason) => HAPPY.has(reason))) return 1;
  return reasons.includes('problem') ? 0.4 : 0.8;
}

const PERIOD_DAYS = 28;

/** How long ago what somebody wrote still tells their mood. */
export const MOOD_MS = 90 * DAY_MS;

function part(name: HealthPartName, share: number | null, numbers: HealthPart['numbers'], says: string): HealthPart {
  return { part: name, weight: HEALTH_WEIGHTS[name], share, numbers, says };
}

/** How far a number has come from `none` to `full`, 0 to 1. */
function between(value: number, none: number, full: number): number {
  return Math.min(1, Math.max(0, (value - none) / (full - none)));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

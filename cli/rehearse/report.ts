import { createColors } from 'picocolors';
import { DAY_MS } from '../../domain/duration';
import { elapsed } from '../../embedded/progress';
import { totalOf, type Finding, type Findings } from './findings';

/** A rehearsal and what it came to. */
export interface Rehearsal {
  readonly log: string;
  readonly journeys: readonly string[];
  readonly customers: number;
  readonly events: number;
  readonly days: number;
  /** The instant in the log that day 0 stands for. */
  readonly from: Date;
  readonly findings: Findings;
  readonly wallMs: number;
}

const MOST_WEEKS = 26;
const BAR = 24;

/** A stretch of days, and what happened in it. */
interface Period {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly enrolled: number;
  readonly touches: number;
  readonly tasks: number;
  readonly goals: number;
}

/** The rehearsal as one object, snake_case as in the API. */
export function asJson({
  log,
  journeys,
  customers,
  events,
  days,
  from,
  findings,
  wallMs,
}: Rehearsal): Record<string, unknown> {
  const { enrolled, refused, touches, endings, tasks } = findings;
  const list = (entries: readonly Finding[]) =>
    entries.map(({ what, count, firstDay, lastDay }) => ({ what, count, first_day: firstDay, last_day: lastDay }));
  const section = (entries: readonly Finding[]) => ({ total: totalOf(entries), by: list(entries) });
  return {
    log,
    journeys,
    customers,
    events,
    days,
    day_0: from.toISOString(),
    enrolled: section(enrolled),
    refused: section(refused),
    touches: section(touches),
    goals: totalOf(goalsOf(endings)),
    endings: section(endings),
    tasks: section(tasks),
    periods: periodsOf(findings, days).map(({ firstDay, lastDay, ...counts }) => ({
      first_day: firstDay,
      last_day: lastDay,
      ...counts,
    })),
    wall_seconds: Math.round(wallMs / 100) / 10,
  };
}

/** The rehearsal for people. */
export function asText(rehearsal: Rehearsal, colors: boolean): string {
  const { bold, dim } = createColors(colors);
  const { log, journeys, customers, events, days, from, findings, wallMs } = rehearsal;
  const { enrolled, refused, touches, endings, tasks } = findings;
  const widest = Math.max(...[enrolled, refused, touches, endings, tasks].flat().map(({ what }) => what.length), 0);
  const section = (title: string, entries: readonly Finding[]) => [
    '',
    `${bold(title.padEnd(10))} ${String(totalOf(entries)).padStart(5)}`,
    ...entries.map(
      ({ what, count, firstDay, lastDay }) =>
        `  ${what.padEnd(widest)}  ${String(count).padStart(5)}  ${dim(daysOf(firstDay, lastDay))}`,
    ),
  ];
  return [
    bold(`${journeys.join(', ')} on ${log}`),
    `${customers} customers, ${events} events, ${days} days from ${dateOf(from, 0)}, in ${elapsed(wallMs)}`,
    ...section('Enrolled', enrolled),
    ...section('Refused', refused),
    ...section('Touches', touches),
    ...section('Endings', endings),
    ...section('Tasks', tasks),
    '',
    ...histogram(periodsOf(findings, days), from, colors),
  ].join('\n');
}

function goalsOf(endings: readonly Finding[]): Finding[] {
  return endings.filter(({ what }) => what.startsWith('goal '));
}

function daysOf(first: number, last: number): string {
  return first === last ? `day ${first}` : `day ${first} to ${last}`;
}

/** Weeks, or for more than half a year stretches of 30 days. */
function periodsOf({ days: on }: Findings, days: number): Period[] {
  const length = days / 7 <= MOST_WEEKS ? 7 : 30;
  return Array.from({ length: Math.ceil((days + 1) / length) }, (_, index) => {
    const [firstDay, lastDay] = [index * length, Math.min(days, (index + 1) * length - 1)];
    const within = (list: readonly number[]) => list.filter((day) => day >= firstDay && day <= lastDay).length;
    return {
      firstDay,
      lastDay,
      enrolled: within(on.enrolled),
      touches: within(on.touches),
      tasks: within(on.tasks),
      goals: within(on.goals),
    };
  });
}

function histogram(periods: readonly Period[], from: Date, colors: boolean): string[] {
  const { bold, dim, green } = createColors(colors);
  const most = Math.max(1, ...periods.map(({ enrolled }) => enrolled));
  const cell = (value: number) => (value === 0 ? dim('·'.padStart(9)) : String(value).padStart(9));
  return [
    bold(
      `${'Days'.padEnd(9)}  ${'from'.padEnd(11)}${['enrolled', 'touches', 'tasks', 'goals'].map((title) => title.padStart(9)).join('')}`,
    ),
    ...periods.map(({ firstDay, lastDay, enrolled, touches, tasks, goals }) => {
      const bar = green('█'.repeat(Math.ceil((enrolled / most) * BAR)));
      return `${`${firstDay}-${lastDay}`.padEnd(9)}  ${dateOf(from, firstDay).padEnd(11)}${[enrolled, touches, tasks, goals].map(cell).join('')}  ${bar}`.trimEnd();
    }),
  ];
}

/** `28 Sep 1997`, in UTC. */
function dateOf(from: Date, day: number): string {
  return new Date(from.getTime() + day * DAY_MS).toUTCString().slice(5, 16);
}

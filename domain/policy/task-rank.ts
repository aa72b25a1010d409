import { HOUR_MS, MINUTE_MS } from '../duration';
import type { TriageGroup } from '../triage/triage';

/** What decides whose turn it is, beside the due date. */
export interface RankFacts {
  /** Of the playbook: urgent, high, normal or low. */
  readonly priority: string;
  /** What the customer is worth in a year; null when nobody says. */
  readonly value: number | null;
  /** What the customer wrote last and nobody has answered yet: its triage. Null when nothing waits for an answer. */
  readonly unanswered: TriageGroup | null;
  /** Support tickets that are open now. */
  readonly openTickets: number;
}

/** One reason why a task counts as due earlier (or, below zero, later) than it is. */
export interface RankPart {
  readonly because: 'priority' | 'value' | 'unanswered' | 'tickets';
  readonly hours: number;
  /** The fact behind it: the priority, the sum, the triage, the number of tickets. */
  readonly fact: string | number;
}

const PRIORITY_HOURS: Readonly<Record<string, number>> = { urgent: 24, high: 8, normal: 0, low: -8 };
const UNANSWERED_HOURS: Readonly<Record<TriageGroup, number>> = { urgent: 12, reply: 4, none: 0 };
/** Of one customer's worth in a year: from this sum on it counts so many hours. The highest that fits holds. */
const VALUE_HOURS = [
  [100_000, 12],
  [10_000, 6],
  [1_000, 2],
] as const;
const TICKET_HOURS = 4;

/**
 * Why a task counts as due earlier than it is, in hours. The rank of a task is its due date less these: what is nearest to its due date comes
 * first, and value, mood and priority move it forward by a known length. Time moves all ranks alike, so the order holds until a fact changes.
 */
export function headStart({ priority, value, unanswered, openTickets }: RankFacts): readonly RankPart[] {
  const parts: RankPart[] = [
    { because: 'priority', hours: PRIORITY_HOURS[priority] ?? 0, fact: priority },
    { because: 'value', hours: VALUE_HOURS.find(([sum]) => (value ?? 0) >= sum)?.[1] ?? 0, fact: value ?? 0 },
    { because: 'unanswered', hours: unanswered ? UNANSWERED_HOURS[unanswered] : 0, fact: unanswered ?? '' },
    { because: 'tickets', hours: openTickets > 0 ? TICKET_HOURS : 0, fact: openTickets },
  ];
  return parts.filter(({ hours }) => hours !== 0);
}

/** A head start as a whole, in minutes. */
export function headStartMinutes(parts: readonly RankPart[]): number {
  return Math.round((parts.reduce((sum, { hours }) => sum + hours, 0) * HOUR_MS) / MINUTE_MS);
}

/** Why a task stands where it stands, in one or two sentences for the person who reads the list. */
export function rankSentence(dueAt: Date, parts: readonly RankPart[], now: Date): string {
  const due = dueSentence(dueAt, now);
  if (parts.length === 0) return due;
  const total = parts.reduce((sum, { hours }) => sum + hours, 0);
  const reasons = parts.map(partWords).join('; ');
  return `${due} It counts as ${inWords(Math.abs(total) * HOUR_MS)} ${total < 0 ? 'later' : 'earlier'}: ${reasons}.`;
}

function dueSentence(dueAt: Date, now: Date): string {
  const left = dueAt.getTime() - now.getTime();
  return left < 0 ? `It has been overdue for ${inWords(-left)}.` : `It is due in ${inWords(left)}.`;
}

function partWords({ because, fact, hours }: RankPart): string {
  const by = `${hours > 0 ? '' : '−'}${Math.abs(hours)} h`;
  switch (because) {
    case 'priority':
      return `its priority is ${fact} (${by})`;
    case 'value':
      return `the customer is worth ${Number(fact).toLocaleString('en')} a year (${by})`;
    case 'unanswered':
      return fact === 'urgent'
        ? `the customer wrote something urgent that is not answered (${by})`
        : `the customer waits for an answer (${by})`;
    case 'tickets':
      return `${fact} ${fact === 1 ? 'ticket is' : 'tickets are'} open (${by})`;
  }
}

const LENGTHS = [
  ['day', 24 * HOUR_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const;

function inWords(ms: number): string {
  const [unit, length] = LENGTHS.find(([, each]) => ms >= 2 * each) ?? LENGTHS[2];
  const count = Math.max(1, Math.round(ms / length));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

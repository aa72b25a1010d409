import { eventCatalog, OWN_EVENTS, type EventType } from '../../domain/events';
import type { JourneyHeader } from '../../domain/journey';
import type { ReadTimelineEntry } from '../../prisma/timeline';

/** Whoever plays on this page, as steering and tasks record it. */
export const PLAYER = 'captured-messages';

/** A name in code as words: `customer.logged_in` is "Logged in", for on this page it is always the customer who does it; `no_answer` is "No answer". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/^customer\./, '')
    .replace(/[._-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Any of several events, for the reader of a wait: "replied or help requested", each in quotation marks. */
export function anyOf(events: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
    events.map((type) => `“${wordsOf(type).toLowerCase()}”`),
  );
}

/** An event that can be posted by hand, and the journeys that it starts. */
export interface PostableEvent {
  readonly type: EventType;
  readonly label: string;
  readonly starts: readonly string[];
}

/** Every event that a customer's own doing can be, those that start a journey first. */
export function postableEvents(journeys: readonly JourneyHeader[]): PostableEvent[] {
  const types = (Object.keys(eventCatalog) as EventType[]).filter((type) => !RAISED_HERE.has(type));
  const events = types.map((type) => ({
    type,
    label: wordsOf(type),
    starts: journeys.filter(({ startOn }) => startOn.includes(type)).map(({ name }) => name),
  }));
  return events.toSorted((one, other) => Math.sign(other.starts.length) - Math.sign(one.starts.length));
}

/** These need a message or a task to be about. */
const RAISED_HERE: ReadonlySet<string> = new Set([...OWN_EVENTS, 'message.clicked', 'customer.replied']);

/** The property that the free text of a hand-made event fills, for events that have one. */
export const TEXT_PROPERTIES: Readonly<Partial<Record<EventType, string>>> = {
  'customer.help_requested': 'text',
  'customer.signed_up': 'plan',
  'customer.churned': 'reason',
  'subscription.cancelled': 'reason',
  'reason.given': 'reason',
  'value.reached': 'milestone',
};

/** One moment of a customer's story in a line. */
export function lineOf({ kind, detail }: Pick<ReadTimelineEntry, 'kind' | 'detail'>): string {
  const of = (field: string) => (typeof detail[field] === 'string' ? detail[field] : '');
  const by = of('by') && of('by') !== PLAYER ? `by ${of('by')}` : '';
  switch (kind) {
    case 'enrolled':
      return `Entered ${of('journey')}`;
    case 'refused':
      return `Not let into ${of('journey')}: ${wordsOf(of('reason')).toLowerCase()}`;
    case 'stage':
      return `Stage ${of('stage')}`;
    case 'touch':
      return said(
        `${of('message')}: ${of('verdict')}`,
        of('channel') && `by ${of('channel')}`,
        of('reason') && `(${of('reason')})`,
      );
    case 'wait': {
      const events = Array.isArray(detail['for']) ? (detail['for'] as string[]) : [];
      return events.length > 0 ? `Listens for ${anyOf(events)}` : 'Lets time pass';
    }
    case 'event':
      return wordsOf(of('type'));
    case 'task':
      return said(`Task ${of('playbook')} ${of('step')}`, by, of('step') === 'completed' && `as ${of('outcome')}`);
    case 'steered':
      return said(STEERED[of('kind')] ?? wordsOf(of('kind')), by);
    case 'log':
      return of('message') || 'Noted';
    case 'lifecycle':
      return `From ${of('from')} to ${of('to')}`;
    case 'corrected':
      return said(`Corrected ${of('trait')}`, by);
    case 'ended':
      return `Ended: ${of('how')}, ${of('outcome')}`;
  }
}

function said(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}

const STEERED: Readonly<Record<string, string>> = {
  advance: 'Time was let pass',
  pause: 'Paused',
  resume: 'Resumed',
  exit: 'Ended by hand',
  stage: 'Moved to a stage',
};

import type { DueFilter, InboxView, StateFilter } from '../../domain/inbox';
import { DAY_MS } from '../../domain/duration';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { customersNamed } from '../search';

/** Who looks at the inbox, and when. `queues`: those that the person serves; empty: all. `dayBegan`: midnight where they are. */
export interface Looking {
  readonly person: string;
  readonly queues: readonly string[];
  readonly now: Date;
  readonly dayBegan: Date;
}

/** What narrows a view down; what is not given does not restrict. `text`: a part of a name, an address, a company, or the reason. `assignee: null`: nobody. */
export interface InboxFilters {
  readonly queue?: string | undefined;
  readonly journey?: string | undefined;
  readonly playbook?: string | undefined;
  readonly assignee?: string | null | undefined;
  readonly due?: DueFilter | undefined;
  readonly state?: StateFilter | undefined;
  readonly text?: string | undefined;
}

/** Tasks that want a person. Literally as in the partial indexes, so that the planner knows them again. */
export const WANTED = Prisma.sql`t.state IN ('open', 'claimed', 'snoozed')`;

/** What is not put off at an instant. */
export function isAwake(at: Date): Prisma.Sql {
  return Prisma.sql`(t.state <> 'snoozed' OR t.snoozed_until <= ${at}::timestamptz)`;
}

const ENDED = Prisma.sql`t.state IN ('done', 'expired', 'cancelled')`;

/** Rows `t` of tasks that a view shows. */
export function inView(view: InboxView, looking: Looking): Prisma.Sql {
  const { person, queues, now, dayBegan } = looking;
  const asleep = Prisma.sql`(t.state = 'snoozed' AND t.snoozed_until > ${now}::timestamptz)`;
  const awake = isAwake(now);
  switch (view) {
    case 'next':
      return Prisma.sql`${WANTED} AND ${awake} AND (t.assignee = ${person} OR (t.assignee IS NULL AND ${served(queues)}))`;
    case 'mine':
      return Prisma.sql`${WANTED} AND ${awake} AND t.assignee = ${person}`;
    case 'unclaimed':
      return Prisma.sql`${WANTED} AND ${awake} AND t.claimed_at IS NULL AND ${served(queues)}`;
    case 'snoozed':
      return Prisma.sql`${WANTED} AND ${asleep} AND (t.assignee = ${person} OR ${served(queues)})`;
    case 'breached':
      return Prisma.sql`${WANTED} AND t.due_at < ${now}::timestamptz AND (t.assignee = ${person} OR ${served(queues)})`;
    case 'all':
      return WANTED;
    case 'done':
      // Of a statement that has been prepared the planner does not know how short a day is, but that what has an end is short.
      return Prisma.sql`${ENDED} AND t.finished_at BETWEEN ${dayBegan}::timestamptz AND ${later(now, 1)}::timestamptz`;
  }
}

/** The same in parts that have no row in common, each of which an index can read in order: what is somebody's own, and what is nobody's yet. */
export function partsOf(view: InboxView, looking: Looking): readonly Prisma.Sql[] {
  const whole = inView(view, looking);
  if (view !== 'next') return [whole];
  return [Prisma.sql`${whole} AND t.assignee = ${looking.person}`, Prisma.sql`${whole} AND t.assignee IS NULL`];
}

function served(queues: readonly string[]): Prisma.Sql {
  return queues.length === 0 ? Prisma.sql`true` : Prisma.sql`t.queue = ANY(${[...queues]}::text[])`;
}

/** Customers who are looked for by a part of their name, address or company; null: too many to list. */
export type Named = readonly string[] | null;

/** Of so many names each task is compared with all; where more have such a name, hardly a hundred tasks are looked at before a page is full. */
const MOST_NAMED = 3_000;

/** Who is looked for; nobody when nobody is. */
export async function namedIn(db: Db, { text }: InboxFilters): Promise<Named> {
  return text === undefined ? [] : customersNamed(db, text, MOST_NAMED);
}

/** What the filters let pass, of rows `t` of tasks. */
export function passing(filters: InboxFilters, { now, dayBegan }: Looking, named: Named): Prisma.Sql {
  const { queue, journey, playbook, assignee, due, state, text } = filters;
  const parts = [
    queue !== undefined && Prisma.sql`t.queue = ${queue}`,
    journey !== undefined && Prisma.sql`t.journey = ${journey}`,
    playbook !== undefined && Prisma.sql`t.playbook = ${playbook}`,
    assignee !== undefined &&
      (assignee === null ? Prisma.sql`t.assignee IS NULL` : Prisma.sql`t.assignee = ${assignee}`),
    due !== undefined && dueBy(due, now, dayBegan),
    state !== undefined && isAwake(now),
    state === 'claimed' && Prisma.sql`t.claimed_at IS NOT NULL`,
    text !== undefined && saying(text, named),
  ].filter((part) => part !== false);
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' AND ');
}

/** The same in parts that have no row in common: tasks whose reason says it, and those of customers who are called so, whom an index knows. */
export function passingParts(filters: InboxFilters, looking: Looking, named: Named): readonly Prisma.Sql[] {
  const { text, ...others } = filters;
  if (text === undefined || named === null) return [passing(filters, looking, named)];
  const whole = passing(others, looking, named);
  const spoken = Prisma.sql`t.because ILIKE ${patternOf(text)}`;
  return [
    Prisma.sql`${whole} AND ${spoken}`,
    Prisma.sql`${whole} AND t.customer_id IN (SELECT unnest(${[...named]}::uuid[])) AND NOT ${spoken}`,
  ];
}

function dueBy(due: DueFilter, now: Date, dayBegan: Date): Prisma.Sql {
  const by = { overdue: now, today: later(dayBegan, 1), week: later(dayBegan, 7) }[due];
  return Prisma.sql`t.due_at < ${by}::timestamptz`;
}

function later(day: Date, days: number): Date {
  return new Date(day.getTime() + days * DAY_MS);
}

/**
 * When too many customers have such a name, that of each task is looked up by its key, and soon enough are found. OFFSET 0 keeps the planner from
 * turning the look-ups into one reading of both tables.
 */
function saying(text: string, named: Named): Prisma.Sql {
  const pattern = patternOf(text);
  if (named) return Prisma.sql`(t.because ILIKE ${pattern} OR t.customer_id IN (SELECT unnest(${[...named]}::uuid[])))`;
  return Prisma.sql`(t.because ILIKE ${pattern}
    OR EXISTS (SELECT FROM customers c WHERE c.id = t.customer_id
      AND (c.name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR c.phone ILIKE ${pattern}) OFFSET 0)
    OR EXISTS (SELECT FROM account_members m JOIN accounts a ON a.id = m.account_id
      WHERE m.customer_id = t.customer_id AND a.name ILIKE ${pattern} OFFSET 0))`;
}

function patternOf(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

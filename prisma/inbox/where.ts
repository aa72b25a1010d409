import type { DueFilter, InboxView } from '../../domain/inbox';
import { DAY_MS } from '../../domain/duration';
import { Prisma } from '../generated/client';

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
  readonly text?: string | undefined;
}

/** Tasks that want a person. Literally as in the partial indexes, so that the planner knows them again. */
export const WANTED = Prisma.sql`t.state IN ('open', 'claimed', 'snoozed')`;

const ENDED = Prisma.sql`t.state IN ('done', 'expired', 'cancelled')`;

/** Rows `t` of tasks that a view shows. */
export function inView(view: InboxView, looking: Looking): Prisma.Sql {
  const { person, queues, now, dayBegan } = looking;
  const asleep = Prisma.sql`(t.state = 'snoozed' AND t.snoozed_until > ${now}::timestamptz)`;
  const awake = Prisma.sql`(t.state <> 'snoozed' OR t.snoozed_until <= ${now}::timestamptz)`;
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
      return Prisma.sql`${ENDED} AND t.finished_at >= ${dayBegan}::timestamptz`;
  }
}

function served(queues: readonly string[]): Prisma.Sql {
  return queues.length === 0 ? Prisma.sql`true` : Prisma.sql`t.queue = ANY(${[...queues]}::text[])`;
}

/** What the filters let pass, of rows `t` of tasks. */
export function passing(filters: InboxFilters, { now, dayBegan }: Looking): Prisma.Sql {
  const { queue, journey, playbook, assignee, due, text } = filters;
  const parts = [
    queue !== undefined && Prisma.sql`t.queue = ${queue}`,
    journey !== undefined && Prisma.sql`t.journey = ${journey}`,
    playbook !== undefined && Prisma.sql`t.playbook = ${playbook}`,
    assignee !== undefined &&
      (assignee === null ? Prisma.sql`t.assignee IS NULL` : Prisma.sql`t.assignee = ${assignee}`),
    due !== undefined && dueBy(due, now, dayBegan),
    text !== undefined && saying(text),
  ].filter((part) => part !== false);
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' AND ');
}

function dueBy(due: DueFilter, now: Date, dayBegan: Date): Prisma.Sql {
  const by = { overdue: now, today: later(dayBegan, 1), week: later(dayBegan, 7) }[due];
  return Prisma.sql`t.due_at < ${by}::timestamptz`;
}

function later(day: Date, days: number): Date {
  return new Date(day.getTime() + days * DAY_MS);
}

/**
 * Looks up the customer and the company of each task by their keys, and never reads all customers: there are few tasks beside these. OFFSET 0
 * keeps the planner from turning the look-ups into one reading of both tables.
 */
function saying(text: string): Prisma.Sql {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
  return Prisma.sql`(t.because ILIKE ${pattern}
    OR EXISTS (SELECT FROM customers c WHERE c.id = t.customer_id
      AND (c.name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR c.phone ILIKE ${pattern} OR c.traits ->> 'company' ILIKE ${pattern}) OFFSET 0)
    OR EXISTS (SELECT FROM account_members m JOIN accounts a ON a.id = m.account_id
      WHERE m.customer_id = t.customer_id AND a.name ILIKE ${pattern} OFFSET 0))`;
}

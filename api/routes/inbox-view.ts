import { z } from 'zod';
import type { Playbook } from '../../domain/task';
import { rankSentence, type RankPart } from '../../domain/policy/task-rank';
import type { Traits } from '../../domain/traits';
import { valueOf } from '../../domain/value';
import type { PersonLoad, readLoads } from '../../prisma/inbox/board';
import type { InboxRow } from '../../prisma/inbox/list';
import type { StaffMember } from '../../prisma/staff';
import type { TaskRow } from '../../prisma/tasks/row';
import { taskSchema, taskView } from './task-view';

/** Why a task stands where it stands. */
export const rankSchema = z.object({
  sentence: z.string().meta({ description: 'Why it stands where it stands, in words.' }),
  at: z.iso.datetime().meta({ description: 'The instant that it is ordered by: the due date less the head start.' }),
  head_start_hours: z.number().meta({ description: 'By how many hours it counts as due earlier than it is.' }),
  parts: z.array(
    z.object({
      because: z.enum(['priority', 'value', 'unanswered', 'tickets']),
      hours: z.number(),
      fact: z.union([z.string(), z.number()]),
    }),
  ),
});

/** A task in the inbox. */
export const inboxTaskSchema = taskSchema.extend({
  rank: rankSchema,
  company: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  value: z.number().nullable().meta({ description: 'What the customer is worth in a year, if a backend says so.' }),
});

/** A task as the inbox lists it. */
export function inboxTaskView(
  row: InboxRow,
  playbooks: Readonly<Record<string, Playbook>>,
  now: Date,
): z.input<typeof inboxTaskSchema> {
  const { task, customer, company } = row;
  return {
    ...taskView(row, playbooks, now),
    rank: rankView(task, now),
    company: company && { id: company.id, name: company.name },
    value: valueOf(customer?.traits as Traits | undefined, company?.traits as Traits | undefined),
  };
}

/** The rank of a task as it is answered. */
export function rankView({ dueAt, headStart, headStartParts }: TaskRow, now: Date): z.input<typeof rankSchema> {
  const parts = headStartParts as unknown as readonly RankPart[];
  return {
    sentence: rankSentence(dueAt, parts, now),
    at: new Date(dueAt.getTime() - headStart * 60_000).toISOString(),
    head_start_hours: headStart / 60,
    parts: parts.map((part) => ({ ...part })),
  };
}

/** The team board: who has how much to do, and what waits in the queues. */
export const boardSchema = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable().meta({ description: 'Null: somebody whom a tool named, and who does not sign in.' }),
      role: z.string().nullable(),
      queues: z.array(z.string()).meta({ description: 'That they serve; none: all.' }),
      open: z.int().meta({ description: 'Offered to them or theirs, and not put off.' }),
      claimed: z.int(),
      breached: z.int().meta({ description: 'Past due.' }),
      snoozed: z.int(),
      load_limit: z.int().nullable().meta({ description: 'How many they may have; null: no limit.' }),
      capacity: z.int().nullable().meta({ description: 'How many more they can be given now; null: any number.' }),
      absent: z.object({ until: z.iso.datetime().nullable(), cover: z.string().nullable() }).nullable(),
    }),
  ),
  queues: z.array(
    z.object({
      queue: z.string(),
      unassigned: z.int(),
      unclaimed: z.int(),
      breached: z.int(),
      next_due_at: z.iso.datetime().nullable(),
    }),
  ),
});

type Board = z.input<typeof boardSchema>;

/** The board as it is answered: everybody who takes tasks, and whoever else has some. */
export function boardView({ people, queues, staff }: Awaited<ReturnType<typeof readLoads>>, now: Date): Board {
  const loads = new Map(people.map((load) => [load.person, load]));
  const members = new Map(staff.map((member) => [member.id, member]));
  const taking = staff.filter(({ role, id }) => loads.has(id) || role === 'agent' || role === 'lead');
  const ids = [...new Set([...taking.map(({ id }) => id), ...loads.keys()])].toSorted();
  return {
    people: ids.map((id) => personView(id, members.get(id), loads.get(id), now)),
    queues: queues.map(({ nextDueAt, ...load }) => ({ ...load, next_due_at: nextDueAt?.toISOString() ?? null })),
  };
}

function personView(
  id: string,
  member: StaffMember | undefined,
  { open = 0, claimed = 0, breached = 0, snoozed = 0 }: Partial<PersonLoad> = {},
  now: Date,
): Board['people'][number] {
  const { loadLimit = null, absence = null } = member ?? {};
  const away = absence !== null && absence.from <= now && (absence.until === null || absence.until > now);
  const left = loadLimit === null ? null : Math.max(0, loadLimit - open - snoozed);
  return {
    id,
    name: member?.name ?? null,
    role: member?.role ?? null,
    queues: [...(member?.queues ?? [])],
    open,
    claimed,
    breached,
    snoozed,
    load_limit: loadLimit,
    capacity: away ? 0 : left,
    absent: away ? { until: absence.until?.toISOString() ?? null, cover: absence.cover } : null,
  };
}

import { z } from 'zod';
import type { Playbook } from '../../domain/task';
import { rankSentence, type RankPart } from '../../domain/policy/task-rank';
import type { Traits } from '../../domain/traits';
import { valueOf } from '../../domain/value';
import type { PersonLoad, QueueLoad } from '../../prisma/inbox/board';
import type { InboxRow } from '../../prisma/inbox/list';
import type { TaskRow } from '../../prisma/tasks/row';
import { taskSchema, taskView } from './task-view';

/** Why a task stands where it stands. */
const rankSchema = z.object({
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
function rankView({ dueAt, headStart, headStartParts }: TaskRow, now: Date): z.input<typeof rankSchema> {
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
      open: z.int().meta({ description: 'Offered to them or theirs, and not put off.' }),
      claimed: z.int(),
      breached: z.int().meta({ description: 'Past due.' }),
      snoozed: z.int(),
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

/** The board as it is answered. */
export function boardView(people: readonly PersonLoad[], queues: readonly QueueLoad[]): z.input<typeof boardSchema> {
  return {
    people: people.map(({ person, ...load }) => ({ id: person, ...load })),
    queues: queues.map(({ nextDueAt, ...load }) => ({ ...load, next_due_at: nextDueAt?.toISOString() ?? null })),
  };
}

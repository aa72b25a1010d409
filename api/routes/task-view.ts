import { z } from 'zod';
import { stateAt } from '../../domain/policy/task-timers';
import { TASK_STATES, type Playbook } from '../../domain/task';
import { UNFINISHED, type ListedTask } from '../../prisma/tasks';
import type { ContactAttempt, TaskNote } from '../../prisma/generated/client';
import { ATTEMPT_RESULTS, type AttemptResult } from '../../prisma/tasks/note';

const time = z.iso.datetime();

/** A task in a list. */
export const taskSchema = z.object({
  id: z.uuid(),
  version: z.int().meta({ description: 'Also the `ETag`; send it in `If-Match`.' }),
  state: z.enum(TASK_STATES),
  reason: z.string().meta({ description: 'Why a person is asked, in one sentence.' }),
  playbook: z.object({ name: z.string(), title: z.string() }),
  queue: z.string(),
  priority: z.string(),
  assignee: z
    .string()
    .nullable()
    .meta({ description: 'Whom an open task is offered to first; who holds a claimed one.' }),
  customer: z.object({
    id: z.uuid(),
    name: z.string().nullable(),
    lifecycle: z.string().nullable(),
    plan: z.string().nullable(),
    locale: z.string().nullable(),
    time_zone: z.string().nullable(),
  }),
  journey: z
    .string()
    .nullable()
    .meta({ description: 'Null when the customer asked for a person outside of any journey.' }),
  stage: z.string().nullable(),
  enrollment_id: z.uuid().nullable(),
  opened_at: time,
  due_at: time,
  overdue: z.boolean(),
  reminded_at: time.nullable(),
  breached_at: time.nullable(),
  escalated_to: z.string().nullable().meta({ description: 'The lead who was told that it is overdue.' }),
  snoozed_until: time.nullable(),
  snooze_reason: z.string().nullable(),
  wakes_on_reply: z.boolean().meta({ description: 'The snooze also ends when the customer answers.' }),
  claimed_at: time.nullable(),
  finished_at: time.nullable(),
  finished_by: z.string().nullable().meta({ description: 'Who completed it, which need not be the assignee.' }),
  outcome: z.string().nullable(),
  undo_until: time.nullable().meta({ description: 'Until then its completion can be taken back.' }),
  banner: z.string().nullable().meta({ description: 'Set when the customer acted first, or the journey went on.' }),
});

/** A note on a task. */
export const noteSchema = z.object({ id: z.uuid(), author: z.string(), body: z.string(), at: time });

/** That somebody tried to reach the customer. */
export const attemptSchema = z.object({
  id: z.uuid(),
  by: z.string(),
  result: z.enum(ATTEMPT_RESULTS),
  note: z.string().nullable(),
  at: time,
});

type Playbooks = Readonly<Record<string, Playbook>>;

/** A task as lists and acts answer it. */
export function taskView({ task, customer }: ListedTask, playbooks: Playbooks, now: Date): z.input<typeof taskSchema> {
  const traits = customer?.traits as Readonly<Record<string, unknown>> | undefined;
  return {
    id: task.id,
    version: task.version,
    state: stateAt(task, now),
    reason: task.because,
    playbook: { name: task.playbook, title: playbooks[task.playbook]?.title ?? task.playbook },
    queue: task.queue,
    priority: task.priority,
    assignee: task.assignee,
    customer: {
      id: task.customerId,
      name: customer?.name ?? null,
      lifecycle: customer?.lifecycle ?? null,
      plan: typeof traits?.['plan'] === 'string' ? traits['plan'] : null,
      locale: customer?.locale ?? null,
      time_zone: customer?.timeZone ?? null,
    },
    journey: task.journey,
    stage: task.stage,
    enrollment_id: task.enrollmentId,
    opened_at: task.openedAt.toISOString(),
    due_at: task.dueAt.toISOString(),
    overdue: task.dueAt < now && UNFINISHED.includes(task.state),
    reminded_at: iso(task.remindedAt),
    breached_at: iso(task.breachedAt),
    escalated_to: task.escalatedTo,
    snoozed_until: iso(task.snoozedUntil),
    snooze_reason: task.snoozeReason,
    wakes_on_reply: task.wakeOnReply,
    claimed_at: iso(task.claimedAt),
    finished_at: iso(task.finishedAt),
    finished_by: task.finishedBy,
    outcome: task.outcome,
    undo_until: task.undoUntil && task.undoUntil > now ? task.undoUntil.toISOString() : null,
    banner: task.banner,
  };
}

/** A note as it is answered. */
export function noteView({ id, author, body, at }: TaskNote): z.input<typeof noteSchema> {
  return { id, author, body, at: at.toISOString() };
}

/** An attempt as it is answered. */
export function attemptView({ id, by, result, note, at }: ContactAttempt): z.input<typeof attemptSchema> {
  return { id, by, result: result as AttemptResult, note, at: at.toISOString() };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

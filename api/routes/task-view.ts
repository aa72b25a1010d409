import { z } from 'zod';
import { stateAt, timersAhead } from '../../domain/policy/task-timers';
import { TASK_STATES, type Playbook, type TaskTimer } from '../../domain/task';
import { UNFINISHED, type ListedTask, type TaskFile } from '../../prisma/tasks';
import type { TaskNote } from '../../prisma/generated/client';

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
  claimed_at: time.nullable(),
  finished_at: time.nullable(),
  finished_by: z.string().nullable().meta({ description: 'Who completed it, which need not be the assignee.' }),
  outcome: z.string().nullable(),
  banner: z.string().nullable().meta({ description: 'Set when the customer acted first, or the journey went on.' }),
});

/** A note on a task. */
export const noteSchema = z.object({ id: z.uuid(), author: z.string(), body: z.string(), at: time });

/** A task with all that a person needs before they act. */
export const taskFileSchema = taskSchema.extend({
  playbook: z.object({
    name: z.string(),
    title: z.string(),
    checklist: z.array(z.string()),
    talking_points: z.array(z.string()),
    outcomes: z
      .record(z.string(), z.string())
      .meta({ description: 'Outcome codes to complete it with, and what each means.' }),
  }),
  if_nothing_is_done: z.array(
    z.object({ step: z.enum(['remind', 'breach', 'expire']), at: time, sentence: z.string() }),
  ),
  present: z.array(z.string()).meta({ description: 'Who has it before their eyes now.' }),
  notes: z.array(noteSchema),
  evidence: z.array(z.looseObject({ kind: z.enum(['touch', 'event', 'task', 'said']), at: time })).meta({
    description:
      'What happened to the customer, newest first: touches with their state and reason, events, what was said, other tasks.',
  }),
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
    claimed_at: iso(task.claimedAt),
    finished_at: iso(task.finishedAt),
    finished_by: task.finishedBy,
    outcome: task.outcome,
    banner: task.banner,
  };
}

/** A task as its own page answers it. */
export function taskFileView(file: TaskFile, playbooks: Playbooks, now: Date): z.input<typeof taskFileSchema> {
  const { task, notes, evidence, awaited, present } = file;
  const playbook = playbooks[task.playbook];
  return {
    ...taskView(file, playbooks, now),
    playbook: {
      name: task.playbook,
      title: playbook?.title ?? task.playbook,
      checklist: [...(playbook?.checklist ?? [])],
      talking_points: [...(playbook?.talkingPoints ?? [])],
      outcomes: { ...playbook?.outcomes },
    },
    if_nothing_is_done: awaited
      ? timersAhead(task, now).map((timer) => foresee(timer, task.enrollmentId !== null))
      : [],
    present: [...present],
    notes: notes.map(noteView),
    evidence: evidence.map(({ kind, at, detail }) => ({ ...detail, kind, at: at.toISOString() })),
  };
}

/** A note as it is answered. */
export function noteView({ id, author, body, at }: TaskNote): z.input<typeof noteSchema> {
  return { id, author, body, at: at.toISOString() };
}

const SENTENCES: Readonly<Record<TaskTimer['step'], string>> = {
  remind: 'Nobody has claimed it: the queue is reminded.',
  breach: 'It is overdue: the lead is told.',
  expire: 'It expires: the journey goes on without an answer.',
};
const EXPIRES_UNANSWERED = 'It expires: the customer was never answered.';

function foresee({ step, at }: TaskTimer, ofJourney: boolean) {
  const sentence = step === 'expire' && !ofJourney ? EXPIRES_UNANSWERED : SENTENCES[step];
  return { step, at: new Date(at).toISOString(), sentence };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import { timersAhead } from '../../domain/policy/task-timers';
import type { Playbook, TaskTimer } from '../../domain/task';
import type { Traits } from '../../domain/traits';
import { valueOf } from '../../domain/value';
import type { InboxRow } from '../../prisma/inbox/list';
import type { TaskFile } from '../../prisma/tasks';
import type { TaskRow } from '../../prisma/tasks/row';
import { localTimeOf, type channelsNow } from '../task-now';
import { rankSchema, rankView } from './inbox-view';
import { attemptSchema, attemptView, noteSchema, noteView, taskSchema, taskView } from './task-view';

const time = z.iso.datetime();

/** A task with all that a person needs before they act. */
export const taskFileSchema = taskSchema.extend({
  rank: rankSchema,
  customer: taskSchema.shape.customer.extend({
    email: z.string().nullable(),
    phone: z.string().nullable(),
    owner: z.string().nullable(),
    open_tickets: z.int(),
    value: z.number().nullable().meta({ description: 'What they are worth in a year, if a backend says so.' }),
    company: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    conversation_id: z.uuid().nullable().meta({ description: 'What was said with them, if anything was.' }),
    local_time: z
      .object({ evidence: z.enum(['zone', 'country', 'phone', 'world']), from: z.string(), to: z.string() })
      .meta({ description: 'What the clocks show where they are, or may be: from the earliest to the latest.' }),
  }),
  channels: z
    .array(z.object({ channel: z.enum(CHANNELS), allowed: z.boolean(), reason: z.string(), until: time.nullable() }))
    .meta({ description: 'Whether an answer could go out on each channel now, and why not.' }),
  playbook: z.object({
    name: z.string(),
    title: z.string(),
    checklist: z.array(z.string()),
    ticked: z.array(z.string()).meta({ description: 'Which of them somebody has ticked.' }),
    talking_points: z.array(z.string()),
    outcomes: z
      .record(z.string(), z.string())
      .meta({ description: 'Outcome codes to complete it with, and what each means.' }),
  }),
  if_nothing_is_done: z.array(
    z.object({ step: z.enum(['return', 'remind', 'breach', 'expire']), at: time, sentence: z.string() }),
  ),
  present: z.array(z.string()).meta({ description: 'Who has it before their eyes now.' }),
  notes: z.array(noteSchema),
  attempts: z
    .array(attemptSchema)
    .meta({ description: 'How often somebody tried to reach the customer, the first first.' }),
  evidence: z.array(z.looseObject({ kind: z.enum(['touch', 'event', 'task', 'said']), at: time })).meta({
    description:
      'What happened to the customer, newest first: touches with their state and reason, events, what was said, other tasks.',
  }),
});

/** What stands beside a task on its page: the company, the channels, the conversation. */
export interface Beside {
  readonly company: InboxRow['company'];
  readonly channels: Awaited<ReturnType<typeof channelsNow>>;
  readonly conversationId: string | null;
  /** What becomes of the customer when nobody comes, if the journey says so. */
  readonly ifNobodyComes: string | undefined;
}

/** A task as its own page answers it. */
export function taskFileView(
  file: TaskFile,
  { company, channels, conversationId, ifNobodyComes }: Beside,
  playbooks: Readonly<Record<string, Playbook>>,
  now: Date,
): z.input<typeof taskFileSchema> {
  const { task, customer, notes, attempts, evidence, awaited, present } = file;
  const playbook = playbooks[task.playbook];
  const view = taskView(file, playbooks, now);
  const nowhere = { timeZone: null, country: null, phone: null, traits: {} };
  return {
    ...view,
    rank: rankView(task, now),
    customer: {
      ...view.customer,
      email: customer?.email ?? null,
      phone: customer?.phone ?? null,
      owner: customer?.owner ?? null,
      open_tickets: customer?.openTickets ?? 0,
      value: valueOf(customer?.traits as Traits | undefined, company?.traits as Traits | undefined),
      company: company && { id: company.id, name: company.name },
      conversation_id: conversationId,
      local_time: { ...localTimeOf(customer ?? nowhere, now) },
    },
    channels: channels.map(({ until, ...channel }) => ({ ...channel, until: until?.toISOString() ?? null })),
    playbook: {
      name: task.playbook,
      title: playbook?.title ?? task.playbook,
      checklist: [...(playbook?.checklist ?? [])],
      ticked: (playbook?.checklist ?? []).filter((step) => task.ticked.includes(step)),
      talking_points: [...(playbook?.talkingPoints ?? [])],
      outcomes: { ...playbook?.outcomes },
    },
    if_nothing_is_done: awaited ? timersAhead(task, now).map((timer) => foresee(timer, task, ifNobodyComes)) : [],
    present: [...present],
    notes: notes.map(noteView),
    attempts: attempts.map(attemptView),
    evidence: evidence.map(({ kind, at, detail }) => ({ ...detail, kind, at: at.toISOString() })),
  };
}

const SENTENCES: Readonly<Record<TaskTimer['step'], string>> = {
  return: 'Nothing is done about it: it goes back to its queue.',
  remind: 'Nobody has claimed it: the queue is reminded.',
  breach: 'It is overdue: the lead is told.',
  expire: 'It expires: the journey goes on without an answer.',
};
const EXPIRES_UNANSWERED = 'It expires: the customer was never answered.';

function foresee({ step, at }: TaskTimer, { enrollmentId }: TaskRow, ifNobodyComes: string | undefined) {
  const expires =
    enrollmentId === null ? EXPIRES_UNANSWERED : ifNobodyComes ? `It expires. ${ifNobodyComes}` : SENTENCES.expire;
  return { step, at: new Date(at).toISOString(), sentence: step === 'expire' ? expires : SENTENCES[step] };
}

import { z } from 'zod';
import type { EnrollmentRow, NextStep } from '../../prisma/enrollment-reads';
import { snakeKeys, timelineSchema } from './timeline-view';

const time = z.iso.datetime();

/** One customer's run of a journey. */
export const enrollmentSchema = z.object({
  id: z.uuid(),
  journey: z.string(),
  customer_id: z.uuid(),
  state: z.enum(['active', 'paused', 'ended']),
  paused_by: z.array(z.string()).meta({ description: '`hand`, and ids of holds that shift timers.' }),
  stage: z.string(),
  cause: z
    .looseObject({ kind: z.string() })
    .meta({ description: 'What began it: an event, an absence, a date, or a request.' }),
  entered_at: time,
  stage_at: time.meta({ description: 'Since when it has stood in its stage.' }),
  ended_at: time.nullable(),
  how: z.enum(['done', 'goal', 'exit', 'steered']).nullable().meta({ description: 'How it ended.' }),
  outcome: z.string().nullable(),
  stuck: z.object({ since: time, because: z.string() }).nullable().meta({
    description:
      'Set while the run cannot go on because its code is at fault, or a step of it fails again and again: since when, and why.',
  }),
});

/** What happens next when nobody does anything. */
export const nextSchema = z.union([
  z.object({
    kind: z.literal('wait'),
    for: z.array(z.string()).meta({ description: 'Events that end it before its time.' }),
    until: time,
    message: z.object({ name: z.string(), reason: z.string() }).nullable().meta({
      description:
        'The message that goes out then, and what it waits for; null when it is the customer who is waited for.',
    }),
  }),
  z.object({ kind: z.literal('task'), task_id: z.uuid(), playbook: z.string(), due: time }),
]);

/** An enrollment with its story. */
export const enrollmentFileSchema = enrollmentSchema.extend({
  next: nextSchema
    .nullable()
    .meta({ description: 'What happens next when nobody does anything; null while it acts, or when it has ended.' }),
  timeline: timelineSchema.meta({ description: 'All that happened in it, the first first.' }),
});

/** An enrollment as lists and acts answer it. */
export function enrollmentView(row: EnrollmentRow): z.input<typeof enrollmentSchema> {
  return {
    id: row.id,
    journey: row.journey,
    customer_id: row.customerId,
    state: row.state,
    paused_by: row.state === 'paused' && row.pausedBy.length === 0 ? ['hand'] : row.pausedBy,
    stage: row.stage,
    cause: snakeKeys(row.cause) as { kind: string },
    entered_at: row.enteredAt.toISOString(),
    stage_at: row.stageAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
    how: row.how,
    outcome: row.outcome,
    stuck: row.stuckSince && { since: row.stuckSince.toISOString(), because: row.stuckBecause ?? '' },
  };
}

/** The next step as it is answered. */
export function nextView(next: NextStep | null): z.input<typeof nextSchema> | null {
  switch (next?.kind) {
    case undefined:
      return null;
    case 'wait':
      return { kind: 'wait', for: [...next!.for], until: next!.until.toISOString(), message: next!.message };
    case 'task':
      return { kind: 'task', task_id: next!.taskId, playbook: next!.playbook, due: next!.due.toISOString() };
  }
}

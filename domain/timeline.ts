/** What can stand on a customer's or an enrollment's timeline. */
export type TimelineKind =
  | 'enrolled'
  | 'refused'
  | 'stage'
  | 'touch'
  | 'wait'
  | 'event'
  | 'task'
  | 'steered'
  | 'log'
  | 'ended';

/**
 * One moment on a timeline. `key` makes writing it again a no-op; `detail` holds the fields of its kind, all without
 * personal data: for a touch `message, channel, verdict, reason, touchId`; for a wait `for, until`; for an event
 * `type, eventId`; for a task `playbook, because, due, step, outcome, taskId`; for a stage `stage`; for the end `how, outcome`.
 */
export interface TimelineEntry {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind;
  readonly detail: Readonly<Record<string, unknown>>;
}

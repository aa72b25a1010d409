/** What can stand on a customer's or an enrollment's timeline. */
export const TIMELINE_KINDS = [
  'enrolled',
  'refused',
  'stage',
  'touch',
  'wait',
  'event',
  'task',
  'steered',
  'log',
  'lifecycle',
  'corrected',
  'ended',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/**
 * What else a customer's whole story has, from the tables where it stands: what was said, consents, notes and holds of staff, and what
 * customers did with a message.
 */
export const STORY_KINDS = [...TIMELINE_KINDS, 'utterance', 'consent', 'note', 'hold', 'signal'] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

/**
 * One moment on a timeline. `key` makes writing it again a no-op; `detail` holds the fields of its kind, all without
 * personal data: for a touch `message, channel, verdict, reason, touchId`; for a wait `for, until`; for an event
 * `type, eventId`; for a task `playbook, because, due, step, outcome, taskId`; for a stage `stage`; for the lifecycle `from, to,
 * because`; for a correction `trait, by`; for the end `how, outcome`.
 */
export interface TimelineEntry {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind;
  readonly detail: Readonly<Record<string, unknown>>;
}

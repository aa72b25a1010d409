import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './duration';

/** What others can be told of by webhook, and what each means. The names are the contract: one is added, none is changed. */
export const ANNOUNCEMENTS = {
  'task.opened': 'A person is asked to help a customer.',
  'task.claimed': 'Somebody took the task.',
  'task.breached': 'The task is past due, and nobody has finished it.',
  'task.completed': 'Somebody finished the task, with an outcome.',
  'task.expired': 'The task ran out, and nobody had finished it.',
  'task.cancelled': 'The task is needed no longer: the customer acted first, or the journey went on.',
  'enrollment.started': 'A customer entered a journey.',
  'enrollment.ended': 'Their run of the journey ended: done, at its goal, by an exit event, or by hand.',
  'consent.changed': 'A customer gave or took back consent, or a double opt-in began.',
  'conversation.message_received': 'A customer wrote, on any channel. The words are not sent along.',
  'alarm.raised': 'Something happened that a person must know of.',
  'alarm.ended': 'An alarm is over.',
} as const;

export type Announcement = keyof typeof ANNOUNCEMENTS;

export const ANNOUNCEMENT_TYPES = Object.keys(ANNOUNCEMENTS) as readonly Announcement[];

/** How a webhook is written: by Standard Webhooks, or as a message that Slack (and what speaks like it) shows. */
export const WEBHOOK_FORMS = ['standard', 'slack'] as const;
export type WebhookForm = (typeof WEBHOOK_FORMS)[number];

/** How long to rest after each attempt that failed: about three days in all. */
const RESTS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** When a delivery is tried again after so many attempts that failed (at least 1), or null when it is given up. `retryAfterMs`: the receiver wishes so. */
export function nextAttemptAt(attempts: number, at: Date, retryAfterMs = 0): Date | null {
  const rest = RESTS_MS[attempts - 1];
  return rest === undefined ? null : new Date(at.getTime() + Math.max(rest, Math.min(retryAfterMs, DAY_MS)));
}

/** An endpoint that nothing got through to for so long is told nothing more. */
export const GIVE_UP_MS = 5 * DAY_MS;

/** For so long webhooks are signed with the former secret, too. */
export const BOTH_SECRETS_MS = DAY_MS;

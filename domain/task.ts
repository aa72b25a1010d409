import type { Due, Duration } from './duration';

/** States of a human task. `open` and `snoozed` wait for somebody; `claimed` is somebody's; the rest are final. */
export const TASK_STATES = ['open', 'claimed', 'snoozed', 'done', 'expired', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What a person does when a journey hands a customer over: a checklist, what to say, and the closed set of ways it can end. */
export interface Playbook<Name extends string = string, Outcome extends string = string> {
  readonly name: Name;
  readonly title: string;
  /** The queue that shows the task when it has no assignee. */
  readonly queue: string;
  readonly priority: 'urgent' | 'high' | 'normal' | 'low';
  /** Playbooks with the same outcomes whose open task does for this one too, when the customer waits for it: one message is one task. */
  readonly coveredBy?: readonly string[];
  /** How long a claimed task may lie without its holder doing anything about it before it goes back to the queue (default: for ever). */
  readonly returnAfter?: Duration;
  readonly checklist: readonly string[];
  readonly talkingPoints: readonly string[];
  /** Outcome code to the sentence that explains it to the person who picks it. The code steers the journey. */
  readonly outcomes: Readonly<Record<Outcome, string>>;
}

/** What a journey asks for when it hands the customer to a person, or a customer who asks for one outside of any (all three null). */
export interface TaskRequest {
  /** Enrollment, stage, playbook and count, or what the customer asked with: opening the same task again is a no-op. */
  readonly key: string;
  readonly enrollmentId: string | null;
  readonly customerId: string;
  readonly journey: string | null;
  readonly stage: string | null;
  readonly playbook: string;
  /** One sentence that tells the person why, without personal data. */
  readonly because: string;
  /** Staff id of the person to ask first, usually the customer's owner. */
  readonly assignTo: string | null;
  readonly due: Due;
}

/** The next thing that happens to an unfinished task by itself, and when (epoch ms). */
export interface TaskTimer {
  readonly step: 'return' | 'remind' | 'breach' | 'expire';
  readonly at: number;
}

/** Answer to opening a task: its id and the first timer of its chain; `settled` when it was already finished under this key. */
export interface OpenedTask {
  readonly taskId: string;
  readonly timer: TaskTimer | null;
  readonly settled: { readonly outcome: string } | null;
}

/** Answer to a fired timer: the next one (a snooze or a claim moves it), or the outcome when the task is finished or has just expired. */
export interface TendedTask {
  readonly timer: TaskTimer | null;
  readonly settled: { readonly outcome: string } | null;
}

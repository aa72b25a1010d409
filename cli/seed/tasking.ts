import { DAY_MS, HOUR_MS, type Due } from '../../domain/duration';
import { taskTimes } from '../../domain/policy/task-timers';
import { playbooks, type PlaybookName } from '../../playbooks';
import { tell, type Life } from './life';
import { NOTES, SNOOZES } from './phrases';
import { agentsOf, LEAD, STAFF } from './staff';

/** A task that a run, or a customer, asks for. */
export interface Asking {
  readonly key: string;
  readonly enrollmentId: string | null;
  readonly journey: string | null;
  readonly stage: string | null;
  readonly playbook: PlaybookName;
  readonly because: string;
  readonly due: Due;
  readonly at: number;
  /** Nobody has finished it yet, unless it has run out. */
  readonly silent: boolean;
  /** When the customer acts first; null: they do not. */
  readonly cutAt: number | null;
}

/** How a task came to its end: the outcome that a journey hears, and when. */
export interface SettledTask {
  readonly at: number;
  readonly outcome: string;
}

/** Writes a task as the people of the house have dealt with it. Null when it is still open. */
export function openTask(life: Life, asking: Asking): SettledTask | null {
  const { lots, now } = life;
  const { at, silent, cutAt, due } = asking;
  const { dueAt, remindAt, expireAt } = taskTimes(new Date(at), due, 'Europe/Berlin');
  const span = dueAt.getTime() - at;
  const comes = !silent && lots.chance(0.96);
  const finishAt = comes ? at + Math.floor(span * lots.weighed(PACE) * lots.between(0.6, 1.4)) : expireAt.getTime();
  const times = { dueAt, remindAt, expireAt };
  if (cutAt !== null && cutAt < finishAt && cutAt <= now) {
    const cut = Math.max(cutAt, at);
    write(life, asking, times, { state: 'cancelled', at: cut, outcome: 'journey_ended' });
    return { at: cut, outcome: 'journey_ended' };
  }
  if (finishAt > now) {
    write(life, asking, times, null);
    return null;
  }
  if (!comes || finishAt >= expireAt.getTime()) {
    write(life, asking, times, { state: 'expired', at: expireAt.getTime(), outcome: 'expired' });
    return { at: expireAt.getTime(), outcome: 'expired' };
  }
  const outcome = lots.weighed(outcomesOf(asking.playbook));
  write(life, asking, times, { state: 'done', at: finishAt, outcome });
  return { at: finishAt, outcome };
}

/** When people get to their tasks, as shares of the time to due. */
const PACE: readonly (readonly [number, number])[] = [
  [0.2, 25],
  [0.5, 35],
  [0.8, 22],
  [1.2, 12],
  [1.6, 3],
];

/** What tends to come of a task: the first outcomes of a playbook more than the last. */
function outcomesOf(playbook: PlaybookName): readonly (readonly [string, number])[] {
  return Object.keys(playbooks[playbook].outcomes).map((code, index) => [code, 10 / (index + 1.2)] as const);
}

interface End {
  readonly state: 'done' | 'expired' | 'cancelled';
  readonly at: number;
  readonly outcome: string;
}

interface Times {
  readonly dueAt: Date;
  readonly remindAt: Date;
  readonly expireAt: Date;
}

function write(life: Life, asking: Asking, times: Times, end: End | null): void {
  const { lots, book, customer, now } = life;
  const { key, enrollmentId, journey, stage, playbook, because, at } = asking;
  const { queue, priority } = playbooks[playbook];
  const { dueAt, remindAt, expireAt } = times;
  const id = lots.id(at);
  const until = end?.at ?? now;
  const holder = whoHolds(life, queue, end);
  const claimedAt = holder.claims ? Math.floor(at + (until - at) * lots.between(0.1, 0.9)) : null;
  const snoozed = end === null && lots.chance(0.11) ? now + Math.floor(lots.between(0.1, 5) * DAY_MS) : null;
  const reminded = claimedAt === null && remindAt.getTime() < until && remindAt < dueAt;
  const breached = dueAt.getTime() < until;
  const finishedBy = end?.state === 'done' ? holder.id : null;
  book.write('tasks', {
    id,
    enrollment_id: enrollmentId,
    customer_id: customer.id,
    journey,
    stage,
    playbook,
    because,
    queue,
    priority,
    assignee: holder.id,
    state: end?.state ?? (snoozed !== null ? 'snoozed' : claimedAt !== null ? 'claimed' : 'open'),
    version: 1 + (claimedAt === null ? 0 : 1) + (end || snoozed !== null ? 1 : 0),
    opened_at: new Date(at),
    due_at: dueAt,
    remind_at: remindAt,
    reminded_at: reminded ? remindAt : null,
    breached_at: breached ? dueAt : null,
    escalated_to: breached ? LEAD : null,
    expire_at: expireAt,
    snoozed_until: snoozed === null ? null : new Date(snoozed),
    snooze_reason: snoozed === null ? null : lots.pick(SNOOZES),
    claimed_at: claimedAt === null ? null : new Date(claimedAt),
    finished_at: end ? new Date(end.at) : null,
    finished_by: finishedBy,
    outcome: end?.outcome,
    banner: end?.state === 'cancelled' ? 'The journey that asked for this has ended; nothing more is needed.' : null,
  });
  book.write('task_waiters', {
    key,
    task_id: id,
    enrollment_id: enrollmentId,
    since: new Date(at),
    outcome: end?.outcome,
  });

  const step = (name: string, when: number, detail: Readonly<Record<string, unknown>> = {}, mark = '') =>
    tell(life, {
      key: [enrollmentId ?? customer.id, 'task', id, name, ...(mark ? [mark] : [])].join(':'),
      enrollmentId,
      at: when,
      kind: 'task',
      detail: { taskId: id, step: name, playbook, because, due: dueAt.toISOString(), ...detail },
    });
  step('opened', at);
  if (reminded) step('reminded', remindAt.getTime());
  if (claimedAt !== null) step('claimed', claimedAt, { by: holder.id }, '2');
  if (breached) step('breached', dueAt.getTime());
  if (snoozed !== null)
    step(
      'snoozed',
      Math.max(at, now - HOUR_MS),
      { by: holder.id ?? LEAD, until: new Date(snoozed).toISOString() },
      '3',
    );
  if (end) step(END_STEPS[end.state], end.at, { outcome: end.outcome, ...(finishedBy && { by: finishedBy }) });

  if (claimedAt !== null && lots.chance(end?.state === 'done' ? 0.45 : 0.25)) {
    const noted = Math.floor(claimedAt + (until - claimedAt) * lots.draw());
    book.write('task_notes', {
      id: lots.id(noted),
      task_id: id,
      author: holder.id,
      body: lots.pick(NOTES),
      at: new Date(noted),
    });
  }
}

const END_STEPS = { done: 'completed', expired: 'expired', cancelled: 'cancelled' } as const;

/** Whose a task is: that of the customer's owner where they work on the queue, of somebody who took it, or nobody's yet. */
function whoHolds({ lots, customer }: Life, queue: string, end: End | null) {
  const agents = agentsOf(queue);
  const owner = STAFF.find(({ id }) => id === customer.owner);
  const asked = owner?.id ?? null;
  if (end?.state === 'done')
    return { id: asked !== null && lots.chance(0.8) ? asked : lots.pick(agents).id, claims: true };
  if (end) return { id: asked, claims: false };
  if (lots.chance(0.27)) return { id: asked !== null && lots.chance(0.8) ? asked : lots.pick(agents).id, claims: true };
  return { id: lots.chance(0.7) ? asked : null, claims: false };
}

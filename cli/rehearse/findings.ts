import { DAY_MS } from '../../domain/duration';
import type { EntryCause } from '../../domain/journey';
import type { Db } from '../../prisma/client';

/** How often something happened, and on which virtual days first and last. */
export interface Finding {
  readonly what: string;
  readonly count: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

/** What a rehearsal came to. Each list has the most frequent first. */
export interface Findings {
  readonly enrolled: readonly Finding[];
  readonly refused: readonly Finding[];
  /** By channel and verdict, as in `email sent`. */
  readonly touches: readonly Finding[];
  /** By how and outcome, as in `goal order.completed`; runs that have not ended are `running`. */
  readonly endings: readonly Finding[];
  /** By playbook and what became of it, as in `save-call expired`. */
  readonly tasks: readonly Finding[];
  /** The days on which runs began, touches were decided, tasks were opened and goals reached, once for each. */
  readonly days: {
    readonly enrolled: readonly number[];
    readonly touches: readonly number[];
    readonly tasks: readonly number[];
    readonly goals: readonly number[];
  };
}

/** Reads from the database what happened since `birth`, day 0. */
export async function findingsOf(db: Db, birth: Date): Promise<Findings> {
  const [runs, refusals, touches, tasks] = await Promise.all([
    db.enrollment.findMany(),
    db.entryRefusal.findMany(),
    db.touch.findMany({ select: { channel: true, state: true, reason: true, plannedAt: true } }),
    db.task.findMany({ select: { playbook: true, state: true, openedAt: true } }),
  ]);
  const dayOf = (at: Date) => Math.max(0, Math.floor((at.getTime() - birth.getTime()) / DAY_MS));
  const goals = runs.filter(({ how }) => how === 'goal');
  return {
    enrolled: tally(runs.map((run) => [`${run.journey} ${causeOf(run.cause as EntryCause)}`, dayOf(run.enteredAt)])),
    refused: tally(refusals.map(({ journey, reason, at }) => [`${journey} ${reason}`, dayOf(at)])),
    touches: tally(touches.map((touch) => [verdictOf(touch), dayOf(touch.plannedAt)])),
    endings: tally(
      runs.map((run) => [run.endedAt ? `${run.how} ${run.outcome}` : 'running', dayOf(run.endedAt ?? run.enteredAt)]),
    ),
    tasks: tally(tasks.map(({ playbook, state, openedAt }) => [`${playbook} ${state}`, dayOf(openedAt)])),
    days: {
      enrolled: runs.map(({ enteredAt }) => dayOf(enteredAt)),
      touches: touches.map(({ plannedAt }) => dayOf(plannedAt)),
      tasks: tasks.map(({ openedAt }) => dayOf(openedAt)),
      goals: goals.map(({ endedAt }) => dayOf(endedAt!)),
    },
  };
}

/** How many in a list of findings. */
export function totalOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count }) => sum + count, 0);
}

function causeOf(cause: EntryCause): string {
  switch (cause.kind) {
    case 'event':
      return `by ${cause.type}`;
    case 'absence':
      return `no ${cause.of}`;
    case 'date':
      return `ahead of ${cause.trait}`;
    case 'request':
      return 'by request';
  }
}

/** A touch that was sent names its channel; one that was not, the reason. */
function verdictOf({
  channel,
  state,
  reason,
}: {
  channel: string | null;
  state: string;
  reason: string | null;
}): string {
  if (state === 'accepted' || state === 'delivered') return `${channel} sent`;
  return `${channel ?? 'no channel'} ${state}${reason ? ` (${reason})` : ''}`;
}

function tally(items: readonly (readonly [string, number])[]): Finding[] {
  const days = new Map<string, number[]>();
  for (const [what, day] of items) days.set(what, [...(days.get(what) ?? []), day]);
  return [...days]
    .map(([what, on]) => ({ what, count: on.length, firstDay: Math.min(...on), lastDay: Math.max(...on) }))
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}

/** A member of staff, as far as it matters for who gets a task. `load`: the unfinished tasks that are theirs already. */
export interface Colleague {
  readonly id: string;
  readonly loadLimit: number | null;
  readonly load: number;
  readonly absentFrom: Date | null;
  readonly absentUntil: Date | null;
  readonly cover: string | null;
  readonly disabledAt: Date | null;
}

/**
 * To whom a task goes: a person, or its queue (null). `because`: they were asked for; somebody stands in for them while they are away, or since they
 * left (`left_to_cover`); or the queue has it since nobody was asked for, they are away, have as many as they may have, or work here no longer.
 * `instead`: who was asked for first.
 */
export interface Placement {
  readonly assignee: string | null;
  readonly because: 'asked_for' | 'nobody_asked_for' | 'cover' | 'left_to_cover' | 'absent' | 'at_limit' | 'gone';
  readonly instead: string | null;
}

/** More who stand in for each other are a circle. */
const LONGEST_CHAIN = 5;

/** Whether somebody is away at an instant. */
export function isAbsent(
  { absentFrom, absentUntil }: Pick<Colleague, 'absentFrom' | 'absentUntil'>,
  at: Date,
): boolean {
  return absentFrom !== null && absentFrom <= at && (absentUntil === null || absentUntil > at);
}

/**
 * Whether somebody could be given one more task. A limit binds what is given to people and what is offered to them, never what they take themselves
 * (claimTask, prisma/tasks/hold.ts).
 */
export function canTake(colleague: Colleague, at: Date): boolean {
  const { disabledAt, loadLimit, load } = colleague;
  return disabledAt === null && !isAbsent(colleague, at) && (loadLimit === null || load < loadLimit);
}

/**
 * Decides to whom a task goes that is meant for somebody: to them; to whoever stands in while they are away, also when they left meanwhile; to the
 * queue when nobody of these can take one more. A name that no member of staff has is kept: tools may know people whom Perennial does not.
 */
export function placeTask(
  wanted: string | null,
  colleagueOf: (id: string) => Colleague | undefined,
  at: Date,
): Placement {
  if (wanted === null) return { assignee: null, because: 'nobody_asked_for', instead: null };
  const gone = (colleagueOf(wanted)?.disabledAt ?? null) !== null;
  let id = wanted;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const colleague = colleagueOf(id);
    if (!colleague || canTake(colleague, at))
      return step === 0
        ? { assignee: id, because: 'asked_for', instead: null }
        : { assignee: id, because: gone ? 'left_to_cover' : 'cover', instead: wanted };
    const away = isAbsent(colleague, at);
    if (!away && step === 0) return { assignee: null, because: gone ? 'gone' : 'at_limit', instead: wanted };
    if (!away || colleague.cover === null) break;
    id = colleague.cover;
  }
  return { assignee: null, because: gone ? 'gone' : 'absent', instead: wanted };
}

/** What stands on a task that went to somebody else than it was meant for. Null when there is nothing to say. */
export function placementSentence({ assignee, because, instead }: Placement): string | null {
  switch (because) {
    case 'asked_for':
    case 'nobody_asked_for':
      return null;
    case 'cover':
      return `${instead} is away: ${assignee} stands in.`;
    case 'left_to_cover':
      return `${instead} does not work here any more: ${assignee} stands in.`;
    case 'absent':
      return `${instead} is away and nobody stands in: the queue has it.`;
    case 'at_limit':
      return `${instead} has as many tasks as they may have: the queue has it.`;
    case 'gone':
      return `${instead} does not work here any more: the queue has it.`;
  }
}

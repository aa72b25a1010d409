/** What a member of staff brings to queues: which (empty: all), how many tasks at a time (null: no limit), and when they are away. */
export interface Serving {
  readonly queues: readonly string[];
  readonly loadLimit: number | null;
  readonly absentFrom: Date | null;
  readonly absentUntil: Date | null;
}

/**
 * Who takes tasks from a queue at an instant, and how many tasks they can have at a time, all together. `capacity` is null where nobody is
 * there, or somebody is who has no limit: then nothing can be said. People who serve several queues count fully in each.
 */
export function capacityOn(
  people: readonly Serving[],
  queue: string,
  at: Date,
): { readonly staff: number; readonly capacity: number | null } {
  const there = people.filter(({ queues, absentFrom, absentUntil }) => {
    const isAway = absentFrom !== null && absentFrom <= at && (absentUntil === null || absentUntil > at);
    return !isAway && (queues.length === 0 || queues.includes(queue));
  });
  const limits = there.map(({ loadLimit }) => loadLimit);
  const known = limits.filter((limit) => limit !== null);
  const capacity = known.length === 0 || known.length < limits.length ? null : known.reduce((sum, one) => sum + one, 0);
  return { staff: there.length, capacity };
}

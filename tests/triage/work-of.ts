/** How long this process computes on something, in milliseconds of the processor: on a busy machine it waits longer, but works no more. */
export function workOf(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

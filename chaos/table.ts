import type { Evidence } from './evidence';
import { doubted } from './checker-ledger';
import type { Recovery } from './recovery';
import { boundOf, grouped, type Verdict } from './verdict';

/** The figures of a run in Markdown: what was done, what came of it, and how fast things went on. */
export function tableOf(evidence: Evidence, verdicts: readonly Verdict[], recovered: readonly Recovery[]): string {
  const rows = verdicts.map((verdict) => {
    const { name, of, unit, bad } = verdict;
    return [name, `${bad}`, `${of} ${unit}`, boundOf(verdict), bad === 0 ? 'green' : 'RED'];
  });
  const seconds = (value: number | null) => (value === null ? '' : value.toFixed(1));
  const faults = recovered.map(({ kind, times, lapsed, medianS, longestS }) => [
    kind,
    `${times - lapsed}`,
    seconds(medianS),
    seconds(longestS),
  ]);
  return [
    countsOf(evidence),
    markdown([['what must not be', 'found', 'among', '95 % bound', ''], ...rows]),
    markdown([['fault', 'times', 'went on after, median s', 'longest s'], ...faults]),
  ].join('\n\n');
}

/** What is only counted. */
export function countsOf(evidence: Evidence): string {
  const { plan, touches, taken, enrollments } = evidence;
  const ended = [...grouped(doubted(evidence), ({ state }) => state)].map(([state, some]) => `${some.length} ${state}`);
  const journeys = plan.lives.reduce((sum, life) => sum + life.journeys.length, 0);
  return [
    `${journeys} journeys of ${plan.lives.length} customers (seed ${plan.seed})`,
    `${touches.length} touches planned`,
    `${taken.filter(({ channel }) => channel !== 'in-app').length} messages taken by providers, ${taken.filter(({ channel }) => channel === 'in-app').length} in-app`,
    `${enrollments.reduce((sum, { tasks }) => sum + tasks, 0)} escalations raised`,
    `decided by ${[...grouped(touches, ({ codeVersion }) => codeVersion)].map(([version, some]) => `the ${version} release ${some.length}`).join(', ')}`,
    `doubts ended: ${ended.join(', ') || 'none'}`,
  ].join('; ');
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

import type { Casualty, ReplayReport } from './check';

/** What was replayed. `running` is undefined when no server was asked: none is known, or `leftOut` says that nobody wanted it. */
export interface Replayed {
  /** How many paths the recorded runs belong to. */
  readonly paths: number;
  readonly recorded: ReplayReport;
  readonly running: ReplayReport | undefined;
  readonly leftOut: boolean;
}

/** One JSON object: counts of recorded runs and running enrollments (null when they were not looked at), and all casualties. */
export function asJson({ paths, recorded, running }: Replayed): string {
  return JSON.stringify({
    paths,
    recorded: recorded.replayed,
    running: running?.replayed ?? null,
    casualties: [
      ...recorded.casualties.map((casualty) => ({ kind: 'recorded', ...casualty })),
      ...(running?.casualties ?? []).map((casualty) => ({ kind: 'running', ...casualty })),
    ],
  });
}

/** The same for people: what was checked, then one line for each casualty. */
export function asText({ paths, recorded, running, leftOut }: Replayed): string {
  const broken = [
    ...recorded.casualties.map((casualty) => `  recorded  ${sentenceOf(casualty)}`),
    ...(running?.casualties ?? []).map((casualty) => `  running   ${sentenceOf(casualty)}`),
  ];
  const checked = [
    `Recorded: ${count(recorded.replayed, 'run')} of ${count(paths, 'path')} replayed.`,
    running
      ? `Running: ${count(running.replayed, 'enrollment')} replayed.`
      : `Running: none looked at, ${leftOut ? 'as asked' : 'no Temporal server is known here'}.`,
  ];
  if (broken.length === 0) return [...checked, 'The present code breaks none of them.'].join('\n');
  return [...checked, `The present code breaks ${broken.length} of them:`, ...broken].join('\n');
}

function sentenceOf({ journey, who, stage, reason }: Casualty): string {
  return `${journey} ${who}${stage ? ` in stage ${stage}` : ''}: ${reason}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

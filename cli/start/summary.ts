import path from 'node:path';
import { bold, cyan, dim } from 'picocolors';
import { apiKeyFile } from './secrets';

/** What is running, as far as a person wants to know. */
export interface Situation {
  readonly state: string;
  readonly apiUrl: string;
  /** Only of the embedded server: another one's web interface is not ours to know. */
  readonly temporalUi: string | undefined;
  readonly apiKey: string;
  /** Where the first administrator comes in; undefined once somebody administers. */
  readonly firstAdmin: string | undefined;
  /** Whether the captured-messages page is served, and whether messages go there instead of to a provider. */
  readonly captured: 'no page' | 'page' | 'instead';
}

/** The screenful that a start ends with: where things are, the key, and what to try next. */
export function summaryOf({ state, apiUrl, temporalUi, apiKey, firstAdmin, captured }: Situation): string {
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['Pages', cyan(`${apiUrl}/app`)],
    ['API', cyan(apiUrl)],
    ['Reference', cyan(`${apiUrl}/reference`)],
    captured === 'no page'
      ? undefined
      : [
          'Messages',
          `${cyan(`${apiUrl}/captured`)}${captured === 'instead' ? dim('  captured, not sent: answer them there') : ''}`,
        ],
    temporalUi ? ['Temporal', cyan(temporalUi)] : undefined,
    ['API key', `${apiKey}  ${dim(`also in ${shortPath(apiKeyFile(state))}`)}`],
    firstAdmin ? ['First admin', `${cyan(firstAdmin)}${dim('  good once: be the one who administers')}`] : undefined,
    ['Logs', dim(shortPath(path.join(state, 'logs')))],
  ];
  const lines = rows.filter((row) => row !== undefined).map(([name, value]) => `  ${name.padEnd(11)} ${value}`);
  const tryNext = `  Try it: a customer whose usage drops enters the at-risk journey and is written to.`;
  return [
    '',
    bold('  Perennial is running.'),
    '',
    ...lines,
    '',
    tryNext,
    '',
    ...example(state, apiUrl),
    '',
    dim('  Ctrl-C stops everything; all data is kept.'),
    '',
  ].join('\n');
}

/** A command that can be pasted as it stands: the one of the README. The customer has an owner, so that the task is somebody's. */
function example(state: string, apiUrl: string): string[] {
  return [
    `curl -u "$(cat ${shortPath(apiKeyFile(state))}):" ${apiUrl}/v1/batch -H 'Content-Type: application/json' -d '{"batch":[`,
    '  {"type":"identify","userId":"ada","traits":{"name":"Ada","email":"ada@example.com","owner":"ann","timezone":"Europe/London"}},',
    `  {"type":"track","userId":"ada","event":"usage.dropped","properties":{"percent":60}}]}'`,
  ].map((line) => `  ${line}`);
}

function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cached, userCache } from './cache';
import { timed, type Progress } from './progress';
import { run } from './run';
import { downloaded, sdkDownload } from './sdk-download';

/** The newest CLI that Go can build from its module proxy alone: later ones replace a module by a local folder. */
const VERSION = 'v1.5.1';
const MODULE = `github.com/temporalio/cli/cmd/temporal@${VERSION}`;
const BUILT_WITHIN_MS = 30 * 60_000;

/** `named`: what TEMPORAL_CLI_PATH says. `state`: the state folder; a `temporal` in its `bin` folder wins over the user's cache. */
export interface CliSources {
  readonly named?: string;
  readonly state: string;
}

/**
 * The `temporal` program, which contains the development server. First hit wins: the named one, PATH, the project's
 * `bin` folder, the user's cache, the SDK's downloader, a build by Go. The last two fill the cache. Throws one message
 * with the ways out when none works.
 */
export async function temporalCli({ named, state }: CliSources, progress: Progress): Promise<string> {
  if (named) return workingCli(named);
  const onPath = await run(['/bin/sh', '-c', 'command -v temporal']);
  if (onPath.ok) return onPath.output.trim();
  const inProject = path.join(state, 'bin', 'temporal');
  if (existsSync(inProject)) return inProject;

  const folder = userCache(`temporal-cli-${VERSION}`);
  const built = path.join(folder, 'temporal');
  const find = () => (existsSync(built) ? built : downloaded('temporal-cli', folder));
  return cached(
    folder,
    find,
    async () => (await sdkDownload('temporal-cli', folder, progress)) ?? build(built, progress),
    progress,
  );
}

async function workingCli(named: string): Promise<string> {
  const { ok, output } = await run([named, '--version'], { timeoutMs: 20_000 });
  if (!ok) throw new Error(`TEMPORAL_CLI_PATH names ${named}, which does not run: ${output.trim() || 'no output'}`);
  return named;
}

async function build(target: string, progress: Progress): Promise<string> {
  if (!(await run(['go', 'version'])).ok)
    throw new Error(noServer('Go is not installed, so it cannot be built either.'));
  const making = mkdtempSync(path.join(path.dirname(target), 'building-'));
  try {
    const phase = 'Building the Temporal server from source with Go: about 6 minutes on two cores, this once';
    const command = ['env', `GOBIN=${making}`, 'go', 'install', MODULE];
    const { ok, output } = await timed(progress, phase, () => run(command, { timeoutMs: BUILT_WITHIN_MS }));
    if (!ok) throw new Error(noServer(`Building it failed:\n${output.trim().split('\n').slice(-8).join('\n')}`));
    // Renamed when complete, so that nobody ever finds half a program.
    renameSync(path.join(making, 'temporal'), target);
    return target;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function noServer(why: string): string {
  return [
    `There is no Temporal server here, and temporal.download cannot be reached. ${why}`,
    'One of these helps:',
    '  1. install the Temporal CLI (https://docs.temporal.io/cli), or name it in TEMPORAL_CLI_PATH;',
    '  2. set TEMPORAL_ADDRESS to a Temporal server that runs elsewhere;',
    '  3. install Go 1.25 or later (https://go.dev/dl): Perennial then builds the server by itself.',
  ].join('\n');
}

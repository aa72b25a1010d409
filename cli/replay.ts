import type { ReplayWorkerOptions } from '@temporalio/worker';
import { Command } from 'commander';
import { InvalidInput } from '../domain/errors';
import { progressLines } from '../embedded/progress';
import type { TemporalSettings } from '../temporal/config';
import type { KeyStore } from '../temporal/customer-keys';
import { dataConverter } from '../temporal/data-converter';
import { workflowBundle } from '../testkit/workflow-bundle';
import type { CliDeps } from './command';
import type { CliConfig } from './config';
import { knownTemporal, temporalSettings } from './connections';
import { NO } from './failure';
import { replayRecordings, replayRunning } from './replay/check';
import { recordPath } from './replay/record';
import { readRecordings, writeRecording } from './replay/recording';
import { asJson, asText, type Replayed } from './replay/report';
import { withTemporal } from './replay/server';
import { gapsOf, nameOf, pathsToRecord, type Wanted } from './replay/wanted';
import { interruptible } from './simulate/interruptible';

type ReplayDeps = Pick<CliDeps, 'config' | 'withDb' | 'now'>;

interface Options extends Wanted {
  readonly running?: boolean;
  readonly recorded?: boolean;
  readonly json?: boolean;
}

/**
 * `perennial replay`: replays recorded histories against the present workflow code and, where a Temporal server is configured
 * or the embedded one runs, those of the enrollments that are running there (X02). Names what would break; the answer is no if anything does.
 * `--record` first walks paths that are not recorded yet, and leaves recordings alone unless one of them, or all, is asked for.
 */
export function replayCommand(deps: ReplayDeps): Command {
  const { config } = deps;
  return new Command('replay')
    .description('say which journeys in flight the present code would break')
    .option('--running', 'fail when there is no server whose running enrollments could be replayed')
    .option('--recorded', 'leave running enrollments out')
    .option('--record [path]', 'first walk and record the paths that are not recorded yet, or this one anew')
    .option('--all', 'with --record: walk and record every path anew')
    .option('--json', 'one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      if (options.running && options.recorded) throw new InvalidInput('Give --running or --recorded, not both.');
      await record(options, config());
      const replayed = await replay(options, deps);
      console.log(options.json ? asJson(replayed) : asText(replayed));
      for (const gap of gapsOf(readRecordings())) say(`Note: ${gap}`);
      if ([replayed.recorded, replayed.running].some((part) => part?.casualties.length)) process.exitCode = NO;
    });
}

const HELP = `
The ways through each journey are listed in cli/replay/paths.ts, and their recordings kept in tests/replay, one file a path. A recording that
was part of a release is the guard of the customers who entered a journey then and are still inside: do not record it anew. What a
release does differently gets a path of its own. Recording anew (--record at-risk.called, --record --all) is for paths
that were never released.

Examples:
  perennial replay
  perennial replay --record
  perennial replay --record trial.silent`;

async function record(options: Options, { timeSkippingServer: server }: CliConfig): Promise<void> {
  const recordings = readRecordings();
  const paths = pathsToRecord(options, recordings);
  if (options.record && paths.length === 0) say(`All ${recordings.length} paths are recorded already.`);
  for (const path of paths) {
    say(`Recording ${nameOf(path)} ...`);
    const time = { server, progress: progressLines(say) };
    writeRecording(await interruptible((abort) => recordPath(path, { abort, time, alone: true })));
  }
}

async function replay({ running, recorded }: Options, deps: ReplayDeps): Promise<Replayed> {
  const config = deps.config();
  const options = { workflowBundle: { codePath: await workflowBundle() } };
  const recordings = readRecordings();
  const server = recorded ? undefined : running ? temporalSettings(config) : knownTemporal(config);
  // First, because a server that is away is known at once.
  const inFlight = server && (await replayServer(server, options, deps));
  return {
    paths: recordings.length,
    recorded: await replayRecordings(options, recordings),
    running: inFlight,
    leftOut: recorded ?? false,
  };
}

/** Encrypted histories are read with the keys of their customers, which are in the database. */
function replayServer(server: TemporalSettings, options: ReplayWorkerOptions, { withDb, now }: ReplayDeps) {
  const { encryptionKey } = server;
  const work = (store?: KeyStore) => {
    const converter = dataConverter(encryptionKey, store);
    return withTemporal(server, store, (client) => replayRunning({ ...options, dataConverter: converter }, client));
  };
  return encryptionKey ? withDb((db) => work({ db, now })) : work();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

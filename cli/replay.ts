import { Command } from 'commander';
import { InvalidInput } from '../domain/errors';
import { connectTemporal } from '../temporal/client';
import type { TemporalSettings } from '../temporal/config';
import { dataConverter } from '../temporal/data-converter';
import { workflowBundle } from '../testkit/workflow-bundle';
import type { CliConfig } from './config';
import type { CliDeps } from './command';
import { temporalSettings } from './connections';
import { replayRecordings, replayRunning, type Casualty, type ReplayReport } from './replay/check';
import { recordPaths } from './replay/record';
import { readRecordings, writeRecordings } from './replay/recording';

interface Options {
  readonly record?: boolean;
  readonly running?: boolean;
  readonly recorded?: boolean;
  readonly json?: boolean;
}

/**
 * `perennial replay`: replays recorded histories against the present workflow code and, where a Temporal server is configured
 * or the embedded one runs, those of the enrollments that are running there (X02). Names what would break, and exits with 1
 * if anything does. `--record` walks every path anew and replaces the recordings.
 */
export function replayCommand({ config }: Pick<CliDeps, 'config'>): Command {
  return new Command('replay')
    .description('say which journeys in flight the present code would break')
    .option('--running', 'fail when there is no server whose running enrollments could be replayed')
    .option('--recorded', 'leave running enrollments out')
    .option('--record', 'walk every path of every journey and record its histories anew')
    .option('--json', 'one JSON object')
    .action(async ({ record, running, recorded, json }: Options) => {
      if (record) {
        writeRecordings(await recordPaths((path) => console.error(`Recording ${path.journey}, ${path.name} ...`)));
      }
      const options = { workflowBundle: { codePath: await workflowBundle() } };

      const reports = [await replayRecordings(options, readRecordings())];
      const server = recorded ? undefined : serverOf(config(), running ?? false);
      if (server) {
        const { client, close } = await connectTemporal(server);
        reports.push(await replayRunning({ ...options, dataConverter: dataConverter(server.encryptionKey) }, client));
        await close();
      }
      report(merged(reports), json ?? false);
    });
}

/** The server that is configured or embedded and running; none is fine unless somebody insists. */
function serverOf(config: CliConfig, insist: boolean): TemporalSettings | undefined {
  try {
    return temporalSettings(config);
  } catch (error) {
    if (insist || !(error instanceof InvalidInput)) throw error;
    return undefined;
  }
}

function merged(reports: readonly ReplayReport[]): ReplayReport {
  return {
    replayed: reports.reduce((sum, { replayed }) => sum + replayed, 0),
    casualties: reports.flatMap(({ casualties }) => casualties),
  };
}

function report({ replayed, casualties }: ReplayReport, json: boolean): void {
  if (json) console.log(JSON.stringify({ replayed, casualties }));
  else if (casualties.length === 0) console.log(`${replayed} runs replayed: the present code breaks none of them.`);
  else {
    console.log(`The present code breaks ${casualties.length} of ${replayed} runs:`);
    for (const casualty of casualties) console.log(`  ${sentenceOf(casualty)}`);
  }
  if (casualties.length > 0) process.exitCode = 1;
}

function sentenceOf({ journey, who, stage, reason }: Casualty): string {
  return `${journey} ${who}${stage ? ` in stage ${stage}` : ''}: ${reason}`;
}

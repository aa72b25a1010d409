import { accessSync, constants, existsSync } from 'node:fs';
import { workerConfig } from '../../activities/config';
import { readApiConfig } from '../../api/config';
import { InvalidInput } from '../../domain/errors';
import type { CliConfig } from '../config';
import { reasonOf, type Finding } from './finding';

const OLDEST_NODE = [20, 19] as const;

/** The machine itself: Node's version, the state folder, and the configuration of worker and API. */
export function checkMachine(config: CliConfig): Finding[] {
  return [checkNode(process.versions.node), checkState(config), checkSettings(config)];
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (!isOld) return { check: 'node', state: 'ok', says: version };
  return {
    check: 'node',
    state: 'broken',
    says: `${version} is too old`,
    remedy: `Install Node ${OLDEST_NODE.join('.')} or later; 24 is recommended.`,
  };
}

function checkState({ state, databaseUrl, temporalAddress }: CliConfig): Finding {
  if (!existsSync(state)) {
    const says =
      databaseUrl && temporalAddress
        ? 'not needed: nothing is embedded'
        : `${state} is not there yet: npm start makes it`;
    return { check: 'state folder', state: 'off', says };
  }
  try {
    accessSync(state, constants.R_OK | constants.W_OK);
    return { check: 'state folder', state: 'ok', says: state };
  } catch (error) {
    const remedy = 'Give this user the folder, or name another one in PERENNIAL_STATE.';
    return { check: 'state folder', state: 'broken', says: reasonOf(error), remedy };
  }
}

function checkSettings({ environment }: CliConfig): Finding {
  const complete = { DATABASE_URL: 'postgresql://127.0.0.1/perennial', ...environment };
  const faults = [faultOf(() => readApiConfig(complete)), faultOf(() => workerConfig(complete))].filter(
    (fault) => fault !== undefined,
  );
  if (faults.length === 0) return { check: 'configuration', state: 'ok', says: 'complete and well formed' };
  const remedy = 'Correct the variables that are named; .env.example explains each.';
  return { check: 'configuration', state: 'broken', says: [...new Set(faults)].join('; '), remedy };
}

function faultOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput)
      return error.faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
    return error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
  }
}

import { startPostgres, stopPostgres } from '../../embedded/postgres';
import type { Progress } from '../../embedded/progress';
import { startTemporal, stopTemporal } from '../../embedded/temporal';
import { temporalCli } from '../../embedded/temporal-cli';
import { migrate } from '../../prisma/migrate';
import { connectTemporal } from '../../temporal/client';
import { SEARCH_ATTRIBUTES } from '../../temporal/search-attributes';
import type { CliConfig } from '../config';
import { postgresFolder, temporalFolder } from '../connections';
import { keep, type Kept } from './keep';
import { logFile } from './logs';

/** A server that the product stands on. `kept` is missing when it is not ours to stop. */
export interface Server {
  readonly address: string;
  readonly where: string;
  readonly kept?: Kept;
}

type Say = (line: string) => void;

const ANSWERS_WITHIN_MS = 10_000;

/** The database of DATABASE_URL, or the embedded one; migrated. */
export async function bringUpDatabase(config: CliConfig, say: Say): Promise<Server> {
  const server = config.databaseUrl ? given(config.databaseUrl) : await embeddedDatabase(config, say);
  try {
    await migrate(server.address);
  } catch (error) {
    await server.kept?.stop();
    throw new Error(`The database at ${server.where} cannot be used: ${messageOf(error)}`, { cause: error });
  }
  return server;
}

/** The Temporal server of TEMPORAL_ADDRESS, or the embedded one; its namespace answers. */
export async function bringUpTemporal(config: CliConfig, say: Say, progress: Progress): Promise<Server> {
  if (!config.temporalAddress) return embeddedTemporal(config, say, progress);
  await insistOnNamespace(config, config.temporalAddress);
  return { address: config.temporalAddress, where: config.temporalAddress };
}

/** Stops the embedded servers that a killed run left behind, and names them. */
export async function endServers(config: CliConfig): Promise<string[]> {
  const ended = [];
  if (await stopTemporal(temporalFolder(config))) ended.push('Temporal');
  if (await stopPostgres(postgresFolder(config))) ended.push('PostgreSQL');
  return ended;
}

function given(url: string): Server {
  const { host, pathname } = new URL(url);
  return { address: url, where: `${host}${pathname}` };
}

async function embeddedDatabase(config: CliConfig, say: Say): Promise<Server> {
  const port = config.ports.postgres;
  let address = '';
  const start = async () => {
    const postgres = await startPostgres({ dir: postgresFolder(config), port, log: logFile(config.state, 'postgres') });
    address = postgres.url;
    return postgres;
  };
  const kept = await keep('PostgreSQL', start, say);
  return { address, where: `127.0.0.1:${port}`, kept };
}

async function embeddedTemporal(config: CliConfig, say: Say, progress: Progress): Promise<Server> {
  const cli = await temporalCli({ named: config.temporalCli, state: config.state }, progress);
  const options = {
    cli,
    dir: temporalFolder(config),
    namespace: config.namespace,
    searchAttributes: SEARCH_ATTRIBUTES.map(({ name }) => name),
    port: config.ports.temporal,
    uiPort: config.ports.temporalUi,
    log: logFile(config.state, 'temporal'),
  };
  const kept = await keep('Temporal', () => startTemporal(options), say);
  const address = `127.0.0.1:${options.port}`;
  return { address, where: address, kept };
}

async function insistOnNamespace(config: CliConfig, address: string): Promise<void> {
  const temporal = await connectTemporal(config.temporalAt(address));
  const deadline = performance.timeOrigin + performance.now() + ANSWERS_WITHIN_MS;
  const { namespace } = config;
  try {
    await temporal.connection.withDeadline(deadline, () =>
      temporal.connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (error) {
    throw new Error(`Temporal at ${address} cannot be used with the namespace "${namespace}": ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    await temporal.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

import path from 'node:path';
import { config as readDotenv } from 'dotenv';
import { z } from 'zod';
import { apiEnv } from '../api/config';
import { InvalidInput, type Fault } from '../domain/errors';
import { wordsFor } from '../domain/schema-words';
import { projectRoot, stateFolder } from '../embedded/state';
import { temporalEnv, temporalSettings, type TemporalSettings } from '../temporal/config';

/** Environment variables as processes get them, without empty ones: a line such as `PORT=` in a file sets nothing. */
export type Environment = Readonly<Record<string, string>>;

/** What the command line is told from outside. Absent addresses mean the embedded servers. */
export interface CliConfig {
  /** The folder that holds everything that Perennial embeds. */
  readonly state: string;
  readonly databaseUrl: string | undefined;
  /** Set when TEMPORAL_ADDRESS names a server. */
  readonly temporalAddress: string | undefined;
  /** Settings for a Temporal server at this address. */
  readonly temporalAt: (address: string) => TemporalSettings;
  readonly namespace: string;
  readonly temporalCli: string | undefined;
  readonly timeSkippingServer: string | undefined;
  readonly ports: {
    readonly api: number;
    readonly temporal: number;
    readonly temporalUi: number;
    readonly postgres: number;
  };
  readonly host: string;
  /** Set when addresses are hashed with a key of one's own. */
  readonly hashKey: string | undefined;
  /** Set when what Temporal stores is encrypted. */
  readonly encryptionKey: string | undefined;
  /** Whether npm started this process, through a shell that may be ended without passing that on. */
  readonly byNpm: boolean;
  /** Everything that was given, for child processes. */
  readonly environment: Environment;
}

const text = z.string().trim().min(1).optional();
const port = z.coerce.number().int().min(1).max(65_535);

const env = z.object({
  ...apiEnv,
  ...temporalEnv,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }).optional(),
  TEMPORAL_CLI_PATH: text,
  TEMPORAL_TEST_SERVER: text,
  PERENNIAL_STATE: text,
  PERENNIAL_TEMPORAL_PORT: port.default(7233),
  PERENNIAL_TEMPORAL_UI_PORT: port.default(8233),
  PERENNIAL_POSTGRES_PORT: port.default(5499),
  PERENNIAL_HASH_KEY: z.string().min(16).optional(),
});

/** Reads the configuration of the command line. Throws InvalidInput with every fault at once, values unquoted. */
export function readConfig(given: Environment = readEnvironment()): CliConfig {
  const { success, data, error } = env.safeParse(given, { error: wordsFor });
  if (!success) throw new InvalidInput('The configuration is not valid.', faultsOf(error));
  return Object.freeze({
    state: stateFolder(data.PERENNIAL_STATE),
    databaseUrl: data.DATABASE_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalAt: (address: string) => temporalSettings(data, address),
    namespace: data.TEMPORAL_NAMESPACE,
    temporalCli: data.TEMPORAL_CLI_PATH,
    timeSkippingServer: data.TEMPORAL_TEST_SERVER,
    ports: {
      api: data.PORT,
      temporal: data.PERENNIAL_TEMPORAL_PORT,
      temporalUi: data.PERENNIAL_TEMPORAL_UI_PORT,
      postgres: data.PERENNIAL_POSTGRES_PORT,
    },
    host: data.HOST,
    hashKey: data.PERENNIAL_HASH_KEY,
    encryptionKey: data.PERENNIAL_ENCRYPTION_KEY,
    byNpm: given.npm_lifecycle_event !== undefined,
    environment: given,
  });
}

/** The process's own variables, and in development those of the project's `.env`, which never override them. */
function readEnvironment(): Environment {
  const fromFile: Record<string, string> = {};
  if (process.env.NODE_ENV !== 'production') {
    readDotenv({ path: path.join(projectRoot(), '.env'), processEnv: fromFile, quiet: true });
  }
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...process.env }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

function faultsOf({ issues }: z.ZodError): Fault[] {
  return issues.map(({ path: [name], message }) => ({ pointer: String(name), detail: message }));
}

import { z } from 'zod';
import { masterKeys } from './master-keys';

/** How to reach Temporal and how to encrypt what it stores. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly apiKey?: string;
  /** Present: TLS. Paths of PEM files; a client certificate needs its key. */
  readonly tls?: {
    readonly serverName?: string;
    readonly caPath?: string;
    readonly certPath?: string;
    readonly keyPath?: string;
  };
  /** See masterKeys. */
  readonly encryptionKey?: string;
}

const text = z.string().trim().min(1).optional();

/**
 * The variables that a process needs in order to talk to Temporal, to be spread into the schema of its config. They carry
 * the names that Temporal's own tools read.
 */
export const temporalEnv = {
  TEMPORAL_ADDRESS: text,
  TEMPORAL_NAMESPACE: z.string().trim().min(1).default('default'),
  TEMPORAL_API_KEY: text,
  TEMPORAL_TLS: z.stringbool().optional(),
  TEMPORAL_TLS_SERVER_NAME: text,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: text,
  TEMPORAL_TLS_CLIENT_CERT_PATH: text,
  TEMPORAL_TLS_CLIENT_KEY_PATH: text,
  PERENNIAL_ENCRYPTION_KEY: text.refine(areKeys, 'must be one or more keys of 32 bytes in base64, separated by commas'),
};

type TemporalEnv = z.output<z.ZodObject<typeof temporalEnv>>;

/** Settings from parsed variables. `address` is that of the embedded server where TEMPORAL_ADDRESS is not set. */
export function temporalSettings(
  env: TemporalEnv,
  address = env.TEMPORAL_ADDRESS ?? 'localhost:7233',
): TemporalSettings {
  const tls = {
    ...(env.TEMPORAL_TLS_SERVER_NAME && { serverName: env.TEMPORAL_TLS_SERVER_NAME }),
    ...(env.TEMPORAL_TLS_SERVER_CA_CERT_PATH && { caPath: env.TEMPORAL_TLS_SERVER_CA_CERT_PATH }),
    ...(env.TEMPORAL_TLS_CLIENT_CERT_PATH && { certPath: env.TEMPORAL_TLS_CLIENT_CERT_PATH }),
    ...(env.TEMPORAL_TLS_CLIENT_KEY_PATH && { keyPath: env.TEMPORAL_TLS_CLIENT_KEY_PATH }),
  };
  const secure = env.TEMPORAL_TLS ?? Object.keys(tls).length > 0;
  return {
    address,
    namespace: env.TEMPORAL_NAMESPACE,
    ...(env.TEMPORAL_API_KEY && { apiKey: env.TEMPORAL_API_KEY }),
    ...(secure && { tls }),
    ...(env.PERENNIAL_ENCRYPTION_KEY && { encryptionKey: env.PERENNIAL_ENCRYPTION_KEY }),
  };
}

function areKeys(keys: string | undefined): boolean {
  try {
    return keys === undefined || Boolean(masterKeys(keys));
  } catch {
    return false;
  }
}

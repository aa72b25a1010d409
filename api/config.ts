import { z } from 'zod';
import { InvalidInput } from '../domain/errors';
import { publicEnv, publicFaults, publicSettings, type LinkSettings, type PublicSender } from '../domain/public-pages';
import { pushEnv, pushHosts } from '../domain/push-settings';
import { wordsFor } from '../domain/schema-words';
import { temporalEnv, temporalSettings, type TemporalSettings } from '../temporal/config';
import type { OidcSettings } from './sign-in/oidc';
import { oidcEnv, oidcFaults, oidcSettings } from './sign-in/oidc-env';
import { webhookEnv, webhookSettings, type WebhookSettings } from './webhooks/settings';
import type { ReceiverHosts } from './outgoing/address';
import type { PushAccess } from './push-subscription';

/** What the API process is told from outside. */
export interface ApiConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly temporal: TemporalSettings;
  readonly publicUrl: string | undefined;
  /** Of the build, as decisions name it. */
  readonly codeVersion: string;
  /** Secret of the suppressed addresses' hashes. */
  readonly hashKey: string;
  /** Links to the pages for customers, and who speaks on these. */
  readonly links: LinkSettings;
  readonly speaker: PublicSender;
  /** By whom people come in besides a password. */
  readonly oidc: OidcSettings | undefined;
  /** What webhooks of providers are verified by. */
  readonly webhookKeys: WebhookSettings;
  /** What browsers subscribe to for notifications, and where push services may stand. */
  readonly push: PushAccess;
  /** Where receivers of our webhooks may stand. */
  readonly receivers: ReceiverHosts;
  /** Serve the captured-messages page and the sample of live in-app messages, to this machine only. */
  readonly capturedPage: boolean;
  /** Temporal's own web page, for a link. */
  readonly temporalUi: string | undefined;
  readonly logLevel: string;
  readonly publicMetrics: boolean;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: number;
  /** How long readiness fails before connections are refused, so that a balancer can look elsewhere. */
  readonly drainDelayMs: number;
  /** How long requests in flight may take to finish after that. */
  readonly drainMs: number;
}

/** Names and forms of the variables that only the API reads, to be shared with whoever starts it. */
export const apiEnv = {
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  ...publicEnv,
  ...webhookEnv,
  ...oidcEnv,
  PERENNIAL_VERSION: z.string().default('development'),
  PERENNIAL_CAPTURED_PAGE: z.stringbool().optional(),
  PERENNIAL_TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  PERENNIAL_METRICS_PUBLIC: z.stringbool().default(false),
  PERENNIAL_CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .transform((list) => list.filter((origin) => origin !== ''))
    .pipe(z.array(z.string().refine(isOrigin, 'must be origins such as https://app.example.com, separated by commas'))),
  PERENNIAL_VAPID_PUBLIC_KEY: pushEnv.PERENNIAL_VAPID_PUBLIC_KEY,
  PERENNIAL_PUSH_LOOPBACK: pushEnv.PERENNIAL_PUSH_LOOPBACK,
  PERENNIAL_WEBHOOKS_PRIVATE: z.stringbool().default(false),
  PERENNIAL_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  PERENNIAL_DRAIN_DELAY_SECONDS: z.coerce.number().min(0).max(300).default(0),
  PERENNIAL_DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(15),
};

const env = z.object({
  ...apiEnv,
  ...temporalEnv,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  PERENNIAL_DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Reads the API's configuration; empty variables count as unset. Throws InvalidInput with every fault at once, values unquoted. */
export function readApiConfig(variables: NodeJS.ProcessEnv = process.env): ApiConfig {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { success, data, error } = env.safeParse(given, { error: wordsFor });
  if (!success) {
    const faults = error.issues.map(({ path, message }) => ({ pointer: String(path[0]), detail: message }));
    throw new InvalidInput('The configuration is not valid.', faults);
  }
  const missing = [...publicFaults(data, { isProduction: data.NODE_ENV === 'production' }), ...oidcFaults(data)];
  if (missing.length > 0) {
    const faults = missing.map(([pointer, detail]) => ({ pointer, detail }));
    throw new InvalidInput('The configuration is not valid.', faults);
  }
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.DATABASE_URL,
    poolSize: data.PERENNIAL_DATABASE_POOL,
    temporal: temporalSettings(data),
    publicUrl: data.PERENNIAL_PUBLIC_URL,
    codeVersion: data.PERENNIAL_VERSION,
    ...publicSettings(data),
    oidc: oidcSettings(data),
    webhookKeys: webhookSettings(data, data.PERENNIAL_PUBLIC_URL),
    push: { publicKey: data.PERENNIAL_VAPID_PUBLIC_KEY ?? null, hosts: pushHosts(data) },
    receivers: data.PERENNIAL_WEBHOOKS_PRIVATE ? 'any' : 'public',
    capturedPage: data.PERENNIAL_CAPTURED_PAGE ?? data.NODE_ENV !== 'production',
    temporalUi: data.PERENNIAL_TEMPORAL_UI_URL,
    logLevel: data.LOG_LEVEL,
    publicMetrics: data.PERENNIAL_METRICS_PUBLIC,
    corsOrigins: data.PERENNIAL_CORS_ORIGINS,
    trustProxy: data.PERENNIAL_TRUST_PROXY,
    drainDelayMs: data.PERENNIAL_DRAIN_DELAY_SECONDS * 1000,
    drainMs: data.PERENNIAL_DRAIN_SECONDS * 1000,
  });
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

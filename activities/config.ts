import { z } from 'zod';
import { publicEnv, publicSettings } from '../domain/public-pages';
import { pushEnv, pushFaults, pushSettings } from '../domain/push-settings';
import { wordsFor } from '../domain/schema-words';
import { temporalEnv, temporalSettings } from '../temporal/config';
import type { ChannelsConfig } from './channels/channels';

const text = z.string().trim().min(1).optional();

const schema = z
  .object({
    ...temporalEnv,
    DATABASE_URL: z.string().min(1),
    NODE_ENV: text,
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    ...publicEnv,
    PERENNIAL_VERSION: z.string().default('development'),
    PERENNIAL_SENDER_NAME: z.string().default('The Acme team'),
    PERENNIAL_LEADS: z.string().default('').transform(leadsOf),
    PERENNIAL_BUSINESS_ZONE: z.string().default('UTC').refine(isZone, 'must be an IANA zone such as Europe/Berlin'),
    PERENNIAL_MAX_CACHED_JOURNEYS: z.coerce.number().int().positive().default(300),
    SENDGRID_API_KEY: text,
    SENDGRID_BASE_URL: z.url().optional(),
    PERENNIAL_FROM_EMAIL: z.email().optional(),
    PERENNIAL_FROM_NAME: text,
    PERENNIAL_REPLY_TO: z.email().optional(),
    TWILIO_ACCOUNT_SID: text,
    TWILIO_AUTH_TOKEN: text,
    TWILIO_FROM: text,
    TWILIO_MESSAGING_SERVICE_SID: text,
    TWILIO_BASE_URL: z.url().optional(),
    ...pushEnv,
  })
  .superRefine((env, context) => {
    const miss = (name: string, why: string) => context.addIssue({ code: 'custom', path: [name], message: why });
    if (env.NODE_ENV === 'production' && !env.PERENNIAL_HASH_KEY) miss('PERENNIAL_HASH_KEY', 'is needed in production');
    if (env.SENDGRID_API_KEY && !env.PERENNIAL_FROM_EMAIL)
      miss('PERENNIAL_FROM_EMAIL', 'is needed with SENDGRID_API_KEY');
    for (const [name, why] of pushFaults(env)) miss(name, why);
    if (!env.TWILIO_ACCOUNT_SID) return;
    if (!env.TWILIO_AUTH_TOKEN) miss('TWILIO_AUTH_TOKEN', 'is needed with TWILIO_ACCOUNT_SID');
    if (!env.TWILIO_FROM && !env.TWILIO_MESSAGING_SERVICE_SID)
      miss('TWILIO_FROM', 'or TWILIO_MESSAGING_SERVICE_SID is needed');
  });

type Env = z.output<typeof schema>;

/** Reads the worker's configuration from environment variables (.env.example explains each); empty ones count as unset. Throws one error that lists every fault. */
export function workerConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given, { error: wordsFor });
  if (!parsed.success) throw new Error(`The worker's configuration has faults:\n${z.prettifyError(parsed.error)}`);
  const settings = parsed.data;
  const { hashKey, links, speaker } = publicSettings(settings);
  return Object.freeze({
    databaseUrl: settings.DATABASE_URL,
    temporal: temporalSettings(settings),
    logLevel: settings.LOG_LEVEL,
    hashKey,
    links,
    codeVersion: settings.PERENNIAL_VERSION,
    leads: settings.PERENNIAL_LEADS,
    businessZone: settings.PERENNIAL_BUSINESS_ZONE,
    maxCachedJourneys: settings.PERENNIAL_MAX_CACHED_JOURNEYS,
    sender: { ...speaker, senderName: settings.PERENNIAL_SENDER_NAME },
    providers: providersOf(settings),
  });
}

function providersOf(env: Env): ChannelsConfig {
  return { nodeEnv: env.NODE_ENV, sendgrid: sendgridOf(env), twilio: twilioOf(env), webPush: pushSettings(env) };
}

function sendgridOf(env: Env): ChannelsConfig['sendgrid'] {
  const {
    SENDGRID_API_KEY: apiKey,
    SENDGRID_BASE_URL: baseUrl,
    PERENNIAL_FROM_EMAIL: email,
    PERENNIAL_FROM_NAME: name,
  } = env;
  if (!apiKey || !email) return null;
  return {
    apiKey,
    from: { email, ...(name && { name }) },
    environment: env.NODE_ENV ?? 'development',
    ...(env.PERENNIAL_REPLY_TO && { replyTo: env.PERENNIAL_REPLY_TO }),
    ...(baseUrl && { baseUrl }),
  };
}

function twilioOf(env: Env): ChannelsConfig['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = env;
  const { TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid, TWILIO_FROM: from } = env;
  if (!accountSid || !authToken) return null;
  return {
    accountSid,
    authToken,
    sender: messagingServiceSid ? { messagingServiceSid } : { from: from! },
    ...(env.PERENNIAL_PUBLIC_URL && { statusCallback: `${env.PERENNIAL_PUBLIC_URL}/webhooks/twilio/status` }),
    ...(baseUrl && { baseUrl }),
  };
}

/** `customer-success=ann, support=bob`: who is told when a task of a queue is overdue. */
function leadsOf(text: string, context: z.RefinementCtx): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const named = pairs.filter(([queue]) => queue !== '');
  if (named.some((pair) => pair.length !== 2 || !pair[1]))
    context.addIssue({ code: 'custom', message: 'must be queue=person pairs, separated by commas' });
  return Object.fromEntries(named);
}

function isZone(zone: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC';
}

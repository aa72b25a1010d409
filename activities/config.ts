import { z } from 'zod';
import { publicEnv, publicFaults, publicSettings } from '../domain/public-pages';
import { wordsFor } from '../domain/schema-words';
import { temporalEnv, temporalSettings } from '../temporal/config';
import { providerEnv, providerFaults, providerSettings } from './channels/settings';

const schema = z
  .object({
    ...temporalEnv,
    DATABASE_URL: z.string().min(1),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    ...publicEnv,
    PERENNIAL_VERSION: z.string().default('development'),
    PERENNIAL_SENDER_NAME: z.string().default('The Acme team'),
    PERENNIAL_LEADS: z.string().default('').transform(leadsOf),
    PERENNIAL_BUSINESS_ZONE: z.string().default('UTC').refine(isZone, 'must be an IANA zone such as Europe/Berlin'),
    PERENNIAL_MAX_CACHED_JOURNEYS: z.coerce.number().int().positive().default(300),
    ...providerEnv,
  })
  .superRefine((env, context) => {
    const miss = (name: string, why: string) => context.addIssue({ code: 'custom', path: [name], message: why });
    const reaches = env.SENDGRID_API_KEY ? 'mail' : env.TWILIO_ACCOUNT_SID && 'others';
    const isProduction = env.NODE_ENV === 'production';
    for (const [name, why] of publicFaults(env, { isProduction, reaches: reaches || undefined })) miss(name, why);
    for (const [name, why] of providerFaults(env)) miss(name, why);
  });

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
    providers: providerSettings(settings, links),
    rates: settings.PERENNIAL_RATES,
  });
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

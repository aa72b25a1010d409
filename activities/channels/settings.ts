import { z } from 'zod';
import { CHANNELS, type Channel } from '../../domain/channel';
import type { LinkSettings } from '../../domain/public-pages';
import { pushEnv, pushFaults, pushSettings } from '../../domain/push-settings';
import { replyAddress } from '../../domain/reply-address';
import type { ChannelsConfig } from './channels';

const text = z.string().trim().min(1).optional();

/** Names and forms of the variables that say which providers there are, and how they are used. */
export const providerEnv = {
  NODE_ENV: text,
  SENDGRID_API_KEY: text,
  SENDGRID_BASE_URL: z.url().optional(),
  SENDGRID_EMAIL_ACTIVITY: z.stringbool().default(false),
  PERENNIAL_FROM_EMAIL: z.email().optional(),
  PERENNIAL_FROM_NAME: text,
  PERENNIAL_REPLY_TO: z.email().optional(),
  PERENNIAL_REPLY_HOST: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a host such as in.example.com')
    .optional(),
  TWILIO_ACCOUNT_SID: text,
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: text,
  TWILIO_MESSAGING_SERVICE_SID: text,
  TWILIO_BASE_URL: z.url().optional(),
  PERENNIAL_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PERENNIAL_RATES: z.string().default('').transform(ratesOf),
  ...pushEnv,
};

type ProviderEnv = z.output<z.ZodObject<typeof providerEnv>>;

/** What of the variables only makes sense with others: the name of the one that is missing, and why. */
export function providerFaults(env: ProviderEnv): [name: string, why: string][] {
  const faults: [name: string, why: string][] = pushFaults(env).map(([name, why]) => [name, why]);
  const miss = (name: string, why: string) => void faults.push([name, why]);
  if (env.SENDGRID_API_KEY && !env.PERENNIAL_FROM_EMAIL)
    miss('PERENNIAL_FROM_EMAIL', 'is needed with SENDGRID_API_KEY');
  if (!env.TWILIO_ACCOUNT_SID) return faults;
  if (!env.TWILIO_AUTH_TOKEN) miss('TWILIO_AUTH_TOKEN', 'is needed with TWILIO_ACCOUNT_SID');
  if (!env.TWILIO_FROM && !env.TWILIO_MESSAGING_SERVICE_SID)
    miss('TWILIO_FROM', 'or TWILIO_MESSAGING_SERVICE_SID is needed');
  return faults;
}

/** The providers that the variables name. */
export function providerSettings(env: ProviderEnv, links: LinkSettings): ChannelsConfig {
  return {
    nodeEnv: env.NODE_ENV,
    sendgrid: sendgridOf(env, links),
    twilio: twilioOf(env, links),
    webPush: pushSettings(env),
  };
}

function sendgridOf(env: ProviderEnv, { keys: [key] }: LinkSettings): ChannelsConfig['sendgrid'] {
  const { SENDGRID_API_KEY: apiKey, SENDGRID_BASE_URL: baseUrl, PERENNIAL_REPLY_HOST: host } = env;
  const { PERENNIAL_FROM_EMAIL: email, PERENNIAL_FROM_NAME: name, PERENNIAL_REPLY_TO: replyTo } = env;
  if (!apiKey || !email) return null;
  return {
    apiKey,
    from: { email, ...(name && { name }) },
    environment: env.NODE_ENV ?? 'development',
    emailActivity: env.SENDGRID_EMAIL_ACTIVITY,
    ...(replyTo && { replyTo }),
    ...(host && { replyAddress: (touchId: string) => replyAddress(key, touchId, host) }),
    ...(baseUrl && { baseUrl }),
  };
}

function twilioOf(env: ProviderEnv, { baseUrl: own }: LinkSettings): ChannelsConfig['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = env;
  const { TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid, TWILIO_FROM: from } = env;
  if (!accountSid || !authToken) return null;
  return {
    accountSid,
    authToken,
    sender: messagingServiceSid ? { messagingServiceSid } : { from: from! },
    ...(env.PERENNIAL_PUBLIC_URL && { statusCallback: `${own}/webhooks/twilio/status` }),
    ...(baseUrl && { baseUrl }),
  };
}

/** `email=100, sms=1`: how many messages a second all workers together hand to the provider of a channel. */
function ratesOf(list: string, context: z.RefinementCtx): ReadonlyMap<Channel, number> {
  const pairs = list.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const rates = new Map<Channel, number>();
  for (const [name, rate] of pairs.filter(([first]) => first !== '')) {
    const channel = CHANNELS.find((each) => each === name);
    if (channel && Number(rate) > 0) rates.set(channel, Number(rate));
    else context.addIssue({ code: 'custom', message: 'must be channel=number pairs, as in email=100, sms=1' });
  }
  return rates;
}

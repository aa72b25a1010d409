import type { Channel } from '../../domain/channel';
import { InvalidInput } from '../../domain/errors';
import type { Db } from '../../prisma/client';
import { capture } from './capture';
import type { ChannelAdapter } from './channel';
import { sendgridEmail, type SendgridConfig } from './email-sendgrid';
import { inAppInbox } from './in-app';
import { webPush as pushByWeb, type WebPushConfig } from './push-web';
import { twilioSms, type TwilioConfig } from './sms-twilio';

/** Which providers are configured. `nodeEnv` is `NODE_ENV`: tests may only talk to stand-ins. */
export interface ChannelsConfig {
  readonly nodeEnv: string | undefined;
  readonly sendgrid: SendgridConfig | null;
  readonly twilio: TwilioConfig | null;
  readonly webPush?: WebPushConfig | null;
}

/** The channels that are enabled, each with the adapter that serves it. */
export type Channels = ReadonlyMap<Channel, ChannelAdapter>;

/**
 * Chooses an adapter for each channel: SendGrid, Twilio and web push where they are configured, capture where not, and our own inbox for
 * in-app. Throws InvalidInput when a test would talk to a real provider.
 */
export function createChannels(
  { nodeEnv, sendgrid, twilio, webPush }: ChannelsConfig,
  { db }: { readonly db: Db },
): Channels {
  if (nodeEnv === 'test') for (const provider of [sendgrid, twilio]) insistOnStandin(provider);
  const adapters = [
    sendgrid ? sendgridEmail(sendgrid) : capture(db, 'email'),
    twilio ? twilioSms(twilio) : capture(db, 'sms'),
    webPush ? pushByWeb(db, nodeEnv === 'test' ? { ...webPush, hosts: 'loopback' } : webPush) : capture(db, 'push'),
    inAppInbox(db),
  ];
  return new Map(adapters.map((adapter) => [adapter.channel, adapter]));
}

function insistOnStandin(provider: { readonly baseUrl?: string } | null): void {
  if (provider === null || (provider.baseUrl !== undefined && isLoopback(provider.baseUrl))) return;
  throw new InvalidInput(
    'With NODE_ENV=test, a provider needs a base URL on this machine: a test must not reach real customers.',
  );
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

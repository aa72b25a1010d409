import client from '@sendgrid/client';
import mail from '@sendgrid/mail';

/** How to get at SendGrid. */
export interface SendgridAccess {
  readonly apiKey: string;
  readonly region?: 'global' | 'eu';
  readonly baseUrl?: string;
  readonly timeoutMs: number;
}

/**
 * A SendGrid mail service and a client of its own, because the packages' singletons are shared by the whole process. It has a
 * time-out (there is none by default), follows no redirects, and talks to `baseUrl` instead of SendGrid if that is given.
 */
export function sendgridMail({ apiKey, baseUrl, region = 'global', timeoutMs }: SendgridAccess): Sendgrid {
  const own = new Client();
  own.setDataResidency(region);
  own.setApiKey(apiKey);
  // Only after the key: setting the key puts the base URL back to the real service.
  const target = baseUrl === undefined ? {} : { baseUrl, proxy: false };
  own.setDefaultRequest({ timeout: timeoutMs, maxRedirects: 0, ...target });

  const service = new MailService();
  service.setClient(own);
  return { mail: service, client: own };
}

/** The two halves of one account: what sends, and what asks. */
export interface Sendgrid {
  readonly mail: typeof mail;
  readonly client: Pick<typeof client, 'request'>;
}

type SettableClient = typeof client & { setDefaultRequest(settings: Readonly<Record<string, unknown>>): void };

// Both packages export their classes beside the singletons; their typings only describe the latter.
const { Client } = client as unknown as { readonly Client: new () => SettableClient };
const { MailService } = mail as unknown as { readonly MailService: new () => typeof mail };

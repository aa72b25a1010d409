import { ProviderRejected, ProviderUnavailable, type RejectionKind } from '../../domain/errors';
import type { Accepted, ChannelAdapter, Dispatch, Lost, Rendered } from './channel';
import { retryAfterMs } from './retry-after';
import { sendgridMail, type Sendgrid } from './sendgrid-client';
import { unreached } from './unreached';

/** An account at SendGrid. `environment` goes with every mail, to tell deployments apart in SendGrid's events; `baseUrl` points at a stand-in. */
export interface SendgridConfig {
  readonly apiKey: string;
  readonly from: { readonly email: string; readonly name?: string };
  readonly replyTo?: string;
  readonly region?: 'global' | 'eu';
  readonly environment: string;
  readonly baseUrl?: string;
  /** The account has Email Activity (paid, 6 requests a minute): then it is asked for mails whose answer was lost. */
  readonly emailActivity?: boolean;
  /** Where answers to a touch shall come, instead of `replyTo`. */
  readonly replyAddress?: (touchId: string) => string;
  /** Longest wait for an answer (10 seconds). */
  readonly timeoutMs?: number;
}

type EmailContent = Rendered & { readonly channel: 'email' };

const HTTP_TIMEOUT_MS = 10_000;

/**
 * Email by SendGrid's `POST /v3/mail/send`: one recipient a request, so one touch has one id and one outcome. It has no idempotency
 * key: a lost answer stays ambiguous until an event names the attempt, or Email Activity has it.
 */
export function sendgridEmail({
  from,
  replyTo,
  replyAddress,
  environment,
  emailActivity = false,
  timeoutMs = HTTP_TIMEOUT_MS,
  ...access
}: SendgridConfig): ChannelAdapter {
  const { mail, client } = sendgridMail({ ...access, timeoutMs });
  const domain = from.email.slice(from.email.lastIndexOf('@') + 1);
  return {
    channel: 'email',
    provider: 'sendgrid',
    async send({ recipient, content, touchId, attemptId }: Dispatch): Promise<Accepted> {
      if (content.channel !== 'email')
        throw new TypeError(`an ${content.channel} message was handed to the email channel`);
      const { subject, html, text, unsubscribeUrl, thread } = content;
      const customArgs = { touch_id: touchId, attempt_id: attemptId, env: environment };
      try {
        const [answer] = await mail.send({
          to: recipient,
          from,
          replyTo: replyAddress?.(touchId) ?? replyTo,
          subject,
          html,
          text,
          customArgs,
          headers: { 'Message-ID': `<${attemptId}@${domain}>`, ...oneClick(unsubscribeUrl), ...threading(thread) },
          trackingSettings: TRACKING,
        });
        return { providerId: messageId(answer.headers) };
      } catch (error) {
        throw classify(error);
      }
    },
    ...(emailActivity && {
      async trace({ attemptId }: Lost) {
        try {
          return await find(client, attemptId);
        } catch (error) {
          throw classify(error);
        }
      },
    }),
  };
}

/** Looks for a mail by our own id of the attempt (https://www.twilio.com/docs/sendgrid/api-reference/e-mail-activity). */
async function find(client: Sendgrid['client'], attemptId: string): Promise<{ readonly providerId: string } | null> {
  const qs = { limit: 1, query: `(unique_args['attempt_id']="${attemptId}")` };
  const [{ body }] = await client.request({ method: 'GET', url: '/v3/messages', qs });
  const { messages } = (body ?? {}) as { messages?: readonly { readonly msg_id?: unknown }[] };
  const id = messages?.[0]?.msg_id;
  return typeof id === 'string' ? { providerId: id.split('.', 1)[0] ?? id } : null;
}

/** All off, and said so each time, because the account's own settings apply otherwise. Opt-out has one owner: us. */
const TRACKING = {
  clickTracking: { enable: false, enableText: false },
  openTracking: { enable: false },
  subscriptionTracking: { enable: false },
  ganalytics: { enable: false },
};

/** Mail programs put an answer below the mail that it names (RFC 5322, section 3.6.4). */
function threading(thread: EmailContent['thread']): Record<string, string> {
  if (!thread) return {};
  const { inReplyTo, references } = thread;
  return {
    ...(inReplyTo !== null && { 'In-Reply-To': inReplyTo }),
    ...(references.length > 0 && { References: references.join(' ') }),
  };
}

/** Exactly one https address, as RFC 8058 has it; the provider signs both headers with its DKIM key. Other addresses cannot be posted to. */
function oneClick(url: string | undefined): Record<string, string> | undefined {
  if (!url?.startsWith('https://')) return undefined;
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function messageId(headers: unknown): string | null {
  const id = (headers as Record<string, unknown>)['x-message-id'];
  return typeof id === 'string' ? id : null;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The original holds the API key and the recipient: nothing of it but status, field names and waiting time may leave this file. */
function classify(error: unknown): ProviderRejected | ProviderUnavailable {
  const answer = answerIn(error);
  if (!answer) return unreached('SendGrid', error);
  const { status, headers, body } = answer;
  if (status === 429)
    return new ProviderUnavailable('SendGrid is limiting our rate (429)', 'no', retryAfterMs(headers));
  if (status >= 500 || status === 408) return new ProviderUnavailable(`SendGrid failed (${status})`, 'unknown');
  const field = faultyField(body);
  const code = field === undefined ? String(status) : `${status} ${field}`;
  return new ProviderRejected(`SendGrid refused the mail (${code})`, kindOf(status, field), code);
}

/** The answer inside an error: the package's own error from 400 upwards, the HTTP client's below that. */
function answerIn(error: unknown): Answer | undefined {
  const { code, response } = error as {
    code?: unknown;
    response?: { status?: unknown; headers?: object; body?: unknown };
  };
  const status = response?.status ?? code;
  if (!response || typeof status !== 'number') return undefined;
  return { status, headers: { ...response.headers }, body: response.body };
}

/** The first field that SendGrid complains of, as in `personalizations.0.to.0.email`. */
function faultyField(body: unknown): string | undefined {
  const errors = (body as { errors?: unknown } | null | undefined)?.errors;
  const fields = Array.isArray(errors) ? errors.map((one: { field?: unknown } | null) => one?.field) : [];
  return fields.find((field): field is string => typeof field === 'string' && /^[a-z0-9_.[\]]{1,80}$/i.test(field));
}

function kindOf(status: number, field = ''): RejectionKind {
  if (status === 413) return 'content';
  if (status !== 400 && status !== 422) return 'operator';
  if (/^personalizations\W?\d*\W*(to|cc|bcc)\b/.test(field)) return 'address';
  if (/^(from|reply_to|personalizations\W?\d*\W*from)\b/.test(field)) return 'operator';
  if (/^(content|subject|personalizations\W?\d*\W*subject)\b/.test(field)) return 'content';
  return 'unknown';
}

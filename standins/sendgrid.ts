import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sendgridReports, type MailOutcome, type SendgridReports } from './sendgrid-reports';
import { parseJson, startStandin, type Answer, type Protocol, type Received, type Standin } from './standin';

/** A mail that the stand-in took, in SendGrid's own field names. `id` is what it answered as `X-Message-Id`. */
export interface AcceptedMail {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly custom_args: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tracking_settings: unknown;
  /** When it was taken, by the stand-in's clock. */
  readonly at: Date;
}

/**
 * Starts a stand-in for SendGrid's `POST /v3/mail/send`: 202 with `X-Message-Id`, 401 on a bad key (`apiKey` if given, else any
 * that begins with `SG.`), 400 with `errors[]` on a faulty mail; and `GET /v3/scopes`, by which `doctor` tries a key. Point
 * `SENDGRID_BASE_URL` at its `url`. Its other half reports (`reports`).
 */
export async function startSendgrid({
  port,
  apiKey,
  now = () => new Date(0),
  reportingSeed,
}: SendgridOptions = {}): Promise<Standin<AcceptedMail> & { readonly reports: SendgridReports }> {
  const reports = sendgridReports(reportingSeed);
  return { ...(await startStandin(sendgridProtocol(apiKey, reports, now), port)), reports };
}

/** How a stand-in is set up. `now`: its clock, by which it takes mails and reports what it is ordered to over HTTP; `reportingSeed`: as for sendgridReports. */
interface SendgridOptions {
  readonly port?: number;
  readonly apiKey?: string;
  readonly now?: () => Date;
  readonly reportingSeed?: string;
}

function sendgridProtocol(
  apiKey: string | undefined,
  reports: SendgridReports,
  now: () => Date,
): Protocol<AcceptedMail> {
  return {
    receive(request, accepted) {
      const asks = request.method === 'GET' && request.path.startsWith('/v3/messages?');
      const asksItself = request.method === 'GET' && request.path === '/v3/scopes';
      if (!asks && !asksItself && (request.method !== 'POST' || request.path !== '/v3/mail/send'))
        return { answer: errors(404, 'not found', null) };
      if (!hasKey(request, apiKey))
        return { answer: errors(401, 'The provided authorization grant is invalid, expired, or revoked', null) };
      if (asksItself) return { answer: { status: 200, body: { scopes: ['mail.send'] } } };
      if (asks) return { answer: activity(accepted, new URL(request.path, 'http://standin').searchParams) };

      const mail = mailSchema.safeParse(parseJson(request.body));
      if (!mail.success) {
        const [issue] = mail.error.issues;
        return { answer: errors(400, issue?.message ?? 'Bad Request', issue?.path.join('.') || null) };
      }
      const message = accept(mail.data, now());
      return { message, answer: { status: 202, headers: { 'x-message-id': message.id } } };
    },
    refusal: (status) => errors(status, status === 429 ? 'too many requests' : 'the stand-in was told to fail', null),
    report: (mail, { outcomes, ...delivery }) =>
      reports.report(reports.eventsOf(mail, outcomes as unknown as MailOutcome[], now()), delivery, now()),
  };
}

const address = z.object({ email: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'Does not contain a valid address.') });

const mailSchema = z.object({
  personalizations: z.array(z.object({ to: z.array(address).length(1) })).length(1),
  from: address,
  subject: z.string().min(1, 'The subject is required.'),
  content: z
    .array(
      z.object({
        type: z.string(),
        value: z.string().min(1, 'The content value must be a string at least one character in length.'),
      }),
    )
    .min(1),
  custom_args: z.record(z.string(), z.string()).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  tracking_settings: z.unknown().optional(),
});

function accept(
  { personalizations, from, subject, content, ...rest }: z.output<typeof mailSchema>,
  at: Date,
): AcceptedMail {
  const part = (type: string): string | undefined => content.find((one) => one.type === type)?.value;
  const to = personalizations[0]?.to[0]?.email ?? '';
  const id = randomBytes(16).toString('base64url');
  const { custom_args, headers, tracking_settings } = rest;
  return {
    id,
    to,
    from: from.email,
    subject,
    text: part('text/plain'),
    html: part('text/html'),
    custom_args,
    headers,
    tracking_settings,
    at,
  };
}

/** Email Activity, as far as it finds a mail by one of its custom arguments. */
function activity(accepted: readonly AcceptedMail[], query: URLSearchParams): Answer {
  const [, name, value] = /unique_args\['(\w+)'\]="([^"]*)"/.exec(query.get('query') ?? '') ?? [];
  if (name === undefined) return errors(400, 'the query is not valid', 'query');
  const found = accepted.filter(({ custom_args }) => custom_args[name] === value);
  return { status: 200, body: { messages: found.map(({ id, to }) => ({ msg_id: `${id}.filter-0`, to_email: to })) } };
}

function hasKey({ headers }: Received, apiKey: string | undefined): boolean {
  const given = headers.authorization ?? '';
  return apiKey === undefined ? given.startsWith('Bearer SG.') : given === `Bearer ${apiKey}`;
}

function errors(status: number, message: string, field: string | null): Answer {
  return { status, body: { errors: [{ message, field, help: null }] } };
}

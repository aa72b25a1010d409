import { randomBytes } from 'node:crypto';
import { twilioReports, type TextOutcome, type TwilioReports } from './twilio-reports';
import { startStandin, type Answer, type Protocol, type Received, type Standin } from './standin';

/** A text message that the stand-in took, in Twilio's own parameter names. `sid` is what it answered. */
export interface AcceptedText {
  readonly sid: string;
  readonly To: string;
  readonly Body: string;
  readonly From: string | undefined;
  readonly MessagingServiceSid: string | undefined;
  readonly StatusCallback: string | undefined;
  readonly ValidityPeriod: string | undefined;
  /** When it was taken, by the stand-in's clock. */
  readonly at: Date;
}

/**
 * Starts a stand-in for Twilio's `POST /2010-04-01/Accounts/:sid/Messages.json`: 201 with the message, 401 on bad credentials (`authToken` if given,
 * else any), 400 with Twilio's codes on a faulty number, body or sender. Point `TWILIO_BASE_URL` at its `url`.
 */
export async function startTwilio({ port, authToken, now = () => new Date(0) }: TwilioOptions = {}): Promise<
  Standin<AcceptedText> & { readonly reports: TwilioReports }
> {
  const reports = twilioReports(authToken ?? ANY_TOKEN);
  return { ...(await startStandin(twilioProtocol(authToken, reports, now), port)), reports };
}

/** How a stand-in is set up. `now`: its clock, by which it remembers when it took messages. */
interface TwilioOptions {
  readonly port?: number;
  readonly authToken?: string;
  readonly now?: () => Date;
}

/** What callbacks are signed with where any token is taken: the one that `perennial standins` prints. */
const ANY_TOKEN = 'stand-in';

function twilioProtocol(
  authToken: string | undefined,
  reports: TwilioReports,
  now: () => Date,
): Protocol<AcceptedText> {
  return {
    receive(request, accepted) {
      const [, account, messages, query] =
        /^\/2010-04-01\/Accounts\/(\w+)(\/Messages)?\.json(\?.*)?$/.exec(request.path) ?? [];
      if (!['GET', 'POST'].includes(request.method) || account === undefined)
        return { answer: refusal(404, 20404, 'The requested resource was not found') };
      if (!isAuthenticated(request, account, authToken)) return { answer: refusal(401, 20003, 'Authenticate') };
      // By this `doctor` tries the credentials.
      if (!messages) return { answer: { status: 200, body: { sid: account, status: 'active' } } };
      if (request.method === 'GET') return { answer: listed(account, accepted, new URLSearchParams(query)) };

      const form = new URLSearchParams(request.body);
      const fault = faultIn(form);
      if (fault) return { answer: refusal(400, ...fault) };
      const message = accept(form, now());
      return { message, answer: { status: 201, body: resource(account, message) } };
    },
    report: (text, { outcomes, ...delivery }) => reports.report(text, outcomes as unknown as TextOutcome[], delivery),
    refusal: (status, code = status === 429 ? 20429 : 20500) => refusal(status, code, 'the stand-in was told to fail'),
  };
}

function faultIn(form: URLSearchParams): [code: number, message: string] | undefined {
  const to = form.get('To') ?? '';
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return [21211, `The 'To' number ${to} is not a valid phone number.`];
  if (!form.get('Body')) return [21602, 'Message body is required.'];
  if ((form.get('Body') ?? '').length > 1600)
    return [21617, 'The concatenated message body exceeds the 1600 character limit.'];
  if (!form.get('From') && !form.get('MessagingServiceSid')) return [21603, "A 'From' phone number is required."];
  return undefined;
}

function accept(form: URLSearchParams, at: Date): AcceptedText {
  const optional = (name: string): string | undefined => form.get(name) ?? undefined;
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    To: form.get('To') ?? '',
    Body: form.get('Body') ?? '',
    From: optional('From'),
    MessagingServiceSid: optional('MessagingServiceSid'),
    StatusCallback: optional('StatusCallback'),
    ValidityPeriod: optional('ValidityPeriod'),
    at,
  };
}

/** The list of messages, by recipient and from a time on, as far as look-ups need it. */
function listed(account: string, accepted: readonly AcceptedText[], query: URLSearchParams): Answer {
  const [to, after] = [query.get('To'), query.get('DateSent>') ?? query.get('DateSent>=')];
  const found = accepted.filter(
    (text) => (to === null || text.To === to) && (after === null || text.at >= new Date(after)),
  );
  const messages = found.toReversed().map((text) => resource(account, text));
  return { status: 200, body: { messages, page: 0, page_size: 50, next_page_uri: null } };
}

/** The message resource as far as senders read it. */
function resource(account: string, { sid, To, Body, From, MessagingServiceSid, at }: AcceptedText): object {
  const uri = `/2010-04-01/Accounts/${account}/Messages/${sid}.json`;
  const sender = { from: From ?? null, messaging_service_sid: MessagingServiceSid ?? null };
  return {
    sid,
    account_sid: account,
    to: To,
    body: Body,
    ...sender,
    status: 'queued',
    date_created: at.toUTCString(),
    date_sent: at.toUTCString(),
    error_code: null,
    error_message: null,
    uri,
  };
}

function isAuthenticated({ headers }: Received, account: string, authToken: string | undefined): boolean {
  const [user, password] = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
    .toString()
    .split(':');
  return user === account && Boolean(password) && (authToken === undefined || password === authToken);
}

function refusal(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

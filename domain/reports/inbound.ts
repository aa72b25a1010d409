import { convert } from 'html-to-text';
import { normalizeAddress } from '../address';
import { InvalidInput } from '../errors';
import { threadOf, type MailThread } from '../mail-thread';
import { automaticBecause } from '../triage/automatic';
import { textIn, type RawEvent } from './report';

/** Something that came to one of our addresses or numbers. */
export interface InboundMessage {
  readonly provider: string;
  readonly channel: 'email' | 'sms';
  /** The writer, in the form in which addresses are kept; null when it cannot be one. */
  readonly from: string | null;
  /** Where it was sent to: one of these may name the touch that it answers. */
  readonly to: readonly string[];
  readonly text: string;
  /** A machine wrote it, as its headers say. */
  readonly automatic: boolean;
  /** What the carrier made of it by itself: it has barred the number, or lets it be written to again. */
  readonly keyword: 'stop' | 'start' | null;
  /** Of a mail: its place in a thread. */
  readonly mail?: MailThread;
  readonly at: Date;
}

/** Reads a mail of SendGrid's Inbound Parse. Throws InvalidInput when it has neither a sender nor a text. */
export function readInboundMail({ body, receivedAt }: RawEvent): InboundMessage {
  const [from, to] = [textIn(body.from), textIn(body.to)];
  if (!from) throw new InvalidInput('This mail has no sender.');
  const subject = textIn(body.subject) ?? '';
  const headers = headersIn(textIn(body.headers) ?? '');
  const text = textIn(body.text) ?? textOfHtml(textIn(body.html) ?? '');
  return {
    provider: 'sendgrid',
    channel: 'email',
    from: addressesIn(from)[0] ?? null,
    to: [...envelopeTo(textIn(body.envelope)), ...addressesIn(to ?? '')],
    // A short answer may stand in the subject alone.
    text: text.trim() === '' ? subject : text,
    automatic: automaticBecause({ headers, subject, text }) !== null,
    mail: threadOf(headers, subject),
    keyword: null,
    at: receivedAt,
  };
}

/**
 * Reads a text message of Twilio's. `OptOutType` comes with Advanced Opt-Out; without it, Twilio bars a number by itself at these single
 * words and passes them on all the same. Throws InvalidInput when it has no sender.
 */
export function readInboundText({ body, receivedAt }: RawEvent): InboundMessage {
  const from = textIn(body.From);
  if (!from) throw new InvalidInput('This text message has no sender.');
  const text = textIn(body.Body) ?? '';
  const word = text.trim().toUpperCase();
  const type = textIn(body.OptOutType)?.toUpperCase() ?? (STOPS.has(word) ? 'STOP' : STARTS.has(word) ? 'START' : '');
  return {
    provider: 'twilio',
    channel: 'sms',
    from: normalizeAddress('sms', from),
    to: [textIn(body.To) ?? ''],
    text,
    automatic: false,
    keyword: type === 'STOP' ? 'stop' : type === 'START' ? 'start' : null,
    at: receivedAt,
  };
}

const STOPS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const STARTS = new Set(['START', 'UNSTOP']);

/** Header lines, folded ones joined; of several with one name the last. */
function headersIn(raw: string): Record<string, string> {
  const lines = raw.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([!-9;-~]{1,100}):\s*(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), (value ?? '').slice(0, 1000)]];
    }),
  );
}

/** The addresses in a header such as `"Ada, of Acme" <ada@acme.example>, bob@acme.example`. */
function addressesIn(header: string): string[] {
  const found = header.slice(0, 5_000).match(/[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+/g) ?? [];
  return found.flatMap((address) => normalizeAddress('email', address) ?? []);
}

function envelopeTo(envelope: string | null): string[] {
  try {
    const { to } = JSON.parse(envelope ?? '{}') as { to?: unknown };
    return Array.isArray(to) ? to.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const LONGEST_HTML = 100_000;
const DEEPEST_HTML = 500;

function textOfHtml(html: string): string {
  return convert(html.slice(0, LONGEST_HTML), {
    wordwrap: false,
    selectors: [{ selector: 'img', format: 'skip' }],
    limits: { maxDepth: DEEPEST_HTML },
  });
}

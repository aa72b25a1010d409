import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { deliverAll, inDisorder, type Delivery, type SignedRequest } from './reporting';

/** What happened to a mail. The members are those of SendGrid's event besides `event`, which the name of the outcome is. */
export interface MailOutcome {
  readonly event:
    | 'processed'
    | 'deferred'
    | 'delivered'
    | 'bounce'
    | 'dropped'
    | 'open'
    | 'click'
    | 'spamreport'
    | 'unsubscribe'
    | 'group_unsubscribe';
  readonly [member: string]: unknown;
}

/** A mail that events are about: as the stand-in took it, or as much of it as SendGrid would tell. */
export interface ReportedMail {
  readonly id: string;
  readonly to: string;
  readonly custom_args: Readonly<Record<string, string>>;
}

/** The half of SendGrid that reports: its Event Webhook and Inbound Parse, signed with a key of its own. */
export interface SendgridReports {
  /** The verification key, as SendGrid shows it: for SENDGRID_EVENT_KEYS and SENDGRID_INBOUND_KEYS. */
  readonly publicKey: string;
  /** The events that SendGrid would tell of a mail, each with an id of its own. Late bounces come without the mail's id. */
  readonly eventsOf: (mail: ReportedMail, outcomes: readonly MailOutcome[], at: Date) => Record<string, unknown>[];
  /** Sends events in batches of at most `batch` (all in one); answers with the status of each. */
  readonly report: (
    events: readonly Record<string, unknown>[],
    delivery: Delivery & { readonly batch?: number },
    at: Date,
  ) => Promise<number[]>;
  /** Sends a mail of a customer's as Inbound Parse does. */
  readonly receive: (mail: InboundMail, delivery: Delivery, at: Date) => Promise<number[]>;
  /** A signed request, for whoever wants to send it in another way. */
  readonly signed: (body: Buffer, contentType: string, at: Date, forge?: Delivery['forge']) => SignedRequest;
}

/** A mail that somebody writes to us. */
export interface InboundMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text's character set (UTF-8). */
  readonly charset?: 'utf-8' | 'latin1';
}

/** Makes the reporting half of a stand-in. `seed`: a text from which the key follows, to have the same one again; else it is new. */
export function sendgridReports(seed?: string): SendgridReports {
  const key = seed === undefined ? newKey() : keyFrom(seed);
  const signed: SendgridReports['signed'] = (body, contentType, at, forge) => {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), forge === 'key' ? newKey() : key);
    const headers = {
      'content-type': contentType,
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
      'x-twilio-email-event-webhook-timestamp': timestamp,
    };
    return { headers, body: forge === 'body' ? Buffer.concat([body, Buffer.from(' ')]) : body };
  };
  return {
    publicKey: publicHalf(key),
    eventsOf: (mail, outcomes, at) =>
      outcomes.map((outcome, index) => eventOf(mail, outcome, new Date(at.getTime() + index * 1000))),
    report(events, delivery, at) {
      const all = inDisorder(events, delivery);
      const size = delivery.batch ?? Math.max(1, all.length);
      const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
        all.slice(index * size, (index + 1) * size),
      );
      // SendGrid ends the list with a line break, which is signed like the rest.
      const requests = batches.map((batch) =>
        signed(Buffer.from(`${JSON.stringify(batch)}\r\n`), 'application/json', at, delivery.forge),
      );
      return deliverAll(requests, delivery);
    },
    receive(mail, delivery, at) {
      const boundary = `xYzZY${randomBytes(8).toString('hex')}`;
      const request = signed(formOf(mail, boundary), `multipart/form-data; boundary=${boundary}`, at, delivery.forge);
      return deliverAll(inDisorder([request], delivery), delivery);
    },
    signed,
  };
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

function keyFrom(seed: string): KeyObject {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(createHash('sha256').update(seed).digest());
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const d = curve.getPrivateKey().toString('base64url');
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
}

function publicHalf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

function eventOf(
  { id, to, custom_args }: ReportedMail,
  { event, ...members }: MailOutcome,
  at: Date,
): Record<string, unknown> {
  const seed = createHash('sha256')
    .update(JSON.stringify([id, to, custom_args, event, members, at.toISOString()]))
    .digest('base64url');
  return {
    email: to,
    timestamp: Math.floor(at.getTime() / 1000),
    event,
    sg_event_id: seed,
    sg_message_id: `${id}.filterdrecv-${seed.slice(0, 12)}-0`,
    'smtp-id': `<${id}@geopod-ismtpd-1>`,
    ...custom_args,
    ...members,
  };
}

function formOf({ from, to, subject, text, headers = {}, charset = 'utf-8' }: InboundMail, boundary: string): Buffer {
  const all = {
    From: from,
    To: to,
    Subject: subject,
    'Message-ID': `<${randomBytes(12).toString('hex')}@mail.example>`,
    ...headers,
  };
  const address = /[^\s<>]+@[^\s<>]+/.exec(to)?.[0] ?? to;
  const fields: readonly (readonly [name: string, value: string | Buffer])[] = [
    [
      'headers',
      Object.entries(all)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    ],
    ['from', from],
    ['to', to],
    ['subject', subject],
    ['text', Buffer.from(text, charset)],
    ['envelope', JSON.stringify({ to: [address], from })],
    [
      'charsets',
      JSON.stringify({
        to: 'UTF-8',
        from: 'UTF-8',
        subject: 'UTF-8',
        text: charset === 'latin1' ? 'iso-8859-1' : 'utf-8',
      }),
    ],
    ['attachments', '0'],
  ];
  const parts = fields.flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value as string),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

import type { Rendered } from '../../activities/channels/channel';
import { createChannels } from '../../activities/channels/channels';
import { deliver, type DeliverDeps } from '../../activities/touches/deliver';
import { addressHashWith } from '../../domain/address-hash';
import { CHANNELS, type Channel, type MessageClass } from '../../domain/channel';
import { newId } from '../../domain/ids';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import type { Db } from '../../prisma/client';
import { startSendgrid, type AcceptedMail } from '../../standins/sendgrid';
import type { Standin } from '../../standins/standin';
import { startTwilio, type AcceptedText } from '../../standins/twilio';
import { withDatabase } from '../support/database';

export const MORNING = new Date('2026-03-02T10:00:00Z');
export const EMAIL = 'Ada@Example.com';
export const PHONE = '+1 (415) 555-0123';

/** A ledger on a real database, with stand-ins for both providers and our own inbox. Messages are named after their class. */
export interface TouchWorld {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly sendgrid: Standin<AcceptedMail>;
  readonly twilio: Standin<AcceptedText>;
  readonly deps: DeliverDeps;
  /** What was logged as an error. */
  readonly errors: Readonly<Record<string, unknown>>[];
  /** A customer with an email address, a phone number and a grant for both, unless said otherwise. */
  readonly customer: (profile?: {
    readonly email?: string | null;
    readonly phone?: string | null;
    readonly grant?: boolean;
  }) => Promise<string>;
  /** Asks for a touch `minutes` after the morning; the same key is the same touch. */
  readonly deliver: (request: TouchRequest, minutes?: number, deps?: DeliverDeps) => Promise<DeliverResult>;
  /** How many messages each provider took. */
  readonly sent: () => Promise<Readonly<Record<Channel, number>>>;
}

/** A request for a touch by email, then text, then in-app. */
export function asking(
  customerId: string,
  request: Partial<TouchRequest> & { readonly class?: MessageClass } = {},
): TouchRequest {
  const { class: messageClass = 'lifecycle', ...rest } = request;
  const enrollmentId = newId(MORNING);
  const key = `${enrollmentId}:start:${messageClass}:1`;
  const channels = { primary: 'email', fallback: ['sms', 'in-app'] } as const;
  return {
    key,
    enrollmentId,
    customerId,
    journey: 'at-risk',
    stage: 'start',
    message: messageClass,
    ...channels,
    ...rest,
  };
}

export async function withTouchWorld(test: (world: TouchWorld) => Promise<void>, timeoutMs = 60_000): Promise<void> {
  const [sendgrid, twilio] = await Promise.all([startSendgrid(), startTwilio({ now: () => MORNING })]);
  const errors: Readonly<Record<string, unknown>>[] = [];
  try {
    await withDatabase(async ({ db, url: databaseUrl }) => {
      const channels = createChannels(providersAt(sendgrid.url, twilio.url, timeoutMs), { db });
      const deps = ledgerOn(db, channels, (fields) => void errors.push(fields));
      await test({
        db,
        databaseUrl,
        sendgrid,
        twilio,
        deps,
        errors,
        customer: (profile) => createCustomer(db, profile),
        deliver: (request, minutes = 0, given = deps) => deliver(given, request, minutesAfter(minutes)),
        sent: async () => ({
          email: sendgrid.accepted.length,
          sms: twilio.accepted.length,
          push: await db.capturedMessage.count({ where: { channel: 'push' } }),
          'in-app': await db.inAppMessage.count(),
        }),
      });
    });
  } finally {
    await Promise.all([sendgrid.stop(), twilio.stop()]);
  }
}

/** A ledger whose messages are named after their class and say hello. */
export function ledgerOn(
  db: Db,
  channels: DeliverDeps['channels'],
  error: DeliverDeps['log']['error'] = () => {},
): DeliverDeps {
  return {
    db,
    channels,
    messages: { get: (name) => ({ class: name as MessageClass, topic: 'care', channels: CHANNELS }) },
    compose: ({ channel }) => Promise.resolve(WORDS[channel]),
    addressHash: addressHashWith('a secret of this test'),
    codeVersion: 'test',
    log: { error },
  };
}

export function minutesAfter(minutes: number): Date {
  return new Date(MORNING.getTime() + minutes * 60_000);
}

const WORDS: Readonly<Record<Channel, Rendered>> = {
  email: { channel: 'email', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' },
  sms: { channel: 'sms', text: 'Hello' },
  push: {
    channel: 'push',
    title: 'Hello',
    body: 'Hello',
    url: 'https://app.example',
    ttlSeconds: 60,
    urgency: 'normal',
  },
  'in-app': { channel: 'in-app', title: 'Hello', body: 'Hello', html: '<p>Hello</p>', action: null },
};

function providersAt(sendgridUrl: string, twilioUrl: string, timeoutMs: number): Parameters<typeof createChannels>[0] {
  return {
    nodeEnv: 'test',
    sendgrid: {
      apiKey: 'SG.key',
      from: { email: 'care@shop.example' },
      environment: 'test',
      baseUrl: sendgridUrl,
      timeoutMs,
    },
    twilio: {
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'token',
      sender: { from: '+14155550100' },
      baseUrl: twilioUrl,
      timeoutMs,
    },
  };
}

/** Writes a customer with an email address, a phone number and a grant for both, unless said otherwise. */
export async function createCustomer(
  db: Db,
  {
    email = EMAIL,
    phone = PHONE,
    grant = true,
  }: { email?: string | null; phone?: string | null; grant?: boolean } = {},
): Promise<string> {
  const id = newId(MORNING);
  const [at, createdAt, updatedAt] = [MORNING, MORNING, MORNING];
  await db.customer.create({ data: { id, email, phone, timeZone: 'UTC', createdAt, updatedAt } });
  const consent = { customerId: id, topic: '*', state: 'granted', basis: 'consent', method: 'form', at };
  if (grant)
    await db.consent.createMany({ data: ['email', 'sms'].map((channel) => ({ id: newId(at), channel, ...consent })) });
  return id;
}

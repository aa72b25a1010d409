import { createPublicKey } from 'node:crypto';
import { createProcessor, type Processor } from '../../api/webhooks/processor';
import type { WebhookSettings } from '../../api/webhooks/settings';
import type { Understood } from '../../api/webhooks/understand';
import { createLogger } from '../../api/logging';
import { addressHashWith, type AddressHash } from '../../domain/address-hash';
import type { Channel } from '../../domain/channel';
import { newId } from '../../domain/ids';
import type { Db } from '../../prisma/client';
import { sendgridReports, type ReportedMail, type SendgridReports } from '../../standins/sendgrid-reports';
import { twilioReports, type ReportedText, type TwilioReports } from '../../standins/twilio-reports';
import { journeyHeaders } from '../../workflows/headers';
import { TEST_LINKS, withApi, type ApiWorld } from '../support/http';

export const TOKEN = 'the token of this account';
export const MORNING = new Date('2026-03-02T09:00:00.000Z');

/** An API that takes webhooks, the halves of the stand-ins that report to it, and touches to report on. */
export interface WebhookWorld extends ApiWorld {
  readonly sendgrid: SendgridReports;
  readonly twilio: TwilioReports;
  readonly processor: Processor;
  readonly understood: readonly Understood[];
  readonly hash: AddressHash;
  readonly paths: Readonly<Record<'events' | 'inbound' | 'status' | 'texts', string>>;
  /** A customer whom a message has been sent to. */
  readonly sent: (over?: Partial<Sent>) => Promise<SentTouch>;
}

interface Sent {
  readonly channel: Channel;
  readonly email: string;
  readonly phone: string;
  readonly attempt: string;
  readonly state: string;
  readonly messageClass: string;
  readonly enrollmentId: string | null;
  readonly journey: string;
  readonly customerId: string;
}

/** A touch that is out, as the providers know it. */
export interface SentTouch {
  readonly customerId: string;
  readonly touchId: string;
  readonly attemptId: string;
  readonly mail: ReportedMail;
  readonly text: ReportedText;
}

export function withWebhooks<R>(
  test: (world: WebhookWorld) => Promise<R>,
  settings: Partial<WebhookSettings> = {},
): Promise<R> {
  const sendgrid = sendgridReports();
  const publicUrl = 'https://engage.acme.example';
  const key = createPublicKey({ key: Buffer.from(sendgrid.publicKey, 'base64'), format: 'der', type: 'spki' });
  let processor: Processor | undefined;
  const webhooks = {
    settings: { sendgridEvents: [key], sendgridInbound: [key], twilioTokens: [TOKEN], publicUrl, ...settings },
    wake: () => processor?.wake(),
  };
  return withApi({ webhooks, startAt: MORNING, publicUrl }, (api) => {
    const understood: Understood[] = [];
    const hash = addressHashWith('a secret of this test');
    const made = processorOn(api, (one) => understood.push(one));
    processor = made;
    const at = (path: string) => `${api.url}/webhooks${path}`;
    return test({
      ...api,
      sendgrid,
      twilio: twilioReports(TOKEN),
      processor: made,
      understood,
      hash,
      paths: {
        events: at('/sendgrid/events'),
        inbound: at('/sendgrid/inbound'),
        status: at('/twilio/status'),
        texts: at('/twilio/inbound'),
      },
      sent: (over) => createSent(api.db, publicUrl, over),
    });
  });
}

/** Another processor on the same database. */
export function processorOn(
  { db, clock }: Pick<ApiWorld, 'db' | 'clock'>,
  onUnderstood: (one: Understood) => void = () => {},
): Processor {
  return createProcessor({
    db,
    now: clock.now,
    log: createLogger({ level: 'silent' }),
    journeys: journeyHeaders,
    addressHash: addressHashWith('a secret of this test'),
    replyKeys: TEST_LINKS.keys,
    onUnderstood,
    wakeRelay: () => {},
  });
}

let made = 0;

/** As many customers as asked, each with one mail that is out. */
export async function manySent(db: Db, count: number): Promise<SentTouch[]> {
  const all = Array.from({ length: count }, () => rowsOf('https://engage.acme.example'));
  await db.customer.createMany({ data: all.map(({ customer }) => customer) });
  await db.touch.createMany({ data: all.map(({ touch }) => touch) });
  await db.attempt.createMany({ data: all.map(({ attempt }) => attempt) });
  return all.map(({ sent }) => sent);
}

async function createSent(db: Db, publicUrl: string, over: Partial<Sent> = {}): Promise<SentTouch> {
  const { customer, touch, attempt, sent } = rowsOf(publicUrl, over);
  if (!over.customerId) await db.customer.create({ data: customer });
  await db.touch.create({ data: touch });
  await db.attempt.create({ data: attempt });
  return sent;
}

function rowsOf(publicUrl: string, over: Partial<Sent> = {}) {
  made += 1;
  const { channel = 'email', attempt = 'accepted', state = 'accepted', messageClass = 'lifecycle' } = over;
  const { enrollmentId = null, journey = 'at-risk', customerId = newId(MORNING) } = over;
  const { email = `ada-${made}@example.com`, phone = `+1415555${String(made).padStart(4, '0')}` } = over;
  const [touchId, attemptId] = [newId(MORNING), newId(MORNING)];
  return {
    customer: { id: customerId, email, phone, createdAt: MORNING, updatedAt: MORNING },
    touch: {
      id: touchId,
      key: `${touchId}:start:hello:1`,
      enrollmentId,
      customerId,
      journey,
      stage: 'start',
      message: 'at-risk/check-in',
      messageClass,
      topic: 'check-ins',
      locale: 'en',
      state,
      channel,
      plannedAt: MORNING,
      updatedAt: MORNING,
      sentAt: state === 'accepted' ? MORNING : null,
      codeVersion: 'test',
    },
    attempt: {
      id: attemptId,
      touchId,
      channel,
      provider: channel === 'sms' ? 'twilio' : 'sendgrid',
      token: newId(MORNING),
      state: attempt,
      startedAt: MORNING,
      leaseUntil: new Date(MORNING.getTime() + 60_000),
    },
    sent: {
      customerId,
      touchId,
      attemptId,
      mail: { id: `mail-${made}`, to: email, custom_args: { touch_id: touchId, attempt_id: attemptId, env: 'test' } },
      text: {
        sid: `SM${String(made).padStart(32, '0')}`,
        To: phone,
        From: '+14155550100',
        StatusCallback: `${publicUrl}/webhooks/twilio/status?t=${touchId}&a=${attemptId}`,
      },
    },
  };
}

export function minutesAfter(minutes: number): Date {
  return new Date(MORNING.getTime() + minutes * 60_000);
}

import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AcceptedMail } from '../standins/sendgrid';
import { random } from '../standins/reporting';
import type { MailOutcome } from '../standins/sendgrid-reports';
import type { AcceptedText } from '../standins/twilio';
import type { Ground } from './ground';
import type { Plan } from './plan';
import type { RunRecord } from './record';

/** Of a hundred messages, so many are never reported on, and so many are reported on more than once. */
const LOST = 0.1;
const REPEATED = 0.15;
/** SendGrid was seen to send one event as often as this. */
const MOST_COPIES = 46;
const LONGEST_DELAY_MS = 12_000;
const LOOK_EVERY_MS = 100;
const AGAIN_AFTER_MS = 500;

/** The providers' other half: says what became of messages, as unreliably as providers do. Ends with `stop`, when all is said. */
export function startReporter(
  ground: Ground,
  { seed, lives }: Plan,
  record: RunRecord,
): { readonly stop: () => Promise<void> } {
  const bouncing = new Set(lives.filter(({ fate }) => fate === 'bounces').map(({ userId }) => `${userId}@example.com`));
  const saying = new Set<Promise<void>>();
  const seen = { mails: 0, texts: 0 };
  let stopped = false;
  const begin = (say: Promise<void>) => {
    const saidAtLast = say.finally(() => saying.delete(saidAtLast));
    saying.add(saidAtLast);
  };
  const watch = async () => {
    while (!stopped) {
      const { sendgrid, twilio } = ground;
      for (; seen.mails < sendgrid.accepted.length; seen.mails += 1) {
        const mail = sendgrid.accepted[seen.mails]!;
        begin(reportMail(ground, mail, { seed, bounces: bouncing.has(mail.to), record }));
      }
      for (; seen.texts < twilio.accepted.length; seen.texts += 1) {
        begin(reportText(ground, twilio.accepted[seen.texts]!, seed, record));
      }
      await pause(LOOK_EVERY_MS);
    }
  };
  const watching = watch();
  return {
    async stop() {
      stopped = true;
      await watching;
      while (saying.size > 0) await Promise.all(saying);
    },
  };
}

async function reportMail(
  { sendgrid, apiUrl }: Ground,
  mail: AcceptedMail,
  { seed, bounces, record }: { readonly seed: number; readonly bounces: boolean; readonly record: RunRecord },
): Promise<void> {
  const next = drawFor(seed, `${mail.to} ${mail.subject}`);
  if (!bounces && next() < LOST) return;
  const last: MailOutcome = bounces ? { event: 'bounce', type: 'bounce', status: '5.1.1' } : { event: 'delivered' };
  const events = sendgrid.reports.eventsOf(mail, [{ event: 'processed' }, last], new Date());
  const delivery = {
    url: `${apiUrl}/webhooks/sendgrid/events`,
    ...unreliably(next),
    batch: 1 + Math.floor(next() * 20),
  };
  await pause(delivery.laterMs);
  await insist(() => sendgrid.reports.report(events, delivery, new Date()));
  record.reports.push({ touchId: mail.custom_args.touch_id ?? '', said: bounces ? 'bounced' : 'delivered' });
}

async function reportText(
  { twilio, apiUrl }: Ground,
  text: AcceptedText,
  seed: number,
  record: RunRecord,
): Promise<void> {
  const next = drawFor(seed, `${text.To} ${text.Body.slice(0, 40)}`);
  const outcomes = [{ MessageStatus: 'sent' }, { MessageStatus: 'delivered' }] as const;
  const delivery = { url: apiUrl, ...unreliably(next) };
  await pause(delivery.laterMs);
  await insist(() => twilio.reports.report(text, outcomes, delivery));
  record.reports.push({ touchId: touchOf(text), said: 'delivered' });
}

/** The touch that a text message is of, which stands in its callback. */
export function touchOf({ StatusCallback }: Pick<AcceptedText, 'StatusCallback'>): string {
  return new URL(StatusCallback ?? 'http://none').searchParams.get('t') ?? '';
}

/** Says of the latest mail what is not so, signed with another key, and with a body that was changed after it was signed. */
export async function forgeReports(
  { sendgrid, twilio, apiUrl }: Ground,
  record: RunRecord,
  keyIsKnown: boolean,
): Promise<void> {
  const mail = sendgrid.accepted.at(-1);
  if (!mail) return;
  const events = sendgrid.reports.eventsOf(mail, [{ event: 'spamreport' }], new Date());
  const url = `${apiUrl}/webhooks/sendgrid/events`;
  for (const forge of ['key', 'body'] as const) {
    const how = keyIsKnown ? {} : { forge };
    record.forged.push(...(await answered(() => sendgrid.reports.report(events, { url, ...how }, new Date()))));
  }
  const text = {
    sid: `SM${'0'.repeat(32)}`,
    To: '+14155550100',
    StatusCallback: `${apiUrl}/webhooks/twilio/status?t=${randomUUID()}`,
  };
  const forged = keyIsKnown ? {} : { forge: 'key' as const };
  record.forged.push(
    ...(await answered(() => twilio.reports.report(text, [{ MessageStatus: 'failed' }], { url: apiUrl, ...forged }))),
  );
}

/** Properly signed reports of touches that nobody ever sent. */
export async function reportUnknown({ sendgrid, apiUrl }: Ground): Promise<void> {
  const mails = Array.from({ length: 20 }, () => ({
    id: randomUUID(),
    to: 'nobody@example.com',
    custom_args: { touch_id: randomUUID(), attempt_id: randomUUID(), env: 'test' },
  }));
  const events = mails.flatMap((mail) => sendgrid.reports.eventsOf(mail, [{ event: 'delivered' }], new Date()));
  await insist(() => sendgrid.reports.report(events, { url: `${apiUrl}/webhooks/sendgrid/events` }, new Date()));
}

function unreliably(next: () => number) {
  const laterMs = next() * next() * LONGEST_DELAY_MS;
  const copies = next() < REPEATED ? 2 + Math.floor(next() * (MOST_COPIES - 1)) : 1;
  return { laterMs, copies, shuffle: Math.floor(next() * 2 ** 31) };
}

function drawFor(seed: number, about: string): () => number {
  return random(createHash('sha256').update(`${seed} ${about}`).digest().readUInt32BE(0));
}

/** Providers report again until they are answered with success. */
async function insist(report: () => Promise<readonly number[]>): Promise<void> {
  for (;;) {
    const answers = await report().catch(() => [503]);
    if (answers.every((status) => status < 300)) return;
    await pause(AGAIN_AFTER_MS);
  }
}

/** Tries until somebody answers, whatever. */
async function answered(report: () => Promise<number[]>): Promise<number[]> {
  for (;;) {
    const answers = await report().catch(() => [503]);
    if (answers.every((status) => status < 500)) return answers;
    await pause(AGAIN_AFTER_MS);
  }
}

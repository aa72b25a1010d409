import { normalizeAddress } from '../../domain/address';
import type { AddressHash } from '../../domain/address-hash';
import { newId } from '../../domain/ids';
import { WATCH_REASONS, WATCH_WORDS, type WatchReason } from '../../domain/watch';
import { workingWeek } from '../../domain/week';
import { endAlarm, openAlarms, raiseAlarm } from '../../prisma/alarms';
import { audit, wasDone } from '../../prisma/audit';
import type { Db } from '../../prisma/client';
import { inTransaction } from '../../prisma/transaction';
import { countWatch } from '../../prisma/watch';
import type { Channels } from '../channels/channels';
import { NO_CUSTOMER } from '../staff/letter';

/** What the weekly summary is made from. `leads`: who answers for a queue; those named by a mail address get it. */
export interface SummaryDeps {
  readonly db: Db;
  readonly addressHash: AddressHash;
  readonly channels: Channels;
  readonly leads?: Readonly<Record<string, string>>;
  readonly businessZone?: string;
}

const KIND = 'watch_summary';
const ACTION = 'watch.summarised';

/**
 * Tells the owners once a week whom the automation does not reach (M03): by mail to the leads who are named by an address, and else, or when
 * a mail does not get through, by an alarm that stands until the next week's. The week is claimed before anything is sent, so nobody gets it twice.
 */
export async function summariseWatch(deps: SummaryDeps, at: Date): Promise<void> {
  const { db, leads = {}, businessZone = 'UTC' } = deps;
  const week = workingWeek(at, businessZone);
  if (await wasDone(db, ACTION, week)) return;
  const counts = await countWatch(deps, at);
  if (!(await claim(db, week, counts, at))) return;

  const people = [...new Set(Object.values(leads))].flatMap((lead) => normalizeAddress('email', lead) ?? []);
  const total = totalOf(counts);
  if (people.length === 0 || total === 0) return;
  const mails = people.map((person) => sendMail(deps, person, week, counts, at));
  const sent = await Promise.allSettled(mails);
  if (sent.some(({ status }) => status === 'fulfilled'))
    await endAlarm(db, { kind: KIND, subject: week, by: 'a mail to the leads' }, at);
}

/** Writes down that the week is summarised, and raises the alarm in place of the week before's. False when somebody else was faster. */
function claim(db: Db, week: string, counts: Counts, at: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const actor = 'perennial';
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${KIND}))`;
    if (await wasDone(tx, ACTION, week)) return false;
    for (const { subject } of await openAlarms(tx, [KIND]))
      await endAlarm(tx, { kind: KIND, subject, by: 'the next week' }, at);
    if (totalOf(counts) > 0)
      await raiseAlarm(
        tx,
        { kind: KIND, subject: week, level: 'warning', text: headline(week, counts), detail: counts },
        at,
      );
    await audit(tx, { actor, action: ACTION, subject: week, detail: counts }, at);
    return true;
  });
}

type Counts = Readonly<Record<WatchReason, number>>;

async function sendMail({ channels }: SummaryDeps, recipient: string, week: string, counts: Counts, at: Date) {
  const email = channels.get('email');
  if (!email) throw new TypeError('there is no channel for mail');
  const lines = WATCH_REASONS.filter((reason) => counts[reason] > 0).map(
    (reason) => `${counts[reason]}: ${WATCH_WORDS[reason]} (GET /v1/watch?reason=${reason})`,
  );
  const subject = headline(week, counts);
  const text = [`${subject}`, '', ...lines.map((line) => `- ${line}`), ''].join('\n');
  const html = `<p>${subject}</p><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;
  const content = { channel: 'email', subject, html, text } as const;
  const [attemptId, touchId] = [newId(at), newId(at)];
  await email.send({ attemptId, touchId, customerId: NO_CUSTOMER, recipient, content, at });
}

function headline(week: string, counts: Counts): string {
  return `Customers whom the automation does not reach, week ${week}: ${totalOf(counts)}`;
}

function totalOf(counts: Counts): number {
  return WATCH_REASONS.reduce((total, reason) => total + counts[reason], 0);
}

import type { Report } from '../../domain/reports/report';
import { endAlarm, raiseAlarm } from '../alarms';
import type { Db, Tx } from '../client';
import { openCircuit, recordArrival, type CircuitChange } from '../provider-states';
import type { News } from './apply';

/** The kind of the alarm that a circuit raises; its subject is the provider. */
const CIRCUIT = 'circuit';

/**
 * Faults that are ours or the provider's, not a recipient's. Ours (account, sender, registration) opens the provider's circuit, because it
 * would meet every customer; a message of today that arrives closes it. Words that carriers filter are an alarm for who wrote them.
 */
export async function heedFaults(tx: Tx, news: readonly News[], now: Date): Promise<void> {
  const reports = news.map(({ report }) => report);
  for (const provider of new Set(reports.map((report) => report.provider))) {
    const theirs = news.filter(({ report }) => report.provider === provider);
    const sentAt = latestArrival(theirs);
    if (sentAt) await tellCircuit(tx, provider, await recordArrival(tx, { provider, sentAt }, now), now);

    const fault = theirs.find(({ report }) => report.failure === 'operator')?.report;
    if (fault) {
      const code = fault.code ?? 'none';
      await tellCircuit(tx, provider, await openCircuit(tx, { provider, code, shows: 'delivery' }, now), now, code);
    }
  }
  for (const { report, file } of news)
    if (report.failure === 'content' && file) await tellContent(tx, report, file.message, now);
}

/** Raises or ends the alarm of a circuit that opened or closed. `code`: what the provider said. */
export async function tellCircuit(
  tx: Db | Tx,
  provider: string,
  { opened, closed }: CircuitChange,
  now: Date,
  code?: string,
): Promise<void> {
  const subject = provider;
  if (closed) await endAlarm(tx, { kind: CIRCUIT, subject, by: 'a call that went well' }, now);
  if (!opened) return;
  const text = code
    ? `${provider} refuses us (${code}): look at its key, sender, account and registration. Customers wait, none is lost.`
    : `${provider} fails: it is asked again from time to time. Customers wait, none is lost.`;
  await raiseAlarm(tx, { kind: CIRCUIT, subject, level: 'critical', text, detail: { code: code ?? null } }, now);
}

/** When the message of the latest arrival was handed over; null when nothing arrived. */
function latestArrival(news: readonly News[]): Date | null {
  const starts = news.flatMap(({ report: { kind, attemptId }, file }) => {
    const attempt = kind === 'delivered' ? file?.attempts.find(({ id }) => id === attemptId) : undefined;
    return attempt ? [attempt.startedAt.getTime()] : [];
  });
  return starts.length > 0 ? new Date(Math.max(...starts)) : null;
}

async function tellContent(tx: Tx, { provider, code }: Report, message: string, now: Date): Promise<void> {
  const text = `${message} is filtered for its words (${provider}, ${code ?? 'no code'}): rewrite it, or register what it is for.`;
  await raiseAlarm(
    tx,
    { kind: 'content_filtered', subject: message, level: 'warning', text, detail: { provider, code } },
    now,
  );
}

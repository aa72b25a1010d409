import type { Report } from '../../domain/reports/report';
import { raiseAlarm } from '../alarms';
import { tellCircuit } from '../circuit-alarm';
import type { Tx } from '../client';
import { openCircuit, recordArrival } from '../provider-states';
import type { News } from './apply';

/**
 * Faults that are ours or the provider's, not a recipient's. Ours (account, sender, registration) opens the provider's circuit, because it
 * would meet every customer; a message of today that arrives closes it. Words that carriers filter are an alarm for who wrote them.
 */
export async function heedFaults(tx: Tx, news: readonly News[], now: Date): Promise<void> {
  const reports = news.map(({ report }) => report);
  for (const provider of new Set(reports.map((report) => report.provider))) {
    const theirs = news.filter(({ report }) => report.provider === provider);
    const sentAt = latestArrival(theirs);
    if (sentAt) await tellCircuit(tx, { provider }, await recordArrival(tx, { provider, sentAt }, now), now);

    const fault = theirs.find(({ report }) => report.failure === 'operator')?.report;
    if (fault) {
      const code = fault.code ?? 'none';
      await tellCircuit(tx, { provider, code }, await openCircuit(tx, { provider, code, shows: 'delivery' }, now), now);
    }
  }
  for (const { report, file } of news)
    if (report.failure === 'content' && file) await tellContent(tx, report, file.message, now);
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

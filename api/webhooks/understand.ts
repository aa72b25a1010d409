import { readInboundMail, readInboundText } from '../../domain/reports/inbound';
import type { Report } from '../../domain/reports/report';
import { readSendgridEvent } from '../../domain/reports/sendgrid';
import { readTwilioStatus } from '../../domain/reports/twilio';
import type { Tx } from '../../prisma/client';
import type { ProviderEventRow } from '../../prisma/provider-events';
import { applyReports, type ReportTally } from '../../prisma/reports/apply';
import { hearInbound, type InboundContext } from '../../prisma/reports/inbound';

/** What events came to, for metrics. `strangers`: messages from nobody that we know. */
export interface Understood extends ReportTally {
  readonly strangers: number;
}

/** Draws the consequences of raw events, in the transaction that holds them. Throws when one of them cannot be understood: the caller finds out which. */
export async function understand(
  tx: Tx,
  rows: readonly ProviderEventRow[],
  context: InboundContext,
): Promise<Understood> {
  const reports = rows.filter(({ kind }) => kind === 'delivery').flatMap(reportOf);
  const tally = await applyReports(tx, reports, context);
  let strangers = 0;
  for (const row of rows.filter(({ kind }) => kind === 'inbound')) {
    const message = row.provider === 'twilio' ? readInboundText(row) : readInboundMail(row);
    const dedupeKey = `${row.provider}:${row.dedupeKey}`;
    if (!(await hearInbound(tx, { message, dedupeKey }, context))) strangers += 1;
  }
  return { ...tally, strangers };
}

function reportOf(row: ProviderEventRow): Report[] {
  const report = row.provider === 'twilio' ? readTwilioStatus(row) : readSendgridEvent(row);
  return report ? [report] : [];
}

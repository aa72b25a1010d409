import type { AddressHash } from '../../domain/address-hash';
import type { JourneyHeader } from '../../domain/journey';
import type { Report } from '../../domain/reports/report';
import type { TouchSignal } from '../../domain/signal';
import type { Tx } from '../client';
import type { SignalledFile } from '../signalled';
import { recordSignals } from '../touch-signals';
import { tellBounces } from './bounces';
import { tellEvidence } from './evidence';
import { heedFaults } from './faults';
import { heedRecipients } from './recipients';

/** What reports are measured against. */
export interface ReportContext {
  readonly addressHash: AddressHash;
  readonly journeys: readonly JourneyHeader[];
  readonly now: Date;
}

/** A report that says something new, with the touch that it is about; null when it names none of ours. */
export interface News {
  readonly report: Report;
  readonly file: SignalledFile | null;
}

/** What reports came to, for metrics: codes that we do not know, by provider, and reports about touches that are not ours. */
export interface ReportTally {
  readonly unknownCodes: readonly { readonly provider: string; readonly code: string }[];
  readonly strays: number;
}

/**
 * Draws every consequence of what providers reported, in the caller's transaction: touches and trust (recordSignals), addresses that are
 * given up, consent that was taken back, journeys whose message came back, and circuits. Telling it again changes nothing; neither does order.
 */
export async function applyReports(tx: Tx, reports: readonly Report[], context: ReportContext): Promise<ReportTally> {
  const turns = await recordSignals(tx, reports.flatMap(signalOf), context.now);
  const files = new Map(turns.map(({ file }) => [file.id, file]));
  const fresh = new Set(turns.flatMap((turn) => turn.fresh.map(({ key }) => key)));
  const news: News[] = [];
  for (const report of reports) {
    if (report.touchId === null) news.push({ report, file: null });
    // Each key once: the same report may stand in the batch several times.
    else if (fresh.delete(report.key)) news.push({ report, file: files.get(report.touchId) ?? null });
  }
  await heedRecipients(tx, news, context);
  await tellBounces(tx, turns, context);
  await tellEvidence(tx, turns, context.now);
  await heedFaults(tx, news, context.now);

  const ours = await knownTouches(tx, reports);
  return {
    unknownCodes: news
      .filter(({ report }) => report.failure === 'unknown')
      .map(({ report: { provider, code } }) => ({ provider, code: code ?? 'none' })),
    strays: reports.filter(({ touchId }) => touchId === null || !ours.has(touchId)).length,
  };
}

function signalOf(report: Report): TouchSignal[] {
  const { touchId, kind, human, at, key, attemptId, channel, provider, providerId, failure, code } = report;
  if (touchId === null) return [];
  const detail = {
    channel,
    provider,
    ...(attemptId && { attemptId }),
    ...(providerId && { providerId }),
    ...(failure && { failure }),
    ...(code && { code }),
  };
  return [{ touchId, kind, human, detail, at, key }];
}

async function knownTouches(tx: Tx, reports: readonly Report[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(reports.flatMap(({ touchId }) => touchId ?? []))];
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM touches WHERE id = ANY(${ids}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

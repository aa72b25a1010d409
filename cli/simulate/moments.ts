import { DAY_MS } from '../../domain/duration';
import type { TimelineEntry, TimelineKind } from '../../domain/timeline';
import type { Verdict } from '../../domain/touch';
import type { Db } from '../../prisma/client';
import type { Played } from './play';

/** One moment of a simulation: when, what kind, and the fields of that kind beside them. */
export interface Moment {
  /** ISO 8601, virtual. */
  readonly at: string;
  /** Whole days since the customer entered. */
  readonly day: number;
  readonly kind: TimelineKind;
  readonly [field: string]: unknown;
}

/** A simulation as moments. A touch also says in which locale it went out and why channels before its own were passed over. */
export async function momentsOf(db: Db, { customer, birth, entries }: Played): Promise<Moment[]> {
  const touches = await db.touch.findMany({
    where: { customerId: customer.id },
    select: { id: true, locale: true, verdicts: true },
  });
  const ledger = new Map(touches.map((touch) => [touch.id, touch]));
  return entries.map((entry) => {
    const { at, kind, detail } = entry;
    const day = Math.max(0, Math.floor((at - birth.getTime()) / DAY_MS));
    const moment = { at: new Date(at).toISOString(), day, kind };
    if (kind === 'touch') return { ...moment, ...touchFields(detail, ledger.get(String(detail['touchId']))) };
    // The kind of steering must not hide that of the moment.
    if (kind === 'steered') return { ...moment, ...detail, kind, steering: detail['kind'] };
    return { ...moment, ...detail };
  });
}

function touchFields(detail: TimelineEntry['detail'], row: { locale: string | null; verdicts: unknown } | undefined) {
  const passedOver = ((row?.verdicts ?? []) as readonly Verdict[])
    .filter(({ pass }) => !pass)
    .map(({ channel, reason }) => (channel === null ? reason : `${channel}: ${reason}`));
  const reason = detail['verdict'] === 'sent' ? passedOver.join(', ') || null : detail['reason'];
  return { ...detail, reason, locale: row?.locale ?? null };
}

import { newId } from '../domain/ids';
import { afterSignals, type SignalledAttempt, type SignalledTouch } from '../domain/policy/after-signals';
import type { TouchSignal } from '../domain/signal';
import type { Tx } from './client';
import { lockCustomers } from './customers';
import { Prisma } from './generated/client';
import { countMessages } from './message-days';
import { lockAttempts, readSignalled, writeSignalled, type SignalledFile } from './signalled';
import { Overtaken } from './transaction';
import { countTrust } from './trust';
import { messageFacts, trustFacts } from './trust-facts';

/** A touch before and after signals came, with those among them that are new. */
export interface Turn {
  readonly file: SignalledFile;
  readonly fresh: readonly TouchSignal[];
  readonly after: { readonly touch: SignalledTouch; readonly attempts: readonly SignalledAttempt[] };
}

/**
 * Keeps what became known of touches, and lets it change them (domain/policy/after-signals.ts), under the locks of their customers.
 * A signal whose key is known is passed over, so it may be told any number of times; one about a touch that we do not have is too, or of a customer who was erased.
 * Returns each touch of which something new was heard: consequences (suppression, consent, journeys) are the caller's.
 */
export async function recordSignals(tx: Tx, signals: readonly TouchSignal[], now: Date): Promise<Turn[]> {
  if (signals.length === 0) return [];
  await lockTheirCustomers(tx, signals);
  const fresh = await insertSignals(tx, signals, now);
  if (fresh.size === 0) return [];

  const news = new Map<string, TouchSignal[]>();
  for (const signal of signals) {
    if (fresh.delete(signal.key)) news.set(signal.touchId, [...(news.get(signal.touchId) ?? []), signal]);
  }
  await lockAttempts(tx, [...news.keys()]);
  const files = await readSignalled(tx, [...news.keys()]);
  const turns = files.map((file) => ({
    file,
    fresh: news.get(file.id) ?? [],
    after: afterSignals(file, file.attempts, file.signals),
  }));
  await writeSignalled(tx, turns, now);
  await countTrust(tx, turns.flatMap(trustFacts));
  await countMessages(tx, turns.flatMap(messageFacts));
  return turns;
}

async function lockTheirCustomers(tx: Tx, signals: readonly TouchSignal[]): Promise<void> {
  const ids = [...new Set(signals.map(({ touchId }) => touchId))];
  const customers = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT DISTINCT customer_id AS id FROM touches WHERE id = ANY(${ids}::uuid[])`);
  const locked = await lockCustomers(
    tx,
    customers.map(({ id }) => id),
  );
  if ([...locked.values()].some(({ mergedInto }) => mergedInto !== null)) throw new Overtaken();
}

/** The keys that were new. */
async function insertSignals(tx: Tx, signals: readonly TouchSignal[], now: Date): Promise<Set<string>> {
  const rows = signals.map((signal) => ({ id: newId(now), ...signal }));
  const written = await tx.$queryRaw<{ key: string }[]>(Prisma.sql`
    INSERT INTO touch_signals (id, touch_id, customer_id, kind, human, detail, at, key)
    SELECT r.id, t.id, t.customer_id, r.kind, r.human, r.detail, r.at, r.key
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id uuid, "touchId" uuid, kind text, human boolean, detail jsonb, at timestamptz(3), key text)
    JOIN touches t ON t.id = r."touchId" JOIN customers c ON c.id = t.customer_id AND c.erased_at IS NULL
    ON CONFLICT (key) DO NOTHING
    RETURNING key`);
  return new Set(written.map(({ key }) => key));
}

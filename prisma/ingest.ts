import type { IngestItem } from '../domain/ingest-item';
import type { JourneyHeader } from '../domain/journey';
import { joinAccounts, type Membership } from './accounts';
import type { Db } from './client';
import { keepEvents, type EventContext, type IncomingEvent, type Recorded } from './events';
import { identify } from './identities';
import { applyTraits, type TraitPatch } from './traits';
import { inTransaction } from './transaction';

/** Items that came in one request, and the instant at which they came. */
export interface IngestCall {
  readonly items: readonly IngestItem[];
  readonly now: Date;
}

/** Keeps the items of one call, as `ingestTogether` does those of several. */
export async function ingest(db: Db, items: readonly IngestItem[], { journeys, now }: EventContext): Promise<Recorded> {
  const [recorded] = await ingestTogether(db, [{ items, now }], journeys);
  return recorded!;
}

/**
 * Keeps what backends told us, in one transaction and a number of statements that does not grow with the items: finds, makes and merges
 * the customers, fills profiles and companies, keeps the events and lets journeys have them. Items count in their order, call by call.
 * Gives the counts of each call: `accepted` counts every item but the events that were there already, be it through a call before it.
 * Retried when it loses a race.
 */
export async function ingestTogether(
  db: Db,
  calls: readonly IngestCall[],
  journeys: readonly JourneyHeader[],
): Promise<Recorded[]> {
  const said = calls.flatMap(({ items, now }, call) => items.map((item) => ({ item, call, now })));
  if (said.length === 0) return calls.map(() => ({ accepted: 0, duplicates: 0 }));
  const now = new Date(Math.max(...calls.map((call) => call.now.getTime())));
  return inTransaction(db, async (tx) => {
    const { customerIds, customers } = await identify(
      tx,
      said.map(({ item }) => item.claim),
      now,
    );
    const { patches, memberships, events } = sort(said, customerIds);
    await applyTraits(tx, patches, now);
    await joinAccounts(tx, memberships, now);
    const known = await keepEvents(tx, events, customers, { journeys, now });
    return countsOf(
      calls,
      [...known].map((index) => events[index]!.call),
    );
  });
}

interface Said {
  readonly item: IngestItem;
  /** The position of the call that said it. */
  readonly call: number;
  readonly now: Date;
}

/** What was said by its kind, with whom it is about. */
function sort(said: readonly Said[], customerIds: readonly string[]) {
  const patches: TraitPatch[] = [];
  const memberships: Membership[] = [];
  const events: (IncomingEvent & { readonly call: number })[] = [];
  for (const [index, { item, call, now }] of said.entries()) {
    const customerId = customerIds[index]!;
    switch (item.kind) {
      case 'traits':
        patches.push({ customerId, traits: item.traits });
        break;
      case 'group':
        memberships.push({ customerId, groupId: item.groupId, traits: item.traits });
        break;
      case 'event': {
        const { messageId, type, properties, occurredAt, journeys } = item;
        events.push({ customerId, messageId, type, properties, occurredAt, receivedAt: now, journeys, call });
        break;
      }
      case 'alias':
        break;
    }
  }
  return { patches, memberships, events };
}

/** `known`: the call of each event that was there already. */
function countsOf(calls: readonly IngestCall[], known: readonly number[]): Recorded[] {
  const duplicates = calls.map(() => 0);
  for (const call of known) duplicates[call]! += 1;
  return calls.map(({ items }, call) => ({
    accepted: items.length - duplicates[call]!,
    duplicates: duplicates[call]!,
  }));
}

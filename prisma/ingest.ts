import type { IngestItem } from '../domain/ingest-item';
import { joinAccounts } from './accounts';
import type { Db } from './client';
import { keepEvents, type EventContext, type Recorded } from './events';
import { identify } from './identities';
import { applyTraits } from './traits';
import { inTransaction } from './transaction';

/**
 * Keeps what backends told us, in one transaction and a number of statements that does not grow with the items: finds, makes and merges
 * the customers, fills profiles and companies, keeps the events and lets journeys have them. Items count in their order.
 * `accepted` counts every item but the events that were there already. Retried when it loses a race.
 */
export async function ingest(db: Db, items: readonly IngestItem[], context: EventContext): Promise<Recorded> {
  if (items.length === 0) return { accepted: 0, duplicates: 0 };
  return inTransaction(db, async (tx) => {
    const { customerIds, customers } = await identify(
      tx,
      items.map(({ claim }) => claim),
      context.now,
    );
    const about = items.map((item, index) => ({ ...item, customerId: customerIds[index]! }));
    await applyTraits(
      tx,
      about.filter((item) => item.kind === 'traits'),
      context.now,
    );
    await joinAccounts(
      tx,
      about.filter((item) => item.kind === 'group'),
      context.now,
    );
    const { duplicates } = await keepEvents(
      tx,
      about.filter((item) => item.kind === 'event'),
      customers,
      context,
    );
    return { accepted: items.length - duplicates, duplicates };
  });
}

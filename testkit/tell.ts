import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock';
import { readItem } from '../domain/ingest-item';
import type { JourneyHeader } from '../domain/journey';
import type { Db } from '../prisma/client';
import { ingest } from '../prisma/ingest';

/** A message as a backend posts it: an item of `POST /v1/batch`. */
export type Told = Readonly<Record<string, unknown>>;

interface Surroundings {
  readonly db: Db;
  readonly journeys: readonly JourneyHeader[];
  readonly now: Clock;
  readonly carry: () => Promise<number>;
}

/** A backend that says things at the present instant. Throws when one of them is not valid: a test should know what it says. */
export function backend({ db, journeys, now, carry }: Surroundings): (messages: readonly Told[]) => Promise<void> {
  return async (messages) => {
    const items = messages.map((message) => {
      const { item, faults } = readItem({ messageId: randomUUID(), ...message }, { receivedAt: now() });
      if (!item) throw new TypeError(faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '));
      return item;
    });
    await ingest(db, items, { journeys, now: now() });
    await carry();
  };
}

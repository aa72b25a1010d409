import { DAY_MS } from '../../domain/duration';
import { recordConsent } from '../../prisma/consents';
import { inTransaction } from '../../prisma/transaction';
import type { World } from '../../testkit';
import { agendaOf } from './agenda';
import type { Log } from './log';

const BATCH = 500;

/** Told how many virtual days have gone by. */
export type OnDay = (day: number) => void;

/** Plays a log in a world whose clock stands at its first event, and goes on to the last day. Answers the instant that stood for the first event. */
export async function rehearse(world: World, log: Log, days: number, onDay: OnDay): Promise<Date> {
  const birth = world.now();
  await invite(world, log.userIds);
  for (const { offsetMs, events, sweep } of agendaOf(log, world.journeys, days)) {
    const instant = new Date(birth.getTime() + offsetMs);
    if (offsetMs > 0) await world.until(instant);
    onDay(Math.floor(offsetMs / DAY_MS));
    const timestamp = instant.toISOString();
    // What happens at the instant of a sweep counts before it: who comes on the sixtieth day was not away for sixty days.
    if (events.length > 0)
      await world.tell(
        events.map(({ userId, type, properties }) => ({ type: 'track', userId, event: type, properties, timestamp })),
      );
    if (sweep) await world.sweep();
  }
  await world.until(new Date(birth.getTime() + days * DAY_MS));
  onDay(days);
  return birth;
}

/** The log's customers come into being: each has an invented address, lives in UTC and has agreed to be written to. */
async function invite(world: World, userIds: readonly string[]): Promise<void> {
  for (let start = 0; start < userIds.length; start += BATCH) {
    const batch = userIds.slice(start, start + BATCH);
    await world.tell(
      batch.map((userId, index) => {
        const email = addressOf(userId, start + index);
        return { type: 'identify', userId, traits: { email, timezone: 'UTC' } };
      }),
    );
  }
  const customers = await world.db.customer.findMany({ select: { id: true } });
  const at = world.now();
  const will = {
    channel: '*',
    topic: '*',
    state: 'granted',
    basis: 'consent',
    wording: null,
    method: 'rehearsal',
    actor: null,
    at,
    expiresAt: null,
  } as const;
  for (const { id: customerId } of customers) {
    await inTransaction(world.db, (tx) => recordConsent(tx, { ...will, customerId }));
  }
}

/** Unique whatever the ids look like. */
function addressOf(userId: string, index: number): string {
  return `${userId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)}.${index + 1}@example.com`.replace(/^[-.]+/, '');
}

import { randomUUID } from 'node:crypto';
import { zoneAtNoon } from '../testkit/noon';
import { pieces } from './pool';
import type { Message, Product } from './product';

/** A customer of the bench. */
export interface Person {
  readonly id: string;
  readonly userId: string;
}

/** As many messages as fit into a request of 500 KB with room to spare. */
export const BATCH = 400;

/** Brings customers into being, as identify calls do: each with an address, an owner, and a clock that shows noon. */
export async function bringPeople({ db, post }: Product, count: number): Promise<Person[]> {
  const userIds = Array.from({ length: count }, () => `bench-${randomUUID()}`);
  for (const some of pieces(userIds, BATCH)) {
    await post(some.map((userId) => ({ type: 'identify', userId, traits: traitsOf(userId) })));
  }
  const rows = await db.identity.findMany({ where: { kind: 'user', value: { in: userIds } } });
  return rows.map(({ value, customerId }) => ({ id: customerId, userId: value }));
}

/** Posts one event of each customer, in as few batches as they fit into. */
export async function everybody({ post }: Product, people: readonly Person[], event: string): Promise<void> {
  for (const some of pieces(people, BATCH)) await post(some.map(({ userId }) => track(userId, event)));
}

/** A track call. */
export function track(userId: string, event: string, properties: Readonly<Record<string, unknown>> = {}): Message {
  return { type: 'track', userId, event, properties, messageId: randomUUID(), timestamp: new Date().toISOString() };
}

function traitsOf(userId: string): Readonly<Record<string, unknown>> {
  const timezone = zoneAtNoon(new Date());
  return { email: `${userId}@example.com`, name: 'Ada Example', owner: 'ann', plan: 'team', timezone };
}

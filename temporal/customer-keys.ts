import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock';
import { MINUTE_MS } from '../domain/duration';
import { addCustomerKey, findCustomerKey, type WrappedKey } from '../prisma/customer-keys';
import type { Db } from '../prisma/client';
import { KEY_BYTES, masterKey, seal, unseal, type MasterKeys } from './master-keys';

/** The keys under which customers' runs are encrypted (docs/decisions/0009). */
export interface CustomerKeys {
  /** A customer's key, made when they have none. Undefined when there is no such customer, or one who was erased. */
  readonly giveKey: (customerId: string) => Promise<Buffer | undefined>;
  /** A customer's key, if there is one. */
  readonly findKey: (customerId: string) => Promise<Buffer | undefined>;
}

/** Where keys are kept, and the clock that says when they were made. */
export interface KeyStore {
  readonly db: Db;
  readonly now: Clock;
}

/** After this a process looks again, so that a key that an erasure has destroyed is soon gone from its memory too. */
const REMEMBERED_MS = 10 * MINUTE_MS;
const MOST_REMEMBERED = 5_000;

/** The keys of customers, wrapped under a master key in the database and remembered for a while. A database that is away rejects: the caller tries again. */
export function createCustomerKeys({ db, now }: KeyStore, masters: MasterKeys): CustomerKeys {
  const given = remembering(async (customerId) => {
    const found = await findCustomerKey(db, customerId);
    return open(masters, found ?? (await addCustomerKey(db, newKey(masters, customerId), now())));
  });
  const found = remembering(async (customerId) => open(masters, await findCustomerKey(db, customerId)));
  return { giveKey: given, findKey: found };
}

/** The same key under the current master key. */
export function rewrap(masters: MasterKeys, before: WrappedKey): WrappedKey {
  return wrap(masters, before.customerId, open(masters, before)!);
}

function newKey(masters: MasterKeys, customerId: string): WrappedKey {
  return wrap(masters, customerId, randomBytes(KEY_BYTES));
}

function wrap({ current }: MasterKeys, customerId: string, key: Buffer): WrappedKey {
  return { customerId, wrapped: new Uint8Array(seal(current, key, customerId)), masterKey: current.id };
}

function open(masters: MasterKeys, kept: WrappedKey | null): Buffer | undefined {
  return kept ? unseal(masterKey(masters, kept.masterKey), kept.wrapped, kept.customerId) : undefined;
}

interface Remembered {
  readonly key: Promise<Buffer | undefined>;
  readonly until: number;
}

/** Asks once for each customer and while; what fails is not remembered. The oldest are forgotten first. */
function remembering(ask: (customerId: string) => Promise<Buffer | undefined>) {
  const kept = new Map<string, Remembered>();
  return (customerId: string): Promise<Buffer | undefined> => {
    const known = kept.get(customerId);
    if (known && known.until > performance.now()) return known.key;
    const key = ask(customerId);
    kept.delete(customerId);
    kept.set(customerId, { key, until: performance.now() + REMEMBERED_MS });
    if (kept.size > MOST_REMEMBERED) kept.delete(kept.keys().next().value!);
    key.catch(() => kept.get(customerId)?.key === key && kept.delete(customerId));
    return key;
  };
}

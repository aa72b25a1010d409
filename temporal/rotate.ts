import type { Db } from '../prisma/client';
import { keysNotUnder, replaceWrapping } from '../prisma/customer-keys';
import { rewrap } from './customer-keys';
import { masterKeys } from './master-keys';

const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Wraps the keys of all customers anew under the first of the master keys; what they encrypted stays as it is. May be ended and begun again at
 * any time, and run beside everything else. Throws when a key is wrapped by a master key that is not configured. Returns how many it wrapped.
 */
export async function rotateKeys(db: Db, encryptionKey: string): Promise<number> {
  const masters = masterKeys(encryptionKey);
  let wrapped = 0;
  for (let after = BEFORE_ALL; ;) {
    const keys = await keysNotUnder(db, masters.current.id, after, BATCH);
    for (const key of keys) await replaceWrapping(db, key, rewrap(masters, key));
    wrapped += keys.length;
    const last = keys.at(-1);
    if (!last) return wrapped;
    after = last.customerId;
  }
}

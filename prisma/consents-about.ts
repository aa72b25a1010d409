import type { ConsentQuestion, ConsentRecord } from '../domain/policy/consent';
import type { Db, Tx } from './client';

/** The records of a customer, or of whoever they have become part of, that cover a question. */
export async function consentsAbout(
  db: Db | Tx,
  customerId: string,
  { channel, topic, purpose }: ConsentQuestion,
): Promise<ConsentRecord[]> {
  return db.$queryRaw<ConsentRecord[]>`
    SELECT id, channel, topic, purpose, state, basis, at, expires_at AS "expiresAt" FROM consents
    WHERE customer_id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = ${customerId}::uuid)
      AND channel IN (${channel}, '*') AND topic IN (${topic}, '*') AND purpose IN (${purpose}, '*')`;
}

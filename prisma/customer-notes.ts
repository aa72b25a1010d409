import { NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import type { Db } from './client';
import { presentCustomer } from './customers';
import { Prisma, type CustomerNote } from './generated/client';

/** Writes what staff want to be known of a customer. It is never changed: to correct one, write another. Throws NotFound. */
export async function noteCustomer(
  db: Db,
  { customerId, author, body }: { readonly customerId: string; readonly author: string; readonly body: string },
  now: Date,
): Promise<CustomerNote> {
  const id = newId(now);
  const written = await db.$executeRaw(Prisma.sql`
    WITH present AS (${presentCustomer(customerId)})
    INSERT INTO customer_notes (id, customer_id, author, body, at)
    SELECT ${id}::uuid, id, ${author}, ${body}, ${now}::timestamptz FROM present`);
  if (written === 0) throw new NotFound('There is no such customer.');
  return db.customerNote.findUniqueOrThrow({ where: { id } });
}

/** Notes about a customer, the latest first. `after`: time and id of the last one seen. */
export function notesOf(
  db: Db,
  customerId: string,
  { after, limit }: { readonly after?: { readonly at: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<CustomerNote[]> {
  return db.customerNote.findMany({
    where: {
      customerId,
      ...(after && { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

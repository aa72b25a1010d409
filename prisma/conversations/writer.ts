import { newId } from '../../domain/ids';
import type { Tx } from '../client';
import { createCustomers } from '../customers';

/**
 * Whose address this is, in the form in which addresses are kept: of several the one who was seen last. A stranger who writes becomes
 * a customer of whom only the address is known, so that nobody who writes is lost.
 */
export async function writerAt(tx: Tx, channel: 'email' | 'sms', address: string, now: Date): Promise<string> {
  const column = channel === 'email' ? 'email' : 'phone';
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`writer ${address}`}))::text`;
  const known = await tx.customer.findFirst({
    where: { mergedInto: null, [column]: { in: [address, address.toLowerCase()] } },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
    select: { id: true },
  });
  if (known) return known.id;
  const id = newId(now);
  await createCustomers(tx, [id], now);
  await tx.customer.update({ where: { id }, data: { [column]: address } });
  return id;
}

import type { Wish } from '../../domain/privacy';
import { callOff } from '../../prisma/privacy/erasures';
import { planNotice } from '../../prisma/privacy/notices';
import { BY_CUSTOMER, placeRequest, presentRequests } from '../../prisma/privacy/requests';
import { inTransaction } from '../../prisma/transaction';
import type { PublicDeps } from './deps';

/**
 * Places a wish for a copy of the data, or to be erased. Whoever holds a link may place it, so what follows goes to the address on file: the link to
 * the copy, or word of the erasure, which happens a week later unless it is called off. The same wish again, while it is open or its link is good, changes nothing.
 */
export async function placeWish(
  { db, wakeRelay }: Pick<PublicDeps, 'db' | 'wakeRelay'>,
  wish: { readonly customerId: string; readonly kind: Wish; readonly requestId: string },
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    if ((await presentRequests(tx, wish.customerId, now)).some(({ kind }) => kind === wish.kind)) return;
    const { request, isNew } = await placeRequest(tx, { ...wish, by: BY_CUSTOMER }, now);
    if (isNew) await planNotice(tx, request, now);
  });
  wakeRelay();
}

/** Calls an erasure off. Without one that can be, nothing happens. */
export async function keepData(
  { db }: Pick<PublicDeps, 'db'>,
  customerId: string,
  requestId: string,
  now: Date,
): Promise<'kept' | 'unchanged'> {
  const erasure = (await presentRequests(db, customerId, now)).find(({ kind }) => kind === 'erase');
  if (!erasure) return 'unchanged';
  await callOff(db, erasure.id, { by: BY_CUSTOMER, because: 'called off on their page', requestId }, now);
  return 'kept';
}

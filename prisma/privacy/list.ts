import type { Wish } from '../../domain/privacy';
import type { Db } from '../client';
import type { PrivacyRequest } from '../generated/client';

/** Which wishes to list; what is not given does not restrict. */
export interface RequestFilters {
  readonly state: 'open' | 'done';
  readonly kind?: Wish | undefined;
}

/** Wishes, the most urgent first while they are open, else those due last. `after`: due date and id of the last one seen. */
export function listRequests(
  db: Db,
  { state, kind }: RequestFilters,
  {
    after,
    limit,
  }: { readonly after?: { readonly dueAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<PrivacyRequest[]> {
  const isOpen = state === 'open';
  const way = isOpen ? 'asc' : 'desc';
  const beyond = <T>(place: T) => (isOpen ? { gt: place } : { lt: place });
  return db.privacyRequest.findMany({
    where: {
      doneAt: isOpen ? null : { not: null },
      ...(kind && { kind }),
      ...(after && { OR: [{ dueAt: beyond(after.dueAt) }, { dueAt: after.dueAt, id: beyond(after.id) }] }),
    },
    orderBy: [{ dueAt: way }, { id: way }],
    take: limit,
  });
}

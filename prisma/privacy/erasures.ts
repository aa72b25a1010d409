import type { AddressHash } from '../../domain/address-hash';
import { Conflict, NotFound } from '../../domain/errors';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import { Prisma, type PrivacyRequest } from '../generated/client';
import { inTransaction } from '../transaction';
import { eraseCustomer, sweep } from './erase';
import { readPerson } from './person';
import { BY_CUSTOMER, carriedOutFrom, noteOutcome, placeRequest, settleRequest, type AskedWish } from './requests';

interface ErasureDeps {
  readonly db: Db;
  readonly addressHash: AddressHash;
}

/**
 * Erases a customer at once, as a wish of theirs that is on record. The wish is met when the last of their runs has ended and their key is
 * destroyed, which `finishErasures` sees to. Throws NotFound when there is no such customer, or nobody any more.
 */
export function eraseNow(
  { db, addressHash }: ErasureDeps,
  erasing: Omit<AskedWish, 'kind'>,
  now: Date,
): Promise<PrivacyRequest> {
  return inTransaction(db, async (tx) => {
    const { request } = await placeRequest(tx, { ...erasing, kind: 'erase' }, now);
    const rows = await eraseCustomer(tx, erasing, addressHash, now);
    await settleOthers(tx, request, now);
    return noteOutcome(tx, request, { erasedAt: now.toISOString(), erasedBy: erasing.by, rows });
  });
}

/** There is nothing left to copy, and nobody to erase a second time. */
async function settleOthers(tx: Tx, { id, customerId }: PrivacyRequest, now: Date): Promise<void> {
  const others = await tx.privacyRequest.findMany({ where: { customerId, doneAt: null, id: { not: id } } });
  for (const other of others) await settleRequest(tx, other, { erasedBefore: id }, now);
}

/** Carries out the wishes that came by customers' pages and were not called off in time. Returns how many. */
export async function carryOutErasures(deps: ErasureDeps, now: Date): Promise<number> {
  const wishes = await deps.db.privacyRequest.findMany({ where: { kind: 'erase', by: BY_CUSTOMER, doneAt: null } });
  const due = wishes.filter((wish) => !isCarriedOut(wish) && carriedOutFrom(wish)! <= now);
  for (const { customerId } of due) {
    await eraseNow(deps, { customerId, by: BY_CUSTOMER, requestId: null }, now);
  }
  return due.length;
}

/**
 * Calls off a wish that is not carried out yet: the customer thought better of it, or staff refuse it and say why. Throws NotFound, or
 * Conflict when it is too late.
 */
export function callOff(
  db: Db,
  id: string,
  { by, because, requestId }: { readonly by: string; readonly because: string; readonly requestId: string | null },
  now: Date,
): Promise<PrivacyRequest> {
  return inTransaction(db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM privacy_requests WHERE id = ${id}::uuid FOR UPDATE`;
    const wish = await tx.privacyRequest.findUnique({ where: { id } });
    if (!wish) throw new NotFound('There is no such wish.');
    if (wish.doneAt || isCarriedOut(wish)) throw new Conflict('The wish is carried out, or was called off.');
    const settled = await settleRequest(tx, wish, { calledOffBy: by, because }, now);
    const detail = { request: id };
    await audit(tx, { actor: by, action: 'privacy.called_off', subject: wish.customerId, detail, requestId }, now);
    return settled;
  });
}

/** Long enough for every statement that was under way when the customer was erased. */
const SETTLES_MS = 60_000;

/**
 * Ends what erasures have left: once Temporal has ended every run of a customer, and nothing of theirs is in anybody's hands, sweeps up what was
 * written meanwhile, destroys the key that their histories are encrypted with, and writes that the wish is met. Returns how many were.
 */
export async function finishErasures({ db, addressHash }: ErasureDeps, now: Date): Promise<number> {
  const wishes = await db.privacyRequest.findMany({ where: { kind: 'erase', doneAt: null } });
  let finished = 0;
  for (const wish of wishes.filter((one) => isCarriedOut(one, new Date(now.getTime() - SETTLES_MS)))) {
    const done = await inTransaction(db, async (tx) => {
      const person = await readPerson(tx, wish.customerId, addressHash, { lock: true });
      if (await isUnderWay(tx, person.ids, now)) return false;
      await sweep(tx, person);
      const { count: keys } = await tx.customerKey.deleteMany({ where: { customerId: { in: [...person.ids] } } });
      await settleRequest(tx, wish, { keysDestroyed: keys }, now);
      const deed = { actor: 'perennial', action: 'privacy.erasure_finished', subject: wish.customerId };
      await audit(tx, { ...deed, detail: { request: wish.id, keys } }, now);
      return true;
    });
    if (done) finished += 1;
  }
  return finished;
}

/** Whether everything but the last sweep is done, at this instant or before. */
function isCarriedOut({ outcome }: PrivacyRequest, before?: Date): boolean {
  const { erasedAt } = outcome as { readonly erasedAt?: string };
  return erasedAt !== undefined && (before === undefined || new Date(erasedAt) <= before);
}

async function isUnderWay(tx: Tx, ids: readonly string[], now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ some: boolean }[]>(Prisma.sql`
    SELECT EXISTS (SELECT FROM outbox o JOIN enrollments e ON e.id = o.enrollment_id WHERE e.customer_id = ANY(${[...ids]}::uuid[]))
        OR EXISTS (SELECT FROM attempts a JOIN touches t ON t.id = a.touch_id WHERE t.customer_id = ANY(${[...ids]}::uuid[])
                   AND a.state = 'dispatching' AND a.lease_until > ${now}::timestamptz) AS some`);
  return row!.some;
}

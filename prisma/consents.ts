import type { Channel } from '../domain/channel';
import { newId } from '../domain/ids';
import type { ConsentRecord } from '../domain/policy/consent';
import type { Db, Tx } from './client';
import { lockCustomers, resolveCustomerId } from './customers';
import type { Consent } from './generated/client';
import { inTransaction, Overtaken } from './transaction';

/** A customer's will, as somebody recorded it: `basis` is the legal ground, `wording` what the customer was shown, `method` how it was said. */
export interface NewConsent {
  readonly customerId: string;
  readonly channel: Channel | '*';
  readonly topic: string;
  readonly state: 'granted' | 'withdrawn';
  readonly basis: string;
  readonly wording: string | null;
  readonly method: string;
  readonly actor: string | null;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** A consent record as it is stored. */
export type ConsentRow = Omit<Consent, 'channel' | 'state'> & ConsentRecord;

/** Appends a consent record. Records are never changed: the current state is a fold over them (domain/policy/consent.ts). */
export async function recordConsent(db: Db | Tx, consent: NewConsent): Promise<ConsentRow> {
  return (await db.consent.create({ data: { id: newId(consent.at), ...consent } })) as ConsentRow;
}

/**
 * Appends a record for a customer named by our id or the backend's, under the customer's lock: every touch that is decided afterwards
 * heeds it. Throws NotFound when there is no such customer.
 */
export function addConsent(db: Db, idOrUserId: string, consent: Omit<NewConsent, 'customerId'>): Promise<ConsentRow> {
  return inTransaction(db, async (tx) => {
    const customerId = await resolveCustomerId(tx, idOrUserId);
    const locked = (await lockCustomers(tx, [customerId])).get(customerId);
    if (!locked || locked.mergedInto !== null) throw new Overtaken();
    return recordConsent(tx, { ...consent, customerId });
  });
}

/** A customer's whole consent history, oldest first. */
export async function consentsOf(db: Db | Tx, customerId: string): Promise<ConsentRow[]> {
  const rows = await db.consent.findMany({ where: { customerId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return rows as ConsentRow[];
}

import type { Channel } from '../domain/channel';
import { newId } from '../domain/ids';
import type { ConsentRecord } from '../domain/policy/consent';
import type { Db, Tx } from './client';
import type { Consent } from './generated/client';

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

/** Appends a consent record. Records are never changed: the current state is a fold over them (domain/policy/consent.ts). */
export function recordConsent(db: Db | Tx, consent: NewConsent): Promise<Consent> {
  return db.consent.create({ data: { id: newId(consent.at), ...consent } });
}

/** A customer's whole consent history, oldest first. */
export async function consentsOf(db: Db | Tx, customerId: string): Promise<(Consent & ConsentRecord)[]> {
  const rows = await db.consent.findMany({ where: { customerId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return rows as (Consent & ConsentRecord)[];
}

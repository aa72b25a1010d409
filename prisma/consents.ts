import { randomBytes } from 'node:crypto';
import type { Channel } from '../domain/channel';
import { NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import type { ConsentRecord } from '../domain/policy/consent';
import { expiryOf } from '../domain/policy/consent-basis';
import { hashOfConsent, verifyChain, type ChainVerdict } from '../domain/policy/consent-chain';
import type { Db, Tx } from './client';
import { tellWithdrawal } from './consents-told';
import { lockCustomers, resolveCustomerId } from './customers';
import type { Consent, Prisma } from './generated/client';
import { inTransaction } from './transaction';

/**
 * A customer's will, as somebody recorded it. `wording` is exactly what they were shown, with its version and locale; `method` how it was
 * said; `actor` who recorded it; `evidence` where, and what proves it (ids, IP, user agent), as far as lawful.
 */
export interface NewConsent {
  readonly customerId: string;
  readonly channel: Channel | '*';
  readonly topic: string;
  /** A class of message; `*` (the default): every one. */
  readonly purpose?: string;
  readonly state: ConsentRecord['state'];
  readonly basis: string;
  readonly wording: string | null;
  readonly wordingVersion?: string | null;
  readonly locale?: string | null;
  readonly method: string;
  readonly actor: string | null;
  readonly at: Date;
  /** Null: as long as the basis lasts. */
  readonly expiresAt: Date | null;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** A consent record as it is stored. */
export type ConsentRow = Omit<Consent, 'channel' | 'state'> & ConsentRecord;

/**
 * Appends a record to the customer's chain, under their lock, so that every touch that is decided afterwards heeds it. Records are never
 * changed: the current state is a fold over them (domain/policy/consent.ts). A withdrawal also goes on its way to every running journey of
 * theirs, and on their timeline (X11). Needs a transaction. Throws NotFound when
 * there is no such customer; one who was merged into another is followed.
 */
export async function recordConsent(
  tx: Tx,
  { evidence = {}, ...consent }: NewConsent,
  now: Date = consent.at,
): Promise<ConsentRow> {
  const customerId = await lockSurvivor(tx, consent.customerId);
  const chain = customerId;
  const head = await tx.consent.findFirst({ where: { chain, seq: { gt: 0 } }, orderBy: { seq: 'desc' } });
  const unhashed = {
    id: newId(consent.at),
    purpose: '*',
    wordingVersion: null,
    locale: null,
    ...consent,
    customerId,
    expiresAt: consent.expiresAt ?? (consent.state === 'granted' ? expiryOf(consent.basis, consent.at) : null),
    evidence: salted(evidence),
    chain,
    seq: (head?.seq ?? 0) + 1,
    previous: head?.hash ?? null,
  };
  const data = { ...unhashed, hash: hashOfConsent(unhashed) };
  const row = (await tx.consent.create({ data })) as ConsentRow;
  if (row.state === 'withdrawn') await tellWithdrawal(tx, row, now);
  return row;
}

/**
 * Appends a record for a customer named by our id or the backend's, in a transaction of its own. Throws NotFound when there is no
 * such customer.
 */
export function addConsent(
  db: Db,
  idOrUserId: string,
  consent: Omit<NewConsent, 'customerId'>,
  now: Date,
): Promise<ConsentRow> {
  return inTransaction(db, async (tx) =>
    recordConsent(tx, { ...consent, customerId: await resolveCustomerId(tx, idOrUserId) }, now),
  );
}

/** A customer's whole consent history, oldest first. */
export async function consentsOf(db: Db | Tx, customerId: string): Promise<ConsentRow[]> {
  const rows = await db.consent.findMany({ where: { customerId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return rows as ConsentRow[];
}

/** The proof of a customer's consents: a verdict on each chain that ever was theirs, and how many records are older than chains. */
export interface ConsentProof {
  readonly chains: readonly ChainVerdict[];
  readonly unchained: number;
}

/** Looks through every chain that holds a record of the customer; after a merge there are several. */
export async function proveConsents(db: Db | Tx, customerId: string): Promise<ConsentProof> {
  const theirs = await db.consent.groupBy({ by: ['chain'], where: { customerId }, _count: true });
  const chains = theirs.map(({ chain }) => chain).filter((chain) => chain !== null);
  const rows = await db.consent.findMany({ where: { chain: { in: chains }, seq: { gt: 0 } } });
  return {
    chains: chains.toSorted().map((chain) =>
      verifyChain(
        chain,
        rows.filter((row) => row.chain === chain),
      ),
    ),
    unchained: theirs.find(({ chain }) => chain === null)?._count ?? 0,
  };
}

/** Locks the customer, or whoever they have become part of, and says who that is. */
async function lockSurvivor(tx: Tx, customerId: string): Promise<string> {
  const locked = (await lockCustomers(tx, [customerId])).get(customerId);
  if (!locked) throw new NotFound('There is no such customer.');
  return locked.mergedInto === null ? customerId : lockSurvivor(tx, locked.mergedInto);
}

/** Evidence is hashed into the chain and may be erased later: what is left must not be guessable. */
function salted(evidence: Readonly<Record<string, unknown>>): Prisma.InputJsonObject {
  const given = Object.entries(evidence).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return {};
  return { ...Object.fromEntries(given), salt: randomBytes(12).toString('base64url') } as Prisma.InputJsonObject;
}

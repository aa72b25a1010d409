import type { AddressHash } from '../../domain/address-hash';
import { NotFound } from '../../domain/errors';
import { erasedEvidence } from '../../domain/policy/consent-chain';
import { audit } from '../audit';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';
import { suppressAddress } from '../suppressions';
import { Overtaken } from '../transaction';
import { PERSONAL_TABLES, type Person } from './data-map';
import { endEverything } from './endings';
import { readPerson, type KnownPerson } from './person';

/** Whom to erase, and in whose name. */
export interface Erasing {
  readonly customerId: string;
  readonly by: string;
  readonly requestId: string | null;
}

/** How many rows of each table were deleted or changed. */
export type ErasedRows = Readonly<Record<string, number>>;

/**
 * Erases a customer (GDPR article 17), in one transaction under their lock: running journeys are ended, nothing goes out any more, addresses and
 * content go, table by table as the data map says; their addresses stay barred by keyed hash, and the proof of consent stays. What was on its way
 * in this moment is swept up by `finishErasures`, which also destroys their key. Throws NotFound when there is no such customer, or nobody any more.
 */
export async function eraseCustomer(
  tx: Tx,
  { customerId, by, requestId }: Erasing,
  addressHash: AddressHash,
  now: Date,
): Promise<ErasedRows> {
  const person = await lockPerson(tx, customerId, addressHash);
  await endEverything(tx, person, now);
  for (const { channel, hash } of person.hashed) {
    await suppressAddress(tx, { channel, addressHash: hash, reason: 'erased', source: 'privacy', at: now });
  }
  const rows = { accounts: await dropOwnAccounts(tx, person), ...(await sweep(tx, person)) };
  await emptyProfiles(tx, person, now);
  const detail = { rows, ids: person.ids };
  await audit(tx, { actor: by, action: 'privacy.erased', subject: customerId, detail, requestId }, now);
  return rows;
}

/** Erases what the data map says of a person; again, whatever came after the last time. */
export async function sweep(tx: Tx, person: Person): Promise<ErasedRows> {
  const counts: Record<string, number> = {};
  for (const [name, { rows, erasure }] of Object.entries(PERSONAL_TABLES)) {
    const table = Prisma.raw(name);
    const count =
      erasure === 'delete'
        ? await tx.$executeRaw(Prisma.sql`DELETE FROM ${table} t WHERE ${rows(person)}`)
        : 'change' in erasure
          ? await tx.$executeRaw(Prisma.sql`UPDATE ${table} t SET ${erasure.change} WHERE ${rows(person)}`)
          : 0;
    if (count > 0) counts[name] = count;
  }
  counts['consents'] = await dropEvidence(tx, person);
  return counts;
}

/** Somebody merged into them while the lock was waited for would be left over. */
async function lockPerson(tx: Tx, customerId: string, addressHash: AddressHash): Promise<KnownPerson> {
  const person = await readPerson(tx, customerId, addressHash, { lock: true });
  const again = await readPerson(tx, customerId, addressHash);
  if (!person.ids.includes(customerId) || person.erasedAt) throw new NotFound('There is no such customer.');
  if (again.ids.length !== person.ids.length || again.mergedInto) throw new Overtaken();
  return again;
}

/** Evidence stands in the chain by its digest, so it can go while the proof stays. */
async function dropEvidence(tx: Tx, { ids }: Person): Promise<number> {
  const consents = await tx.consent.findMany({
    where: { customerId: { in: [...ids] }, NOT: { evidence: { equals: {} } } },
    select: { id: true, evidence: true },
  });
  const kept = consents.filter(({ evidence }) => !('erased' in (evidence as object)));
  for (const { id, evidence } of kept) {
    await tx.consent.update({ where: { id }, data: { evidence: { ...erasedEvidence(evidence) } } });
  }
  return kept.length;
}

/** A company of one is that one. */
function dropOwnAccounts(tx: Tx, { ids }: Person): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    DELETE FROM accounts a WHERE EXISTS (SELECT FROM account_members m WHERE m.account_id = a.id AND m.customer_id = ANY(${[...ids]}::uuid[]))
      AND NOT EXISTS (SELECT FROM account_members m WHERE m.account_id = a.id AND m.customer_id <> ALL(${[...ids]}::uuid[]))`);
}

async function emptyProfiles(tx: Tx, { ids }: Person, now: Date): Promise<void> {
  const nothing = {
    email: null,
    phone: null,
    name: null,
    timeZone: null,
    country: null,
    owner: null,
    lastSeenAt: null,
  };
  await tx.customer.updateMany({
    where: { id: { in: [...ids] } },
    data: { ...nothing, locale: 'en', lifecycle: 'new', traits: {}, openTickets: 0, erasedAt: now, updatedAt: now },
  });
}

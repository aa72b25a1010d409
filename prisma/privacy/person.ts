import { normalizeAddress } from '../../domain/address';
import type { AddressHash } from '../../domain/address-hash';
import type { Channel } from '../../domain/channel';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';
import type { Person } from './data-map';

/** An address of a customer as it would be suppressed. */
interface HashedAddress {
  readonly channel: Channel;
  readonly hash: string;
}

/** Somebody whose data is to be copied or erased. */
export interface KnownPerson extends Person {
  /** Our id of who they are now. */
  readonly id: string;
  readonly hashed: readonly HashedAddress[];
  readonly erasedAt: Date | null;
  /** Who they have become part of meanwhile. */
  readonly mergedInto: string | null;
}

interface Row {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly erasedAt: Date | null;
  readonly mergedInto: string | null;
}

/**
 * Who somebody is: every id that ever was theirs, and their addresses, also those that messages went to before they changed. With `lock`
 * nobody else changes them until the transaction ends.
 */
export async function readPerson(
  db: Db | Tx,
  id: string,
  addressHash: AddressHash,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<KnownPerson> {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT id, email, phone, erased_at AS "erasedAt", merged_into AS "mergedInto" FROM customers WHERE id = ${id}::uuid OR merged_into = ${id}::uuid
    ORDER BY id ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`);
  const ids = rows.map((row) => row.id);
  const captured = await db.capturedMessage.findMany({
    where: { customerId: { in: ids }, channel: { in: ['email', 'sms'] } },
    distinct: ['channel', 'recipient'],
    select: { channel: true, recipient: true },
  });
  const given = [
    ...rows.flatMap(({ email, phone }) => [
      { channel: 'email' as const, text: email },
      { channel: 'sms' as const, text: phone },
    ]),
    ...captured.map(({ channel, recipient }) => ({ channel: channel as Channel, text: recipient })),
  ];
  const addresses = new Map<string, HashedAddress>();
  for (const { channel, text } of given) {
    const address = text === null ? null : normalizeAddress(channel, text);
    if (address) addresses.set(address, { channel, hash: addressHash(channel, address) });
  }
  const hashed = [...addresses.values()];
  return {
    id,
    ids,
    addresses: [...addresses.keys()],
    addressHashes: hashed.map(({ hash }) => hash),
    hashed,
    erasedAt: rows.find((row) => row.id === id)?.erasedAt ?? null,
    mergedInto: rows.find((row) => row.id === id)?.mergedInto ?? null,
  };
}

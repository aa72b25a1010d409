import type { AddressHash } from '../../domain/address-hash';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import { Prisma } from '../generated/client';
import { PERSONAL_TABLES, type PersonalTable } from './data-map';
import { readPerson, type KnownPerson } from './person';
import { placeRequest, settleRequest } from './requests';

/** A row of the database as it is copied. */
export type CopiedRow = Readonly<Record<string, unknown>>;

/** All that there is about a customer, by table; tables without rows are there, empty. */
export interface DataCopy {
  readonly requestId: string;
  readonly customerId: string;
  readonly tables: Readonly<Record<string, readonly CopiedRow[]>>;
}

/**
 * Copies everything that there is about a customer (GDPR articles 15 and 20), as it was at one instant however much is written meanwhile, and
 * writes down that their wish is met. Throws NotFound when there is no such customer.
 */
export async function exportCustomer(
  db: Db,
  { customerId, addressHash, by, requestId }: ExportRequest,
  now: Date,
): Promise<DataCopy> {
  const tables = await db.$transaction(
    async (tx) => copyTables(tx, await readPerson(tx, customerId, addressHash)),
    SNAPSHOT,
  );
  const counts = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
  const request = await db.$transaction(async (tx) => {
    const placed = await placeRequest(tx, { customerId, kind: 'export', by, requestId }, now);
    const settled = await settleRequest(tx, placed.id, { rows: counts }, now);
    const detail = { request: placed.id };
    await audit(tx, { actor: by, action: 'privacy.exported', subject: customerId, detail, requestId }, now);
    return settled;
  });
  return { requestId: request.id, customerId, tables };
}

interface ExportRequest {
  readonly customerId: string;
  readonly addressHash: AddressHash;
  readonly by: string;
  readonly requestId: string;
}

const SNAPSHOT = { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, maxWait: 15_000, timeout: 60_000 };

async function copyTables(tx: Tx, person: KnownPerson): Promise<Record<string, CopiedRow[]>> {
  const tables: Record<string, CopiedRow[]> = {};
  for (const [name, table] of Object.entries(PERSONAL_TABLES)) {
    if (table.withheld === undefined) tables[name] = await copyTable(tx, name, table, person);
  }
  return tables;
}

async function copyTable(
  tx: Tx,
  name: string,
  { rows, secret = [] }: PersonalTable,
  person: KnownPerson,
): Promise<CopiedRow[]> {
  const found = await tx.$queryRaw<{ row: CopiedRow }[]>(Prisma.sql`
    SELECT to_jsonb(t) - ${[...secret]}::text[] AS row FROM ${Prisma.raw(name)} t WHERE ${rows(person)} ORDER BY to_jsonb(t)::text`);
  return found.map(({ row }) => row);
}

import type { AddressHash } from '../../domain/address-hash';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import { Prisma, type PrivacyRequest } from '../generated/client';
import { PERSONAL_TABLES, type PersonalTable } from './data-map';
import { readPerson, type KnownPerson } from './person';
import { placeRequest, settleRequest } from './requests';

/** A row of the database as it is copied. */
type CopiedRow = Readonly<Record<string, unknown>>;

/** All that there is about a customer, by table; tables without rows are there, empty. */
export interface DataCopy {
  readonly requestId: string;
  readonly customerId: string;
  readonly madeAt: string;
  readonly tables: Readonly<Record<string, readonly CopiedRow[]>>;
}

/**
 * Copies everything that there is about a customer (GDPR articles 15 and 20), as it was at one instant however much is written meanwhile, and
 * writes down that their wish is met: this one, or the one that is open, or else one that is placed with it.
 */
export async function exportCustomer(db: Db, asked: ExportRequest, now: Date): Promise<DataCopy> {
  const { customerId, addressHash } = asked;
  const tables = await db.$transaction(
    async (tx) => copyTables(tx, await readPerson(tx, customerId, addressHash)),
    SNAPSHOT,
  );
  const requestId = await db.$transaction((tx) => writeDown(tx, asked, countsOf(tables), now));
  return { requestId, customerId, madeAt: now.toISOString(), tables };
}

interface ExportRequest {
  readonly customerId: string;
  readonly addressHash: AddressHash;
  readonly by: string;
  readonly requestId: string;
  /** The wish that the copy is made for, when it is known. */
  readonly wish?: PrivacyRequest;
}

const SNAPSHOT = { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead };

async function writeDown(
  tx: Tx,
  { customerId, by, requestId, wish: known }: ExportRequest,
  rows: Readonly<Record<string, number>>,
  now: Date,
): Promise<string> {
  const asked = { customerId, kind: 'export', by, requestId } as const;
  const wish = known ?? (await placeRequest(tx, asked, now)).request;
  const deed = { actor: by, action: 'privacy.exported', subject: customerId, detail: { request: wish.id }, requestId };
  await audit(tx, deed, now);
  if (wish.doneAt === null) await settleRequest(tx, wish, { rows }, now);
  return wish.id;
}

function countsOf(tables: Readonly<Record<string, readonly CopiedRow[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
}

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

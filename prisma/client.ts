import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client';

/** The database as queries see it outside a transaction. */
export type Db = PrismaClient;

/** The database inside a transaction: what `db.$transaction(async (tx) => ...)` hands out. */
export type Tx = Prisma.TransactionClient;

/** Opens a pool on a PostgreSQL URL; connects on first use. `poolSize` is the most connections it holds (default 10). Close with `$disconnect()`. */
export function openDatabase(url: string, { poolSize = 10 }: { poolSize?: number } = {}): Db {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
}

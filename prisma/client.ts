import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient, type Prisma } from './generated/client';

/** The database as queries see it outside a transaction. */
export type Db = PrismaClient;

/** The database inside a transaction: what `db.$transaction(async (tx) => ...)` hands out. */
export type Tx = Prisma.TransactionClient;

/**
 * Opens a pool on a PostgreSQL URL; connects on first use. `poolSize` is the most connections it holds (default 10); `pool` is one to use
 * instead, left open. Close with `$disconnect()`. Each connection prepares its statements once, which halves what short ones cost the
 * server; `pgbouncer=true` in the URL, Prisma's word for a pooler that cannot keep them, turns that off.
 */
export function openDatabase(url: string, { poolSize = 10, pool }: { poolSize?: number; pool?: Pool } = {}): Db {
  const keeps = !/[?&]pgbouncer=true\b/.test(url);
  const options = keeps ? { statementNameGenerator: nameOf } : {};
  // Poolers refuse parameters that they do not know.
  const limits = keeps ? { idle_in_transaction_session_timeout: ABANDONED_MS } : {};
  const own = { connectionString: url, max: poolSize, ...limits };
  return new PrismaClient({ adapter: new PrismaPg(pool ?? own, options), transactionOptions: PATIENCE });
}

/** A transaction that waits for a free connection, and one that works, may take this long. Prisma's own two and five seconds end good work on a busy machine. */
const PATIENCE = { maxWait: 15_000, timeout: 60_000 };

/** A process that stands still in the midst of a transaction holds locks on customers: after this long the server takes them from it. */
const ABANDONED_MS = 30_000;

/** More texts than the product has. Lists of varying length make ever new ones: those beyond are not worth the server's memory. */
const MOST_PREPARED = 200;
const names = new Map<string, string>();

/** The name under which a text is prepared on every connection of this process; empty: not at all. */
function nameOf({ sql }: { readonly sql: string }): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_PREPARED) return '';
  const name = `perennial_${names.size}`;
  names.set(sql, name);
  return name;
}

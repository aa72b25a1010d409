import { Client } from 'pg';
import type { AddressHash } from '../../domain/address-hash';
import { Conflict } from '../../domain/errors';
import { loadMessages } from '../../messages/catalog';
import { openDatabase } from '../../prisma/client';
import { rankStaleTasks } from '../../prisma/inbox/rank';
import { recountStatements } from '../../prisma/recount';
import { openBook } from './book';
import { inBulk } from './bulk';
import { writeReplyTexts } from './reply-texts';
import { settleWorld, stateOpenRuns } from './settle';
import { writeStaff } from './staff-rows';
import type { TableName } from './tables';
import { writeWorld, type World } from './world';

/** A world to write. */
export interface Seeding {
  readonly databaseUrl: string;
  /** How many customers. */
  readonly customers: number;
  /** The same words make the same world. */
  readonly seed: string;
  /** The present of that world: everything in it lies before. */
  readonly now: Date;
  /** Write into a database that has customers already. */
  readonly intoExisting: boolean;
  readonly addressHash: AddressHash;
  /** What the people of the house sign in with, hashed; without it nobody has a password yet. */
  readonly passwordHash?: string | null;
  /** Told of every customer that is made, and at the end of what is still to do. */
  readonly onCustomer: () => void;
  readonly onPhase: (phase: string) => void;
}

/** What was written: rows by table, and runs that have not ended. */
export interface Seeded {
  readonly rows: Readonly<Record<TableName, number>>;
  readonly openRuns: number;
}

/** So many of the customers who can be are in somebody's hands: about one open task for ten customers. */
const HANDED_SHARE = 0.12;

/**
 * Writes a believable world: companies, customers with their consents and events, runs of the four journeys at every stage with their touches and
 * tasks, and conversations. All of it in one transaction, so it is there whole or not at all. Runs are rows only: Temporal does not know them, and an
 * alarm says so. Throws Conflict for a database that has customers, unless it may go there. Customers, companies and the people of the house have names
 * that are made up, and addresses and numbers that reach nobody.
 */
export async function seedWorld(seeding: Seeding): Promise<Seeded> {
  const { databaseUrl, seed, customers, now, addressHash, onCustomer, onPhase } = seeding;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL synchronous_commit = off');
    const before = await whatIsThere(client, seeding);
    const restore = await inBulk(client, { customers, isEmpty: before.customers === 0 });
    const book = openBook(client);
    const codeVersion = 'seeded';
    const pen = {
      book,
      messages: loadMessages(),
      addressHash,
      codeVersion,
      handedShare: HANDED_SHARE,
      now: now.getTime(),
    };
    await writeWorld(pen, { seed, customers, before }, onCustomer);
    await book.close();
    onPhase('indexing what was written, and counting what was sent');
    await restore();
    await writeStaff(client, { since: now, passwordHash: seeding.passwordHash ?? null });
    await writeReplyTexts(client, now);
    await settleWorld(client, now);
    for (const statement of recountStatements()) await client.query(statement);
    const openRuns = await stateOpenRuns(client, { seed, customers }, now);
    await client.query('COMMIT');
    onPhase('working out whose turn it is');
    await rankTasks(databaseUrl, book.counts.tasks, now);
    onPhase('letting the database look over its tables');
    await client.query('VACUUM (ANALYZE)');
    return { rows: book.counts, openRuns };
  } finally {
    await client.end();
  }
}

/** Rows of tasks know no rank: it is reckoned as the product does. */
async function rankTasks(databaseUrl: string, count: number, now: Date): Promise<void> {
  const db = openDatabase(databaseUrl);
  try {
    for (let left = count; left > 0; left -= RANKED_AT_ONCE)
      if ((await rankStaleTasks(db, RANKED_AT_ONCE, now)) === 0) return;
  } finally {
    await db.$disconnect();
  }
}

const RANKED_AT_ONCE = 1_000;

async function whatIsThere(client: Client, { intoExisting }: Seeding): Promise<World['before']> {
  const { rows } = await client.query<{ customers: number }>('SELECT count(*)::int AS customers FROM customers');
  const customers = rows[0]?.customers ?? 0;
  if (customers > 0 && !intoExisting)
    throw new Conflict(
      'This database has customers already. A seeded world goes into an empty one; --into-existing adds it to what is there.',
    );
  const groups = await client.query<{ group_id: string }>('SELECT group_id FROM accounts');
  return { customers, groupIds: groups.rows.map(({ group_id: groupId }) => groupId) };
}

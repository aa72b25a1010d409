import type { Client } from 'pg';
import { TABLES } from './tables';

/** From so many customers on indexes are made anew in the end instead of row by row. */
const WORTH_IT = 10_000;

/**
 * Makes the tables ready to take in many rows: nobody is told of each row (triggers rest), and where the tables were empty and much comes,
 * indexes that hold no rule are dropped. Gives what puts everything back. All of it belongs to the open transaction.
 */
export async function inBulk(
  client: Client,
  { customers, isEmpty }: { readonly customers: number; readonly isEmpty: boolean },
): Promise<() => Promise<void>> {
  const names = Object.keys(TABLES);
  for (const name of names) await client.query(`ALTER TABLE "${name}" DISABLE TRIGGER USER`);
  const dropped = isEmpty && customers >= WORTH_IT ? await dropIndexes(client, names) : [];
  return async () => {
    for (const definition of dropped) await client.query(definition);
    for (const name of names) await client.query(`ALTER TABLE "${name}" ENABLE TRIGGER USER`);
  };
}

/** Drops what is an index and nothing else: keys and uniqueness stay. Gives the statements that make them again. */
async function dropIndexes(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid = ANY (SELECT c.oid FROM pg_class c WHERE c.relname = ANY($1) AND c.relnamespace = current_schema()::regnamespace)
       AND NOT i.indisunique AND NOT i.indisprimary`,
    [tables],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await client.query(`SET LOCAL maintenance_work_mem = '256MB'`);
  return rows.map(({ definition }) => definition);
}

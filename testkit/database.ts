import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Db } from '../prisma/client';
import { readCluster, withDatabaseName } from './cluster';

/** A database of a test's own. */
export interface TestDatabase {
  readonly db: Db;
  readonly url: string;
}

/** Lends a fresh clone of the migrated template, empty and nobody else's, and drops it afterwards, also when the test fails. */
export async function withDatabase<T>(test: (database: TestDatabase) => Promise<T>): Promise<T> {
  const { templateUrl } = readCluster();
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const maintenance = withDatabaseName(templateUrl, 'postgres');
  await run(maintenance, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = withDatabaseName(templateUrl, name);
  const db = openDatabase(url);
  try {
    return await test({ db, url });
  } finally {
    await db.$disconnect();
    await run(maintenance, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

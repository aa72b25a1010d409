import { Client } from 'pg';
import { hashPassword } from '../api/sign-in/password';
import { seedWorld } from '../cli/seed/seed';
import { addressHashWith } from '../domain/address-hash';
import { migrate } from '../prisma/migrate';
import type { Bench } from './measure';
import { HASH_KEY } from './product';
import { freshDatabase } from './servers';

/** What the people of the seeded house sign in with, as ann@perennial.example. */
export const PASSWORD = 'of the bench alone';

/**
 * A database with the seeded world that pages are measured on: 100,000 customers, 1,000,000 touches, 10,000 open tasks. One that is there already serves
 * again, brought to the present schema: of another measure of this run or, with `keep`, of an earlier run, whose present is past by now.
 */
export async function seededWorld(bench: Bench): Promise<string> {
  const customers = bench.quick ? 2_000 : 100_000;
  const name = `world_${customers}`;
  const url = new URL(bench.databaseServer);
  url.pathname = `/${name}`;
  if (await isThere(bench, name)) {
    await migrate(url.href);
    return url.href;
  }
  bench.say(`   seeding ${customers} customers ...`);
  const databaseUrl = await freshDatabase(bench);
  await seedWorld({
    databaseUrl,
    customers,
    seed: 'bench',
    now: new Date(),
    intoExisting: false,
    addressHash: addressHashWith(HASH_KEY),
    passwordHash: await hashPassword(PASSWORD),
    onCustomer: () => undefined,
    onPhase: (phase) => bench.say(`   ${phase} ...`),
  });
  await ask(bench, `ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} RENAME TO ${name}`);
  return url.href;
}

async function isThere(bench: Bench, name: string): Promise<boolean> {
  return (await ask(bench, 'SELECT FROM pg_database WHERE datname = $1', [name])) === 1;
}

async function ask({ databaseServer }: Bench, statement: string, values?: readonly string[]): Promise<number | null> {
  const client = new Client({ connectionString: databaseServer.replace(/\/perennial$/, '/postgres') });
  await client.connect();
  try {
    return (await client.query(statement, values && [...values])).rowCount;
  } finally {
    await client.end();
  }
}

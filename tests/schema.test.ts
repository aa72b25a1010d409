import { Client } from 'pg';
import { migrate, pendingMigrations } from '../prisma/migrate';
import { schemaText, withSchemaEngine } from '../prisma/schema-engine';
import { withDatabase } from './support/database';
import { withDatabaseName } from '../testkit/cluster';

/** Written by hand because Prisma's schema language has no partial indexes and none on expressions. */
const BY_HAND = [
  // An alarm that is on is not raised again.
  'alarms_open',
  // Attempts of which nobody knows yet what became of them are few.
  'attempts_open',
  // Whose mailbox a mail comes from, and whose number a text message.
  'customers_mailbox',
  'customers_phone',
  // What somebody types who looks for a customer: the beginning of a name or address, or a part of one.
  'customers_name_begins',
  'customers_email_begins',
  'customers_words',
  'accounts_words',
  // Moves through the lifecycle are few among what happens.
  'timeline_lifecycle',
  // A place in a chain is taken once.
  'consents_chain',
  // The gate reads the holds that are on, and those are few.
  'holds_open',
  // What providers said and nobody has understood yet.
  'provider_events_waiting',
  // What an erasure has to read for the addresses in it: all else is found by its touch.
  'provider_events_without_touch',
  // What customers asked for and have not been given yet.
  'privacy_requests_open',
  // Escalations that nobody took to an end.
  'tasks_expired',
  // The inbox reads what is not finished, and what came to an end today.
  'tasks_ranked',
  'tasks_ranked_by_person',
  'tasks_finished',
  // What came in the last months, and from where.
  'tasks_opened',
  // Touches that did not reach anybody because of the address or the will of the customer.
  'touches_unreached',
  // Touches that are to come again, which touches of a lower priority give way to.
  'touches_deferred',
  // Date triggers read the best-known date without reading everybody.
  'customers_renewal_date',
  // Entry rule "not while another run is open", decided without a race.
  'enrollments_one_open',
  // What stays wait for, and who stands where: of those that are open.
  'stage_visits_waiting',
  'enrollments_standing',
  'enrollments_paused',
  // What a journey has open with people.
  'tasks_unfinished',
  // To whom a message was sent.
  'touches_by_message',
  // Runs that cannot go on are few, and looked for every few seconds.
  'enrollments_stuck',
  // The relay reads only what waits.
  'outbox_waiting',
  // So do couriers of webhooks.
  'webhook_deliveries_waiting',
];

test('the migrations add up to the schema that the code is generated from', () =>
  withDatabase(async ({ url }) => {
    const sql = await withSchemaEngine(url, async (engine) => {
      const to = { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content: schemaText() }] };
      const filters = { externalTables: [], externalEnums: [] };
      return (await engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: null, filters })).stdout ?? '';
    });
    const bySchema = withDatabaseName(url, `${new URL(url).pathname.slice(1)}_schema`);
    await query(withDatabaseName(url, 'postgres'), `CREATE DATABASE ${new URL(bySchema).pathname.slice(1)}`);
    try {
      await query(bySchema, sql);
      expect(await catalogOf(url)).toEqual(await catalogOf(bySchema));
    } finally {
      await query(
        withDatabaseName(url, 'postgres'),
        `DROP DATABASE ${new URL(bySchema).pathname.slice(1)} WITH (FORCE)`,
      );
    }
  }));

test('a migrated database has nothing left to apply, however many processes ask at once', () =>
  withDatabase(async ({ url }) => {
    expect(await Promise.all([migrate(url), migrate(url), pendingMigrations(url)])).toEqual([[], [], []]);
  }));

async function catalogOf(url: string): Promise<unknown> {
  const columns = await query(
    url,
    `SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision, numeric_precision
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  );
  const indexes = await query(
    url,
    `SELECT tablename, indexname, indexdef FROM pg_indexes
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND NOT indexname = ANY ($1) ORDER BY 1, 2`,
    [BY_HAND],
  );
  const constraints = await query(
    url,
    `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0) ORDER BY 1, 2`,
  );
  return { columns, indexes, constraints };
}

async function query(url: string, sql: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values.length > 0 ? [...values] : undefined)).rows;
  } finally {
    await client.end();
  }
}

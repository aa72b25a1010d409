import type { Pool, PoolClient } from 'pg';
import { pieces } from './pool';

/** A row of `events`, ready made. Its order is that of EVENT_COLUMNS. */
export interface EventRow {
  readonly id: string;
  readonly messageId: string;
  readonly customerId: string;
  readonly type: string;
  readonly properties: string;
  readonly at: Date;
}

/** Statements with their values: what a batch is for PostgreSQL. */
export type Statements = readonly { readonly text: string; readonly values: readonly unknown[] }[];

/** Makes empty tables with the columns and indexes of the product's own. */
export async function makeTables(pool: Pool): Promise<void> {
  await pool.query('CREATE TABLE bench_events (LIKE events INCLUDING ALL)');
  for (const table of ['events', 'event_days', 'last_events'])
    await pool.query(`CREATE TABLE bench_all_${table} (LIKE ${table} INCLUDING ALL)`);
}

/** Rows of events alone, as one multi-row INSERT. */
export function eventsAlone(rows: readonly EventRow[], table = 'bench_events'): Statements {
  const values = rows.flatMap(({ id, messageId, customerId, type, properties, at }) => {
    return [id, messageId, customerId, type, properties, at, at];
  });
  return [{ text: `INSERT INTO ${table} (${EVENT_COLUMNS}) VALUES ${placesOf(rows.length, 7)}`, values }];
}

/**
 * All the rows that the product writes for events: the events, how many of each type a customer had that day, and when the latest
 * was. Counted and sorted beforehand, so that batches at the same time do not wait in a circle.
 */
export function allRows(rows: readonly EventRow[]): Statements {
  const days = new Map<string, readonly [string, string, string, number]>();
  const latest = new Map<string, readonly [string, string, Date]>();
  for (const { customerId, type, at } of rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const key = keyOf({ customerId, type });
    days.set(key, [customerId, type, at.toISOString().slice(0, 10), (days.get(key)?.[3] ?? 0) + 1]);
    latest.set(key, [customerId, type, at]);
  }
  return [
    ...eventsAlone(rows, 'bench_all_events'),
    {
      text: `INSERT INTO bench_all_event_days AS d (customer_id, type, day, count) VALUES ${placesOf(days.size, 4)}
        ON CONFLICT (customer_id, type, day) DO UPDATE SET count = d.count + excluded.count`,
      values: [...days.values()].flat(),
    },
    {
      text: `INSERT INTO bench_all_last_events AS l (customer_id, type, at) VALUES ${placesOf(latest.size, 3)}
        ON CONFLICT (customer_id, type) DO UPDATE SET at = excluded.at WHERE l.at < excluded.at`,
      values: [...latest.values()].flat(),
    },
  ];
}

/** Writes a batch in one transaction. */
export async function write(pool: Pool, statements: Statements): Promise<void> {
  const client = await pool.connect();
  try {
    if (statements.length === 1) await run(client, statements);
    else {
      await client.query('BEGIN');
      await run(client, statements);
      await client.query('COMMIT');
    }
  } finally {
    client.release();
  }
}

async function run(client: PoolClient, statements: Statements): Promise<void> {
  for (const { text, values } of statements) await client.query(text, [...values]);
}

const EVENT_COLUMNS = 'id, message_id, customer_id, type, properties, occurred_at, received_at';

function keyOf({ customerId, type }: Pick<EventRow, 'customerId' | 'type'>): string {
  return `${customerId} ${type}`;
}

/** `($1, $2), ($3, $4)` for two rows of two. */
function placesOf(rows: number, columns: number): string {
  const places = Array.from({ length: rows * columns }, (_, index) => `$${index + 1}`);
  return pieces(places, columns)
    .map((row) => `(${row.join(', ')})`)
    .join(', ');
}

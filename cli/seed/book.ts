import type { Client } from 'pg';
import { copy, fieldOf } from './copy';
import { TABLES, type RowOf, type TableName } from './tables';

/** Rows on their way into the database. */
export interface Book {
  write<T extends TableName>(table: T, row: RowOf<T>): void;
  /** Hands full pages to the database. Resolves when there is room for more: rows are made while others are written. */
  turn(): Promise<void>;
  /** Hands over everything, and resolves when it is written. */
  close(): Promise<void>;
  /** Rows so far. */
  readonly counts: Readonly<Record<TableName, number>>;
}

/** Characters of a page, and pages that may be on their way. */
const PAGE = 4_000_000;
const MOST_UNDER_WAY = 3;

/** A book that writes by COPY, on one connection, so within whatever transaction is open on it. */
export function openBook(client: Client): Book {
  const names = Object.keys(TABLES) as TableName[];
  const pages = new Map<TableName, string[]>(names.map((name) => [name, []]));
  const sizes = new Map<TableName, number>();
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<TableName, number>;
  const underWay: Promise<void>[] = [];
  let last = Promise.resolve();
  let failed: { readonly error: unknown } | undefined;

  function hand(table: TableName): void {
    const page = pages.get(table)!;
    if (page.length === 0) return;
    pages.set(table, []);
    sizes.set(table, 0);
    const lines = { table, columns: TABLES[table], text: page.join('') };
    last = last
      .then(() => (failed ? undefined : copy(client, lines)))
      .catch((error: unknown) => void (failed ??= { error }));
    underWay.push(last);
  }

  async function settle(most: number): Promise<void> {
    while (underWay.length > most) await underWay.shift();
    if (failed) throw failed.error;
  }

  return {
    counts,
    write(table, row) {
      const line = `${TABLES[table].map((column) => fieldOf((row as Record<string, unknown>)[column])).join('\t')}\n`;
      pages.get(table)!.push(line);
      sizes.set(table, (sizes.get(table) ?? 0) + line.length);
      counts[table] += 1;
    },
    async turn() {
      for (const [table, size] of sizes) if (size >= PAGE) hand(table);
      await settle(MOST_UNDER_WAY);
    },
    async close() {
      for (const name of names) hand(name);
      await settle(0);
    },
  };
}

import { toCsv } from '../domain/csv';
import { zip } from '../domain/zip';
import type { DataCopy } from '../prisma/privacy/export';

/** A copy of a customer's data as an archive that anybody can open: all of it as JSON, and a table a file for spreadsheets. */
export function dataBundle(copy: DataCopy, productName: string): Buffer {
  const tables = Object.entries(copy.tables).filter(([, rows]) => rows.length > 0);
  const files = [
    { name: 'README.txt', text: readme(copy, productName) },
    { name: 'data.json', text: `${JSON.stringify(copy, null, 2)}\n` },
    ...tables.map(([name, rows]) => ({ name: `${name}.csv`, text: toCsv(rows) })),
  ];
  return zip(files, new Date(copy.madeAt));
}

/** What the file is called where it is kept. */
export function bundleName({ madeAt }: Pick<DataCopy, 'madeAt'>): string {
  return `your-data-${madeAt.slice(0, 10)}.zip`;
}

function readme({ madeAt, customerId }: DataCopy, productName: string): string {
  return [
    `Everything that the customer engagement of ${productName} held on one person at ${madeAt}.`,
    `data.json has all of it; the other files are its tables for a spreadsheet (UTF-8).`,
    `Number of the record: ${customerId}`,
    '',
    `Alles, was ${productName} zu einer Person für den Kundenkontakt gespeichert hat, Stand ${madeAt}.`,
    'data.json enthält alles, die übrigen Dateien sind die Tabellen daraus (UTF-8).',
    '',
  ].join('\r\n');
}

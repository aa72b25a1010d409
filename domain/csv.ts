/** Rows as CSV (RFC 4180) with a header, in the order of the members of the first row that has each. Objects and lists are JSON. */
export function toCsv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cell(row[column])));
  return [columns.map(cell), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = harmless(typeof value === 'object' ? JSON.stringify(value) : String(value as string));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a customer wrote must not be a formula to whoever opens it in a spreadsheet. Numbers are left alone. */
function harmless(text: string): string {
  return /^[=@\t\r]|^[+-](?![\d.]+$)/.test(text) ? `'${text}` : text;
}

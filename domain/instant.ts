const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Nothing that a customer did lies before this; an earlier date is a mistake of the sender (an empty field read as year 1, say). */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/**
 * The instant that an ISO 8601 date or date-time means, or null when it is none, names a day that does not exist
 * (30 February), or lies outside the years 1970 to 9999. Without an offset it is UTC; a plain date is its midnight.
 */
export function instantOf(text: string): Date | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, time = '00:00', offset = 'Z'] = match;
  if (!dayExists(Number(year), Number(month), Number(day))) return null;
  const at = Date.parse(`${year}-${month}-${day}T${time.replace(',', '.')}${fullOffset(offset)}`);
  return at >= EARLIEST && at <= LATEST ? new Date(at) : null;
}

function dayExists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function fullOffset(offset: string): string {
  if (offset.length === 3) return `${offset}:00`;
  return offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
}

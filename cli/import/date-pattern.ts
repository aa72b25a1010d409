import { InvalidInput } from '../../domain/errors';
import { instantOf } from '../../domain/instant';

/** Reads an instant out of a text; null when the text is none. */
export type DateReader = (text: string) => Date | null;

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  MM: '\\d{1,2}',
  DD: '\\d{1,2}',
  HH: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
};
const TOKEN = /YYYY|MM|DD|HH|mm|ss/g;

/**
 * A reader of dates as a file writes them: `iso`, `unix` (seconds), `unixms`, or a pattern of YYYY, MM, DD, HH, mm and ss, as in
 * `YYYYMMDD` or `DD.MM.YYYY HH:mm`. Times without a zone are UTC. Throws InvalidInput when the pattern has no day.
 */
export function dateReader(pattern: string): DateReader {
  switch (pattern) {
    case 'iso':
      return instantOf;
    case 'unix':
      return (text) => ofNumber(text, 1_000);
    case 'unixms':
      return (text) => ofNumber(text, 1);
    default:
      return ofPattern(pattern);
  }
}

function ofNumber(text: string, unitMs: number): Date | null {
  return /^\d+(\.\d+)?$/.test(text) ? instantOf(toIso(Number(text) * unitMs)) : null;
}

function toIso(ms: number): string {
  const at = new Date(Math.round(ms));
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

function ofPattern(pattern: string): DateReader {
  const tokens: readonly string[] = pattern.match(TOKEN) ?? [];
  if (!['YYYY', 'MM', 'DD'].every((token) => tokens.includes(token))) {
    throw new InvalidInput(
      `"${pattern}" is not a form of dates: use iso, unix, unixms, or YYYY, MM, DD, HH, mm, ss as in YYYYMMDD or DD.MM.YYYY HH:mm.`,
    );
  }
  // Digits that touch have the widths of their tokens; elsewhere "3.2.2026" is as good as "03.02.2026".
  const tight = /YYYYMM|MMDD|DDMM/.test(pattern);
  const source = pattern
    .split(/(YYYY|MM|DD|HH|mm|ss)/)
    .map((part) =>
      part in PARTS
        ? `(${tight ? `\\d{${part.length}}` : PARTS[part]})`
        : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    )
    .join('');
  const regex = new RegExp(`^${source}$`);
  return (text) => {
    const match = regex.exec(text);
    if (!match) return null;
    const found = Object.fromEntries(tokens.map((token, index) => [token, match[index + 1]!.padStart(2, '0')]));
    const { YYYY, MM, DD, HH = '00', mm = '00', ss = '00' } = found;
    return instantOf(`${YYYY}-${MM}-${DD}T${HH}:${mm}:${ss}Z`);
  };
}

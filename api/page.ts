import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '../domain/errors';
import { inQuery } from './place';

/** Query of every list: `limit` rows (1 to 100, 25 by default) after `cursor`, which is the `next_cursor` of the page before. Extend it with a route's filters. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({ description: 'Rows on a page.' }),
  cursor: z.string().max(1000).optional().meta({ description: 'The `next_cursor` of the page before.' }),
});

/** Documents a list's answer: its rows, and the cursor of the next page or null on the last. */
export function pageOf<S extends z.ZodType>(row: S) {
  return z.object({
    data: z.array(row),
    next_cursor: z.string().nullable().meta({ description: 'Give it as `cursor` to read on; null on the last page.' }),
  });
}

/** What a part of a cursor is, so that a foreign or forged one is refused before it reaches the database. */
export type CursorPart = 'text' | 'uuid' | 'time' | 'integer';

const PATTERNS: Readonly<Record<CursorPart, RegExp>> = {
  text: /^[^\0]*$/s,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  integer: /^-?\d{1,18}$/,
};

/** Makes an opaque cursor of the sort values of the last row on a page, as in `[enteredAt.toISOString(), id]`. */
export function encodeCursor(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  return Buffer.from(checksum(text) + text).toString('base64url');
}

/**
 * The sort values in a cursor. With `shape` also their number and form are checked.
 * Throws InvalidInput (400) when the cursor was not made by us, was changed, or belongs to another list.
 */
export function decodeCursor(cursor: string, shape?: readonly CursorPart[]): string[] {
  const parts = partsOf(Buffer.from(cursor, 'base64url').toString());
  if (parts === undefined || (shape !== undefined && !fits(parts, shape))) {
    throw new InvalidInput('The cursor does not belong to this list.', [
      { pointer: inQuery(['cursor']), detail: 'must be the next_cursor of the page before, unchanged' },
    ]);
  }
  return parts;
}

function partsOf(text: string): string[] | undefined {
  const body = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksum(body)) return undefined;
  try {
    const parts: unknown = JSON.parse(body);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}

function fits(parts: readonly string[], shape: readonly CursorPart[]): boolean {
  return parts.length === shape.length && shape.every((part, index) => PATTERNS[part].test(parts[index] ?? ''));
}

const CHECKSUM_LENGTH = 8;

/** Catches accidents and idle tinkering; a cursor gives no access, so it needs no secret. */
function checksum(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LENGTH);
}

import { z } from 'zod';

/** The short name by which tasks, customers and the audit log hold a member of staff, as in `ann` or `ann.smith`. */
export const staffId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be small letters, digits, dots and dashes, at most 40, as in ann')
  .meta({ description: 'Short name of a member of staff.' });

/** An address in the form in which staff are found by it: without spaces around it, in small letters. */
export function staffEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** The id that an address suggests: what stands before the `@`, as far as an id can hold it. */
export function suggestedStaffId(email: string): string {
  const local = staffEmail(email)
    .split('@')[0]!
    .replace(/\+.*$/, '')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9._-]/g, '')
    .replace(/^[^a-z0-9]+/, '');
  return local.slice(0, 40) || 'staff';
}

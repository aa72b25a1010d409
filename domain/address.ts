import type { Channel } from './channel';

/**
 * An address in the one form in which it is sent to and hashed, or null when it cannot be an address of that channel.
 * Email: trimmed, host in lower case. SMS: E.164, a plus sign and 7 to 15 digits; spaces, dots, dashes and brackets are
 * dropped, and so is a bracketed trunk zero; no country is guessed. Push and in-app: the customer id as it is. Syntax only: no address is probed.
 */
export function normalizeAddress(channel: Channel, raw: string): string | null {
  switch (channel) {
    case 'email':
      return normalizeEmail(raw.trim());
    case 'sms':
      return normalizePhone(raw);
    case 'push':
    case 'in-app':
      return raw;
  }
}

const LONGEST_EMAIL = 254;

function normalizeEmail(raw: string): string | null {
  if (raw.length > LONGEST_EMAIL || !/^[^\s@<>(),;:"\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(raw)) return null;
  const at = raw.lastIndexOf('@');
  return raw.slice(0, at) + raw.slice(at).toLowerCase();
}

function normalizePhone(raw: string): string | null {
  const digits = raw.replace('(0)', '').replace(/[\s().\-/]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

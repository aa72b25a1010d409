import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'reply+';
const MAC_BYTES = 10;

/**
 * The address to which answers to one touch come: `reply+<token>@<host>`. The token names the touch and can only be made with the key. In
 * base 32 without upper case, because mail servers may change the case of addresses; 48 of the 64 characters that a local part may have.
 */
export function replyAddress(key: string, touchId: string, host: string): string {
  const id = Buffer.from(touchId.replaceAll('-', ''), 'hex');
  return `${PREFIX}${base32(Buffer.concat([id, macOf(key, id)]))}@${host}`;
}

/** The touch that an address answers, or null when none of the keys made it. Whoever knows the address may write to it, as with any mail. */
export function touchOfReply(keys: readonly string[], address: string): string | null {
  const local = address.trim().toLowerCase().split('@', 1)[0] ?? '';
  const token = local.startsWith(PREFIX) ? local.slice(PREFIX.length) : '';
  const bytes = unBase32(token);
  // The last character has bits to spare: what spells the same bytes in another way was not made by us.
  if (bytes?.length !== ID_BYTES + MAC_BYTES || base32(bytes) !== token) return null;
  const [id, mac] = [bytes.subarray(0, ID_BYTES), bytes.subarray(ID_BYTES)];
  if (!keys.some((key) => timingSafeEqual(macOf(key, id), mac))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const ID_BYTES = 16;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function macOf(key: string, id: Buffer): Buffer {
  return createHmac('sha256', key).update('perennial reply\0').update(id).digest().subarray(0, MAC_BYTES);
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function unBase32(text: string): Buffer | null {
  if (!/^[a-z2-7]{1,64}$/.test(text)) return null;
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { InvalidInput } from '../domain/errors';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Length of every key, and of what a customer's key is made of. */
export const KEY_BYTES = 32;

/** A key and the name by which what it encrypted refers to it. */
export interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The keys of PERENNIAL_ENCRYPTION_KEY: the first encrypts, all of them decrypt. */
export interface MasterKeys {
  readonly current: NamedKey;
  readonly byId: ReadonlyMap<string, NamedKey>;
}

/**
 * Reads keys of 32 bytes each in base64, separated by commas. Their names are the start of their hash, so names need no bookkeeping. Throws
 * InvalidInput when one is none, without quoting it.
 */
export function masterKeys(text: string): MasterKeys {
  const [current, ...others] = text.split(',').map(parse) as [NamedKey, ...NamedKey[]];
  return { current, byId: new Map([current, ...others].map((named) => [named.id, named])) };
}

/** The key of this name. Throws when it is not among the configured ones. */
export function masterKey({ byId }: MasterKeys, id: string): NamedKey {
  const named = byId.get(id);
  if (named) return named;
  const known = [...byId.keys()].join(', ');
  throw new Error(`This was encrypted with key ${id}, which is not among the configured ones (${known}).`);
}

/** Encrypts with AES-256-GCM. `about` is not encrypted and must be the same to decrypt. */
export function seal({ key }: NamedKey, plain: Uint8Array, about = ''): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Decrypts. Throws when it was tampered with, or is about something else. */
export function unseal({ key }: NamedKey, data: Uint8Array, about = ''): Buffer {
  const bytes = Buffer.from(data);
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

function parse(text: string, index: number): NamedKey {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return { id: createHash('sha256').update(key).digest('hex').slice(0, 12), key };
  throw new InvalidInput(
    `encryption key ${index + 1} must be ${KEY_BYTES} bytes in base64: make one with "openssl rand -base64 ${KEY_BYTES}"`,
  );
}

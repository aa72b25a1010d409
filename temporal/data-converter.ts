import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { InvalidInput } from '../domain/errors';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENCODING = Buffer.from('binary/encrypted');
const KEY_ID = 'perennial-key-id';

/**
 * The one data converter of clients, workers and tests. Without keys, Temporal's own. With keys (base64 of 32 bytes each,
 * separated by commas) every payload and failure is encrypted with AES-256-GCM: the first key encrypts, all of them
 * decrypt. To rotate, put a new key first and keep the old ones until no running journey holds their payloads.
 * Throws InvalidInput when a key is not one, without quoting it.
 */
export function dataConverter(encryptionKey?: string): DataConverter {
  if (!encryptionKey) return {};
  return {
    payloadCodecs: [encryptingCodec(encryptionKey.split(',').map(parseKey))],
    failureConverterPath: require.resolve('./failure-converter'),
  };
}

/** A key and the name by which payloads refer to it: the start of its hash, so names need no bookkeeping. */
interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

function parseKey(text: string, index: number): NamedKey {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new InvalidInput(
      `encryption key ${index + 1} must be ${KEY_BYTES} bytes in base64: make one with "openssl rand -base64 ${KEY_BYTES}"`,
    );
  }
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 12), key };
}

function encryptingCodec(keys: readonly NamedKey[]): PayloadCodec {
  const current = keys[0]!;
  const byId = new Map(keys.map((named) => [named.id, named]));
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(current, payload)),
    decode: async (payloads) => payloads.map((payload) => decrypt(byId, payload)),
  };
}

function encrypt({ id, key }: NamedKey, payload: Payload): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { encoding: ENCODING, [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
  };
}

/** Payloads that are not encrypted pass: they are from before encryption was switched on. */
function decrypt(keys: ReadonlyMap<string, NamedKey>, payload: Payload): Payload {
  if (!ENCODING.equals(payload.metadata?.['encoding'] ?? Buffer.of())) return payload;
  const id = Buffer.from(payload.metadata?.[KEY_ID] ?? []).toString();
  const named = keys.get(id);
  if (!named) {
    throw new Error(
      `This payload was encrypted with key ${id}, which is not among the configured ones (${[...keys.keys()].join(', ')}).`,
    );
  }
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv(CIPHER, named.key, data.subarray(0, IV_BYTES));
  decipher.setAuthTag(data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const plain = Buffer.concat([decipher.update(data.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return temporal.api.common.v1.Payload.decode(plain);
}

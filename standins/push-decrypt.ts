import { createDecipheriv, hkdfSync, type ECDH } from 'node:crypto';

const KEY_BYTES = 65;
const TAG_BYTES = 16;

/**
 * Opens the body of a push as the browser does (RFC 8188 and 8291): one record, encrypted to its public key and shared secret. Undefined
 * when it was not made for these.
 */
export function decrypted(body: Buffer, ecdh: ECDH, auth: Buffer): string | undefined {
  try {
    const salt = body.subarray(0, 16);
    const senderKey = body.subarray(21, 21 + body.readUInt8(20));
    const record = body.subarray(21 + KEY_BYTES);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey]);
    const secret = derived(ecdh.computeSecret(senderKey), auth, info, 32);
    const key = derived(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derived(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
    // After the text stands a 2, which says that this is the last record, and as many zeros as somebody wished.
    const end = padded.lastIndexOf(2);
    return end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)
      ? undefined
      : padded.subarray(0, end).toString();
  } catch {
    return undefined;
  }
}

function derived(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}

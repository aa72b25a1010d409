import { createPublicKey, verify } from 'node:crypto';
import { parseJson } from './standin';

/**
 * Whether a sender is who subscribed (RFC 8292): an `Authorization: vapid t=<token>, k=<key>` whose token is signed by the key, made for this
 * service and names a contact. `serverKey`: the key that the browser subscribed to, if any. No clock here, so the token's end is only there.
 */
export function vapidFault(
  authorization: string | undefined,
  origin: string,
  serverKey: string | undefined,
): { readonly fault: string } | { readonly subject: string } {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? '') ?? [];
  if (!token || !key) return { fault: 'no VAPID token' };
  if (serverKey !== undefined && key !== serverKey) return { fault: 'not the key that was subscribed to' };
  const [head = '', claims = '', signature = ''] = token.split('.');
  if (!isSigned(`${head}.${claims}`, signature, key)) return { fault: 'the signature does not fit' };
  const said = parseJson(Buffer.from(claims, 'base64url').toString()) as
    | { aud?: unknown; exp?: unknown; sub?: unknown }
    | undefined;
  if (said?.aud !== origin) return { fault: 'made for another service' };
  if (typeof said.exp !== 'number' || typeof said.sub !== 'string') return { fault: 'without end or contact' };
  return { subject: said.sub };
}

function isSigned(text: string, signature: string, key: string): boolean {
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.toString('base64url', 1, 33),
    y: point.toString('base64url', 33, 65),
  };
  try {
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    return verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
  } catch {
    return false;
  }
}

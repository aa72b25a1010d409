import { createHash } from 'node:crypto';
import type { Clock } from '../domain/clock';
import { KEY_RIGHTS } from '../domain/right';
import { findApiKey, noteApiKeyUse } from '../prisma/api-keys';
import type { Db } from '../prisma/client';
import { HttpProblem } from './problem';
import type { Caller } from './route';

/** How long a verified key is trusted without looking again: a revocation reaches every API process within this time. */
const KEY_CACHE_MS = 5_000;
const USE_NOTED_EVERY_MS = 60_000;
const CACHED_KEYS = 1_000;

interface Verified {
  readonly caller: Caller;
  readonly until: number;
}

/**
 * Checks API keys, given as `Authorization: Bearer <key>` or as the user name of basic authentication (Segment's write key;
 * the password is ignored). Throws a 401 problem when no living key is in the header. Verified keys are remembered for five seconds, by hash, so that ingest costs no query.
 */
export function createKeyCheck({
  db,
  now,
}: {
  readonly db: Db;
  readonly now: Clock;
}): (authorization: string) => Promise<Caller> {
  const verified = new Map<string, Verified>();
  const usedAt = new Map<string, number>();

  return async (authorization) => {
    const secret = secretIn(authorization);
    if (secret === undefined) throw unauthenticated('Send an API key.');
    const at = now();
    const hash = createHash('sha256').update(secret).digest('base64');
    const known = verified.get(hash);
    if (known && at.getTime() < known.until) return known.caller;
    verified.delete(hash);

    const key = await findApiKey(db, secret, at);
    if (!key) throw unauthenticated('This API key is unknown, expired or revoked.', 'invalid_token');
    const caller: Caller = {
      id: key.id,
      kind: 'key',
      name: key.name,
      role: key.role,
      rights: KEY_RIGHTS[key.role],
    };
    const until = Math.min(at.getTime() + KEY_CACHE_MS, key.expiresAt?.getTime() ?? Infinity);
    if (verified.size >= CACHED_KEYS) forgetOldest(verified);
    verified.set(hash, { caller, until });

    if (at.getTime() - (usedAt.get(key.id) ?? -Infinity) >= USE_NOTED_EVERY_MS) {
      if (usedAt.size >= CACHED_KEYS) forgetOldest(usedAt);
      usedAt.set(key.id, at.getTime());
      await noteApiKeyUse(db, key.id, at);
    }
    return caller;
  };
}

function secretIn(authorization: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)$/.exec(authorization.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic':
      return Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0] || undefined;
    default:
      return undefined;
  }
}

/** What is answered to whoever is not known. Only `Bearer` is offered: a `Basic` challenge would make browsers ask for a password on the reference page. */
export function unauthenticated(detail: string, error?: string): HttpProblem {
  const challenge = `Bearer realm="perennial"${error ? `, error="${error}"` : ''}`;
  return new HttpProblem('unauthenticated', detail, { headers: { 'WWW-Authenticate': challenge } });
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import type { KeyRole } from '../domain/right';
import type { Db, Tx } from './client';

/** An API key as it is kept: a hash and the last four characters of its secret, never the secret. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: KeyRole;
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/**
 * Makes a key and returns the only sight of its secret: `pk_<id>_<43 letters and digits>`, 256 random bits, a form that
 * leak scanners can look for; the id part may be shown to anybody. Writes one row with its SHA-256.
 */
export async function createApiKey(
  db: Db | Tx,
  { name, role, now, expiresAt = null }: { name: string; role: KeyRole; now: Date; expiresAt?: Date | null },
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = newId(now);
  const secret = `pk_${id.replaceAll('-', '')}_${randomText()}`;
  await db.apiKey.create({
    data: { id, name, role, hash: hashOf(secret), lastFour: secret.slice(-4), createdAt: now, expiresAt },
  });
  return { id, secret };
}

const SECRET = /^pk_[0-9a-f]{32}_[0-9A-Za-z]{43}$/;

/** The living key of a secret; null when it was never made, was revoked, or expired by `now`. */
export async function findApiKey(db: Db | Tx, secret: string, now: Date): Promise<ApiKey | null> {
  if (!SECRET.test(secret)) return null;
  const key = await db.apiKey.findUnique({ where: { hash: hashOf(secret) }, select: SHOWN });
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now)) return null;
  return asApiKey(key);
}

/** Remembers that a key is in use. Writes nothing when that was noted less than a minute ago. */
export async function noteApiKeyUse(db: Db | Tx, id: string, now: Date): Promise<void> {
  const aMinuteAgo = new Date(now.getTime() - 60_000);
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: aMinuteAgo } }] },
    data: { lastUsedAt: now },
  });
}

/** Keys, newest first, revoked and expired ones included. `before` is the last row of the page before. */
export async function listApiKeys(
  db: Db | Tx,
  { limit, before }: { limit: number; before?: { readonly createdAt: Date; readonly id: string } },
): Promise<ApiKey[]> {
  const keys = await db.apiKey.findMany({
    where: before && {
      OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    select: SHOWN,
  });
  return keys.map(asApiKey);
}

/** Ends a key for good; revoking it again changes nothing. API processes notice within seconds (api/auth.ts). Throws NotFound. */
export async function revokeApiKey(db: Db | Tx, id: string, now: Date): Promise<ApiKey> {
  await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  const key = await db.apiKey.findUnique({ where: { id }, select: SHOWN });
  if (!key) throw new NotFound(`There is no API key ${id}.`);
  return asApiKey(key);
}

/** Everything but the hash. */
const SHOWN = {
  id: true,
  name: true,
  role: true,
  lastFour: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

function asApiKey(row: Omit<ApiKey, 'role'> & { readonly role: string }): ApiKey {
  return { ...row, role: row.role as KeyRole };
}

/** A plain SHA-256 suffices: the secret is 256 random bits, so there is nothing to guess. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 256 random bits in letters and digits only, so that a double click selects all of it. */
function randomText(): string {
  let rest = BigInt(`0x${randomBytes(32).toString('hex')}`);
  let text = '';
  for (let place = 0; place < 43; place += 1) {
    text += ALPHABET[Number(rest % 62n)];
    rest /= 62n;
  }
  return text;
}

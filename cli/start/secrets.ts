import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createApiKey, findApiKey } from '../../prisma/api-keys';
import type { Db } from '../../prisma/client';

const OWNER_ONLY = 0o600;

/** File in which scripts find the development key. */
export function apiKeyFile(state: string): string {
  return path.join(state, 'api-key');
}

/** The development key: one of the role admin, made once for each database and kept for its owner's eyes in `api-key`. */
export async function developmentKey(db: Db, state: string, now: Date): Promise<string> {
  const file = apiKeyFile(state);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (kept && (await findApiKey(db, kept, now))) return kept;
  const { secret } = await createApiKey(db, { name: 'development', role: 'admin', now });
  writeFileSync(file, `${secret}\n`, { mode: OWNER_ONLY });
  return secret;
}

/** The key of address hashes of this machine: made once, because with another one suppressed addresses would be written to again. */
export function machineHashKey(state: string): string {
  const file = path.join(state, 'hash-key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: OWNER_ONLY });
  return readFileSync(file, 'utf8').trim();
}

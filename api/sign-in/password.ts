import { hash, parseOptions, verify } from '@node-rs/argon2';

/** What guessing costs: argon2id with 19 MiB, two passes and one lane (OWASP Password Storage). Hashes made at another cost are made anew when their holder signs in. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** How a password turned out. `stale`: it is right, and should be hashed anew, because the cost has changed. */
export type Verdict = 'wrong' | 'right' | 'stale';

/** Hashes a password (argon2id, in its own encoded form with salt and cost). */
export function hashPassword(password: string): Promise<string> {
  return hash(plain(password), COST);
}

/** Compares a password with what is kept of it. Without that it takes as long and is wrong, so that nobody learns who is here. */
export async function checkPassword(kept: string | null, password: string): Promise<Verdict> {
  const isRight = await verify(kept ?? (await decoy()), plain(password));
  if (!isRight || kept === null) return 'wrong';
  const { memoryCost, timeCost, parallelism } = parseOptions(kept);
  const same = memoryCost === COST.memoryCost && timeCost === COST.timeCost && parallelism === COST.parallelism;
  return same ? 'right' : 'stale';
}

let decoyHash: Promise<string> | undefined;

/** The hash of a password that nobody has. */
function decoy(): Promise<string> {
  return (decoyHash ??= hashPassword('nobody has this one'));
}

/** The same letters are the same password, however a keyboard composes them. */
function plain(password: string): string {
  return password.normalize('NFKC');
}

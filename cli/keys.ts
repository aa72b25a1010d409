import { Command, InvalidArgumentError, Option } from 'commander';
import { generateVAPIDKeys } from 'web-push';
import { InvalidInput } from '../domain/errors';
import { toMs, type Duration } from '../domain/duration';
import { KEY_ROLES, type KeyRole } from '../domain/right';
import { createApiKey, listApiKeys, revokeApiKey, type ApiKey } from '../prisma/api-keys';
import { sealEndpointSecrets } from '../prisma/outgoing/secrets';
import { rotateKeys } from '../temporal/rotate';
import { createSecretSeal } from '../temporal/secret-seal';
import type { CliDeps } from './command';

/**
 * `perennial keys create | list | revoke`: API keys from the command line, which needs no key itself; `vapid`: a pair for web push;
 * `rotate`: another master key for the keys of customers. What is
 * secret is printed alone on standard output, so that a script can keep it, and everything else on standard error.
 */
export function keysCommand({ config, withDb, now }: Pick<CliDeps, 'config' | 'withDb' | 'now'>): Command {
  const keys = new Command('keys').description(
    'create, list and revoke API keys; make the pair of web push; rotate the master key',
  );

  keys
    .command('create')
    .description('make a key and print its secret, once')
    .requiredOption('--name <name>', 'who uses it, as in "billing backend"', name)
    .addOption(
      new Option('--role <role>', 'ingest posts facts, operate also reads and steers, admin also manages keys')
        .choices(KEY_ROLES)
        .makeOptionMandatory(),
    )
    .option('--expires-in <duration>', 'how long it lives, as in "90 days" (default: until it is revoked)', duration)
    .action(async (options: { name: string; role: KeyRole; expiresIn?: number }) => {
      const at = now();
      const expiresAt = options.expiresIn === undefined ? null : new Date(at.getTime() + options.expiresIn);
      const { id, secret } = await withDb((db) =>
        createApiKey(db, { name: options.name, role: options.role, now: at, expiresAt }),
      );
      console.log(secret);
      console.error(`Key ${id} for "${options.name}" (${options.role}). Keep the secret: it is not shown again.`);
    });

  keys
    .command('list')
    .description('show keys, the newest first, never their secrets')
    .option('--json', 'one JSON object a line')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await withDb((db) => listApiKeys(db, { limit: 1000 }));
      for (const key of found) console.log(json ? JSON.stringify(key) : line(key, now()));
      if (found.length === 0) console.error('No keys yet: perennial keys create --name "..." --role operate');
    });

  keys
    .command('revoke')
    .description('end a key for good; running API processes refuse it within five seconds')
    .argument('<id>', 'id of the key, as list shows it', uuid)
    .action(async (id: string) => {
      const key = await withDb((db) => revokeApiKey(db, id, now()));
      console.error(`Key ${id} for "${key.name}" is revoked.`);
    });

  keys
    .command('vapid')
    .description('make the pair of keys by which push services know us, as lines for .env')
    .action(() => {
      const { publicKey, privateKey } = generateVAPIDKeys();
      console.log(`PERENNIAL_VAPID_PUBLIC_KEY=${publicKey}\nPERENNIAL_VAPID_PRIVATE_KEY=${privateKey}`);
      console.error(
        'Set PERENNIAL_VAPID_SUBJECT to an address of yours (mailto: or https:) with them. Browsers are subscribed to this pair: with another one, they have to subscribe again.',
      );
    });

  keys
    .command('rotate')
    .description(
      "wrap customers' keys, and the secrets of webhook endpoints, anew under the first key of PERENNIAL_ENCRYPTION_KEY",
    )
    .action(async () => {
      const { encryptionKey } = config();
      if (!encryptionKey) throw new InvalidInput('PERENNIAL_ENCRYPTION_KEY is not set: nothing is encrypted.');
      const { wrapped, sealed } = await withDb(async (db) => ({
        wrapped: await rotateKeys(db, encryptionKey),
        sealed: await sealEndpointSecrets(db, createSecretSeal(encryptionKey)),
      }));
      console.error(`The secrets of all webhook endpoints are under the first key now; sealed anew: ${sealed}.`);
      console.error(`The keys of all customers are under the first key now; wrapped anew: ${wrapped}.`);
    });

  return keys;
}

function line(key: ApiKey, now: Date): string {
  const state = key.revokedAt ? 'revoked' : key.expiresAt && key.expiresAt <= now ? 'expired' : 'active';
  const used = key.lastUsedAt ? `last used ${key.lastUsedAt.toISOString()}` : 'never used';
  return [key.id, key.role.padEnd(7), state.padEnd(7), `…${key.lastFour}`, used, key.name].join('  ');
}

function name(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= 100) return trimmed;
  throw new InvalidArgumentError('It must have 1 to 100 characters.');
}

function duration(text: string): number {
  try {
    return toMs(text as Duration);
  } catch {
    throw new InvalidArgumentError('It must be a duration such as "90 days".');
  }
}

function uuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('It must be the id of a key, not its secret.');
}

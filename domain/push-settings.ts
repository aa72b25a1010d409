import { createECDH } from 'node:crypto';
import { z } from 'zod';
import type { PushHosts } from './push-endpoint';

const publicKey = z.string().regex(/^[\w-]{87}$/, 'must be a public key as `perennial keys vapid` prints it');
const privateKey = z.string().regex(/^[\w-]{43}$/, 'must be a private key as `perennial keys vapid` prints it');

/** Names and forms of the variables of web push, which the worker (it sends) and the API (browsers subscribe) both read. */
export const pushEnv = {
  PERENNIAL_VAPID_PUBLIC_KEY: publicKey.optional(),
  PERENNIAL_VAPID_PRIVATE_KEY: privateKey.optional(),
  PERENNIAL_VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must begin with mailto: or https://')
    .optional(),
  PERENNIAL_PUSH_LOOPBACK: z.stringbool().default(false),
};

type PushEnv = z.output<z.ZodObject<typeof pushEnv>>;

/** What of web push is configured, with where push services may stand; null when nothing is. */
export interface PushSettings {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly subject: string;
  readonly hosts: PushHosts;
}

/** Settings from variables that have no faults. */
export function pushSettings(env: PushEnv): PushSettings | null {
  const { PERENNIAL_VAPID_PUBLIC_KEY: publicKey, PERENNIAL_VAPID_PRIVATE_KEY: privateKey } = env;
  const { PERENNIAL_VAPID_SUBJECT: subject } = env;
  if (!publicKey || !privateKey || !subject) return null;
  return { publicKey, privateKey, subject, hosts: pushHosts(env) };
}

/** Where push services may stand: beside the internet on this machine, when a developer says so. */
export function pushHosts({ PERENNIAL_PUSH_LOOPBACK: loopback }: Pick<PushEnv, 'PERENNIAL_PUSH_LOOPBACK'>): PushHosts {
  return loopback ? 'any' : 'public';
}

/** What is wrong between the variables: each with its name. All three are given or none, the keys are a pair, and production calls no machine of its own. */
export function pushFaults(
  env: PushEnv & { readonly NODE_ENV?: string | undefined },
): (readonly [name: string, why: string])[] {
  const names = ['PERENNIAL_VAPID_PUBLIC_KEY', 'PERENNIAL_VAPID_PRIVATE_KEY', 'PERENNIAL_VAPID_SUBJECT'] as const;
  const missing = names.filter((name) => env[name] === undefined);
  const given = pushSettings(env);
  return [
    ...(missing.length < names.length
      ? missing.map((name) => [name, 'is needed with the other PERENNIAL_VAPID_ variables'] as const)
      : []),
    ...(given && !isPair(given) ? [[names[0], 'does not belong to PERENNIAL_VAPID_PRIVATE_KEY'] as const] : []),
    ...(env.PERENNIAL_PUSH_LOOPBACK && env.NODE_ENV === 'production'
      ? [['PERENNIAL_PUSH_LOOPBACK', 'is not for production'] as const]
      : []),
  ];
}

function isPair({ publicKey, privateKey }: PushSettings): boolean {
  const ecdh = createECDH('prime256v1');
  try {
    ecdh.setPrivateKey(Buffer.from(privateKey, 'base64url'));
    return ecdh.getPublicKey('base64url') === publicKey;
  } catch {
    return false;
  }
}

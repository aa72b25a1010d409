import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { DAY_MS } from './duration';
import { signLink, type LinkKind, type SignedLink } from './signed-link';

/** Where the pages for customers are, and with what their links are signed: the first key signs, the others are still read. */
export interface LinkSettings {
  readonly baseUrl: string;
  readonly keys: readonly [string, ...string[]];
}

/** Who speaks on the pages and in the messages. `postalAddress` is one line; null when none is given. */
export interface PublicSender {
  readonly productName: string;
  readonly productUrl: string;
  readonly postalAddress: string | null;
}

/** Names and forms of the variables that both the worker (which writes links) and the API (which answers them) read. */
export const publicEnv = {
  PERENNIAL_HASH_KEY: z.string().min(16).optional(),
  PERENNIAL_LINK_KEY: z
    .string()
    .transform((keys) => keys.split(',').map((key) => key.trim()))
    .pipe(z.array(z.string().min(16, 'must be keys of at least 16 characters, separated by commas')))
    .optional(),
  PERENNIAL_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PERENNIAL_PRODUCT_NAME: z.string().default('Acme'),
  PERENNIAL_PRODUCT_URL: z.url().default('https://app.example.com'),
  PERENNIAL_POSTAL_ADDRESS: z.string().trim().min(1).optional(),
};

type PublicEnv = z.output<z.ZodObject<typeof publicEnv>>;

/** What production needs: the name of the variable that is missing, and why. `reaches`: customers are written to, by mail or otherwise. */
export function publicFaults(
  env: PublicEnv,
  { isProduction, reaches }: { readonly isProduction: boolean; readonly reaches?: 'mail' | 'others' | undefined },
): [name: string, why: string][] {
  if (!isProduction) return [];
  const faults: [string, string][] = [];
  if (!env.PERENNIAL_HASH_KEY) faults.push(['PERENNIAL_HASH_KEY', 'is needed in production']);
  if (reaches && !env.PERENNIAL_PUBLIC_URL)
    faults.push(['PERENNIAL_PUBLIC_URL', 'is needed in production: messages link to the pages for customers']);
  if (reaches === 'mail' && !env.PERENNIAL_POSTAL_ADDRESS)
    faults.push(['PERENNIAL_POSTAL_ADDRESS', 'is needed in production: mail says where its sender lives']);
  return faults;
}

/** Hash key of processes that are started by hand on a developer's machine. */
const DEVELOPMENT_HASH_KEY = 'perennial-development';

/** What the variables come to. Without a key of their own, links are signed with one that is made of the hash key. */
export function publicSettings(env: PublicEnv): {
  readonly hashKey: string;
  readonly links: LinkSettings;
  readonly speaker: PublicSender;
} {
  const hashKey = env.PERENNIAL_HASH_KEY ?? DEVELOPMENT_HASH_KEY;
  const [first = derived(hashKey), ...others] = env.PERENNIAL_LINK_KEY ?? [];
  const baseUrl = env.PERENNIAL_PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  return {
    hashKey,
    links: { baseUrl: baseUrl.replace(/\/+$/, ''), keys: [first, ...others] },
    speaker: {
      productName: env.PERENNIAL_PRODUCT_NAME,
      productUrl: env.PERENNIAL_PRODUCT_URL,
      postalAddress: env.PERENNIAL_POSTAL_ADDRESS ?? null,
    },
  };
}

/** The path of each kind of page below `/c`. Short, because text messages are paid for by their length. */
export const PAGE_PATHS = {
  preferences: 'p',
  unsubscribe: 'u',
  why: 'w',
  click: 'k',
  help: 'h',
  confirm: 'y',
  copy: 'd',
} as const satisfies Readonly<Record<LinkKind, string>>;

/** For so long a link to a copy of the data is good. */
export const COPY_GOOD_MS = 7 * DAY_MS;

/** The end of a link to a copy of the data that is handed out now. */
export function copyGoodUntil(now: Date): Date {
  return new Date(now.getTime() + COPY_GOOD_MS);
}

/** The address of the page that a link leads to. */
export function pageUrl({ baseUrl, keys }: LinkSettings, link: SignedLink, expiresAt: Date | null = null): string {
  return `${baseUrl}/c/${PAGE_PATHS[link.kind]}/${signLink(keys[0], link, expiresAt)}`;
}

function derived(hashKey: string): string {
  return createHmac('sha256', hashKey).update('perennial links').digest('base64url');
}

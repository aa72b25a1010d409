import { z } from 'zod';
import type { OidcSettings } from './oidc';

/** Names and forms of the variables that configure sign-in by OpenID Connect. */
export const oidcEnv = {
  PERENNIAL_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(url), 'must be an https: URL')
    .optional(),
  PERENNIAL_OIDC_CLIENT_ID: z.string().trim().min(1).optional(),
  PERENNIAL_OIDC_CLIENT_SECRET: z.string().trim().min(1).optional(),
  PERENNIAL_OIDC_NAME: z.string().trim().min(1).max(40).default('your company account'),
  PERENNIAL_OIDC_DOMAINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((domain) => domain.trim().toLowerCase()))
    .transform((list) => list.filter((domain) => domain !== ''))
    .pipe(
      z.array(
        z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be domains such as acme.example, separated by commas'),
      ),
    ),
};

type OidcEnv = z.output<z.ZodObject<typeof oidcEnv>>;

/** What is missing, by the name of its variable, and why: all three are needed as soon as one is given. */
export function oidcFaults(env: OidcEnv): [name: string, why: string][] {
  const names = ['PERENNIAL_OIDC_ISSUER', 'PERENNIAL_OIDC_CLIENT_ID', 'PERENNIAL_OIDC_CLIENT_SECRET'] as const;
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length === names.length) return [];
  return missing.map((name) => [name, 'is needed to sign in by OpenID Connect']);
}

/** The provider that is configured; undefined when none is. */
export function oidcSettings(env: OidcEnv): OidcSettings | undefined {
  const { PERENNIAL_OIDC_ISSUER: issuer, PERENNIAL_OIDC_CLIENT_ID: clientId } = env;
  const { PERENNIAL_OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return { issuer, clientId, clientSecret, name: env.PERENNIAL_OIDC_NAME, domains: env.PERENNIAL_OIDC_DOMAINS };
}

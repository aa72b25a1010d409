import { ECDH } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '../domain/errors';
import { endpointFault, type PushHosts } from '../domain/push-endpoint';
import type { PushSubscription } from '../prisma/generated/client';

/** What the API knows of web push: the key that browsers subscribe to (null: none is configured), and where push services may stand. */
export interface PushAccess {
  readonly publicKey: string | null;
  readonly hosts: PushHosts;
}

/** Nothing configured: subscriptions are kept, as addresses are, and no browser is asked for one. */
export const NO_PUSH: PushAccess = { publicKey: null, hosts: 'public' };

/** A subscription as `JSON.stringify` makes it of a browser's. */
export const subscriptionBody = z.strictObject({
  endpoint: z.string().max(2_000).meta({ description: 'Address at the push service: a secret of the browser.' }),
  expirationTime: z.number().nullish(),
  keys: z.strictObject({
    p256dh: z.string().refine(isPoint, 'must be a public key on P-256, in base64url'),
    auth: z.string().refine((text) => bytesOf(text).length === 16, 'must be 16 bytes, in base64url'),
  }),
});

/** A subscription as we show it: where it is, without its secret. */
export const subscriptionSchema = z.object({
  id: z.uuid(),
  service: z.string().meta({ description: 'Host of the push service.' }),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
});

/** Throws InvalidInput when the endpoint is none that may be called. */
export function insistOnEndpoint(endpoint: string, { hosts }: PushAccess): void {
  const detail = endpointFault(endpoint, hosts);
  if (detail !== null)
    throw new InvalidInput('This is no subscription to a push service.', [{ pointer: '/endpoint', detail }]);
}

/** Shows a subscription. */
export function subscriptionView({
  id,
  endpoint,
  userAgent,
  createdAt,
}: PushSubscription): z.input<typeof subscriptionSchema> {
  return { id, service: new URL(endpoint).host, user_agent: userAgent, created_at: createdAt.toISOString() };
}

/** A browser's name of itself, as far as it is worth keeping. */
export function userAgentOf(header: string | undefined): string | null {
  return header?.slice(0, 300) ?? null;
}

function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text.replace(/=+$/, '') ? bytes : Buffer.alloc(0);
}

function isPoint(text: string): boolean {
  try {
    return ECDH.convertKey(bytesOf(text), 'prime256v1').length === 65;
  } catch {
    return false;
  }
}

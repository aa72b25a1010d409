import { randomBytes } from 'node:crypto';
import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { BOTH_SECRETS_MS, type Announcement, type WebhookForm } from '../../domain/outgoing';
import type { SecretSeal } from '../../domain/secret-seal';
import { audit } from '../audit';
import type { Db, Tx } from '../client';
import type { WebhookEndpoint } from '../generated/client';
import { secretOf } from './secrets';

/** An endpoint as everybody may see it: without its secrets. */
export type Endpoint = Omit<WebhookEndpoint, 'secret' | 'previousSecret' | 'form' | 'events'> & {
  readonly form: WebhookForm;
  readonly events: readonly Announcement[];
};

/** What is said of an endpoint. */
export interface EndpointWords {
  readonly name: string;
  readonly url: string;
  readonly form: WebhookForm;
  readonly events: readonly Announcement[];
}

/** Who changes something, by which request. */
export interface Doer {
  readonly by: string;
  readonly requestId: string;
}

/** Who does something with a secret, and how secrets are kept. */
export interface Sealing extends Doer {
  readonly seal: SecretSeal;
}

/** A new secret, in the form of Standard Webhooks. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Adds an endpoint. The secret is given here and never again, and is kept sealed. Writes the audit log. */
export async function addEndpoint(
  tx: Tx,
  words: EndpointWords,
  { by, requestId, seal }: Sealing,
  now: Date,
): Promise<{ readonly endpoint: Endpoint; readonly secret: string }> {
  const [id, secret] = [newId(now), newSecret()];
  const kept = { events: [...words.events], secret: seal.seal(secret, secretOf(id)) };
  const data = { ...words, ...kept, id, createdAt: now, createdBy: by };
  const row = await tx.webhookEndpoint.create({ data });
  const detail = { name: row.name, host: new URL(row.url).host, events: row.events };
  await audit(tx, { actor: by, action: 'webhook_endpoint.added', subject: row.id, detail, requestId }, now);
  return { endpoint: shown(row), secret };
}

/** Endpoints, the newest first, behind a place. */
export async function listEndpoints(
  db: Db | Tx,
  {
    after,
    limit,
  }: { readonly after?: { readonly createdAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<Endpoint[]> {
  const rows = await db.webhookEndpoint.findMany({
    where: after
      ? { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] }
      : {},
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(shown);
}

/** Changes an endpoint; what is left out stays. `disabled: false` lets it be told again, with a clean slate. Throws NotFound. Writes the audit log. */
export async function changeEndpoint(
  tx: Tx,
  id: string,
  { disabled, events, ...words }: Partial<EndpointWords> & { readonly disabled?: boolean },
  { by, requestId }: Doer,
  now: Date,
): Promise<Endpoint> {
  const before = await found(tx, id);
  const standing =
    disabled === undefined
      ? {}
      : disabled
        ? { disabledAt: before.disabledAt ?? now, disabledBecause: before.disabledBecause ?? `by ${by}` }
        : { disabledAt: null, disabledBecause: null, failingSince: null };
  const data = { ...words, ...(events && { events: [...events] }), ...standing };
  const row = await tx.webhookEndpoint.update({ where: { id }, data });
  const detail = { name: row.name, host: new URL(row.url).host, events: row.events, disabled: row.disabledAt !== null };
  await audit(tx, { actor: by, action: 'webhook_endpoint.changed', subject: id, detail, requestId }, now);
  return shown(row);
}

/** Gives an endpoint a new secret; the one before is signed with, too, for a day. Throws NotFound. Writes the audit log. */
export async function rotateSecret(
  tx: Tx,
  id: string,
  { by, requestId, seal }: Sealing,
  now: Date,
): Promise<{ readonly endpoint: Endpoint; readonly secret: string }> {
  const { secret: former } = await found(tx, id);
  const secret = newSecret();
  const previousUntil = new Date(now.getTime() + BOTH_SECRETS_MS);
  const row = await tx.webhookEndpoint.update({
    where: { id },
    data: { secret: seal.seal(secret, secretOf(id)), previousSecret: former, previousUntil },
  });
  await audit(tx, { actor: by, action: 'webhook_endpoint.rotated', subject: id, requestId }, now);
  return { endpoint: shown(row), secret };
}

/** Removes an endpoint with what was on its way to it. Throws NotFound. Writes the audit log. */
export async function removeEndpoint(tx: Tx, id: string, { by, requestId }: Doer, now: Date): Promise<void> {
  const { name } = await found(tx, id);
  await tx.webhookDelivery.deleteMany({ where: { endpointId: id } });
  await tx.webhookEndpoint.delete({ where: { id } });
  await audit(tx, { actor: by, action: 'webhook_endpoint.removed', subject: id, detail: { name }, requestId }, now);
}

async function found(tx: Tx, id: string): Promise<WebhookEndpoint> {
  const row = await tx.webhookEndpoint.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no such webhook endpoint.');
  return row;
}

function shown(row: WebhookEndpoint): Endpoint {
  const { id, name, url, createdAt, createdBy, previousUntil, failingSince, disabledAt, disabledBecause } = row;
  const standing = { createdAt, createdBy, previousUntil, failingSince, disabledAt, disabledBecause };
  return { id, name, url, ...standing, form: row.form as WebhookForm, events: row.events as Announcement[] };
}

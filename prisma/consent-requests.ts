import { createHash } from 'node:crypto';
import type { Channel } from '../domain/channel';
import { DAY_MS } from '../domain/duration';
import { newId } from '../domain/ids';
import { signLink } from '../domain/signed-link';
import type { Db, Tx } from './client';
import { planConfirmation } from './confirmations';
import { recordConsent, type ConsentRow } from './consents';
import type { ConsentRequest } from './generated/client';

/** A double opt-in that is asked for: what exactly the customer is to confirm, and how they came to be asked. */
export interface NewConsentRequest {
  readonly customerId: string;
  readonly channel: Channel | '*';
  readonly topic: string;
  readonly wording: string;
  readonly wordingVersion: string | null;
  readonly locale: string;
  readonly method: string;
  readonly actor: string | null;
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** The address in question is asked by us; else whoever asked sends the link. */
  readonly send?: boolean;
}

/** How long a request may be confirmed. */
const OPEN_FOR_MS = 7 * DAY_MS;

/**
 * Begins a double opt-in: a pending record in the customer's chain, and a token that confirms it once within seven days. The token is
 * returned and kept only as its hash. Nothing is granted until somebody posts the confirmation page (GET never confirms). Throws Conflict
 * when it is to be sent and was too often.
 */
export async function requestConsent(
  tx: Tx,
  request: NewConsentRequest,
  key: string,
  now: Date,
): Promise<{ readonly token: string; readonly record: ConsentRow; readonly touchId: string | null }> {
  const { customerId, channel, topic, wording, wordingVersion, locale, method, actor } = request;
  const { evidence = {}, send = false } = request;
  const id = newId(now);
  const expiresAt = new Date(now.getTime() + OPEN_FOR_MS);
  const token = signLink(key, { kind: 'confirm', requestId: id }, expiresAt);
  const said = { customerId, channel, topic, wording, wordingVersion, locale, method };
  const record = await recordConsent(
    tx,
    {
      ...said,
      state: 'pending',
      basis: 'consent',
      actor,
      at: now,
      expiresAt,
      evidence: { ...evidence, requestId: id },
    },
    now,
  );
  const asked = await tx.consentRequest.create({
    data: {
      id,
      ...said,
      customerId: record.customerId,
      tokenHash: hashOf(token),
      requestedAt: now,
      expiresAt,
    },
  });
  return { token, record, touchId: send ? await planConfirmation(tx, asked, now) : null };
}

/** The token of a request as it was made, or null when none of the keys makes it any more. */
export function tokenOf({ id, expiresAt, tokenHash }: ConsentRequest, keys: readonly string[]): string | null {
  const tokens = keys.map((key) => signLink(key, { kind: 'confirm', requestId: id }, expiresAt));
  return tokens.find((token) => hashOf(token) === tokenHash) ?? null;
}

/** The request that a token confirms, or null: unknown, or not to be had any more. Reading it confirms nothing. */
export async function findConsentRequest(db: Db | Tx, token: string): Promise<ConsentRequest | null> {
  return db.consentRequest.findUnique({ where: { tokenHash: hashOf(token) } });
}

/**
 * Confirms a request, once: a grant with the ground `double_opt_in`, in the wording that was asked. `used` and `expired` record nothing;
 * null: there is no such request.
 */
export async function confirmConsent(
  tx: Tx,
  token: string,
  evidence: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<'confirmed' | 'used' | 'expired' | null> {
  const request = await findConsentRequest(tx, token);
  if (!request) return null;
  if (request.confirmedAt) return 'used';
  if (request.expiresAt <= now) return 'expired';
  const { count } = await tx.consentRequest.updateMany({
    where: { id: request.id, confirmedAt: null },
    data: { confirmedAt: now },
  });
  if (count === 0) return 'used';

  const { id, customerId, topic, wording, wordingVersion, locale, requestedAt } = request;
  await recordConsent(
    tx,
    {
      customerId,
      channel: request.channel as Channel | '*',
      topic,
      state: 'granted',
      basis: 'double_opt_in',
      wording,
      wordingVersion,
      locale,
      method: 'double_opt_in',
      actor: 'customer',
      at: now,
      expiresAt: null,
      evidence: { ...evidence, requestId: id, requestedAt: requestedAt.toISOString() },
    },
    now,
  );
  return 'confirmed';
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

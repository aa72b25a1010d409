import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { ownId } from '../../domain/reports/report';
import { storableJson } from '../../domain/storable';
import type { NewProviderEvent } from '../../prisma/provider-events';
import type { WebhookSettings } from './settings';

/** The parameters of a request of Twilio's, as they are signed: all of them, also those that are new to us. */
export type TwilioParams = Readonly<Record<string, string | string[]>>;

/** Reads a form. A parameter that comes twice is a list. */
export function paramsIn(body: Buffer): TwilioParams {
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    const before = params[name];
    params[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return params;
}

/** Whether Twilio signed these parameters for the address that it was given: built from our configuration, never from the Host header. */
export function isFromTwilio(
  { twilioTokens, publicUrl }: WebhookSettings,
  request: Pick<Request, 'originalUrl' | 'get'>,
  params: TwilioParams,
): boolean {
  const signature = request.get('x-twilio-signature');
  if (!signature || publicUrl === undefined) return false;
  return twilioTokens.some((token) =>
    validateRequest(token, signature, publicUrl + request.originalUrl, { ...params }),
  );
}

/**
 * A status callback, to be stored. Twilio's idempotency token is not used to tell repetitions: it is not signed, so who plays a callback
 * again could change it; message, status and error code are signed.
 */
export function statusEvent(
  params: TwilioParams,
  query: { readonly t?: unknown; readonly a?: unknown },
): NewProviderEvent | null {
  const { MessageSid, MessageStatus, ErrorCode = '' } = params;
  const body = storableJson({ ...params, t: ownId(query.t), a: ownId(query.a) });
  if (typeof MessageSid !== 'string' || typeof MessageStatus !== 'string' || !body) return null;
  return {
    provider: 'twilio',
    dedupeKey: hashOf([MessageSid, MessageStatus, ErrorCode]),
    kind: 'delivery',
    touchId: ownId(query.t),
    body,
  };
}

/** A text message from a customer, to be stored. */
export function inboundText(params: TwilioParams): NewProviderEvent | null {
  const { MessageSid } = params;
  const body = storableJson({ ...params });
  if (typeof MessageSid !== 'string' || !body) return null;
  return { provider: 'twilio', dedupeKey: `inbound:${MessageSid.slice(0, 100)}`, kind: 'inbound', touchId: null, body };
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

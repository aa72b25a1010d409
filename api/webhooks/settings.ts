import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** What webhooks are verified by. A provider without a key has no webhooks here: what is not signed is not listened to. */
export interface WebhookSettings {
  /** Public keys of SendGrid's Event Webhook and Inbound Parse: one each, two while a key is changed. */
  readonly sendgridEvents: readonly KeyObject[];
  readonly sendgridInbound: readonly KeyObject[];
  /** Twilio's auth token, and the one before while it is changed. */
  readonly twilioTokens: readonly string[];
  /** Where Twilio reaches this API: part of what it signs. Without it, Twilio cannot be verified. */
  readonly publicUrl: string | undefined;
}

const publicKeys = listOf(
  z.string().transform((text, context) => {
    const key = publicKeyOf(text);
    if (!key)
      context.addIssue({ code: 'custom', message: 'must be public keys of SendGrid, in base64, separated by commas' });
    return key ?? z.NEVER;
  }),
);

/** Names and forms of the variables that webhooks need. */
export const webhookEnv = {
  SENDGRID_EVENT_KEYS: publicKeys,
  SENDGRID_INBOUND_KEYS: publicKeys,
  TWILIO_AUTH_TOKEN: z.string().trim().min(1).optional(),
  TWILIO_AUTH_TOKEN_BEFORE: z.string().trim().min(1).optional(),
};

type WebhookEnv = z.output<z.ZodObject<typeof webhookEnv>>;

/** What the variables come to. */
export function webhookSettings(env: WebhookEnv, publicUrl: string | undefined): WebhookSettings {
  return {
    sendgridEvents: env.SENDGRID_EVENT_KEYS,
    sendgridInbound: env.SENDGRID_INBOUND_KEYS,
    twilioTokens: [env.TWILIO_AUTH_TOKEN, env.TWILIO_AUTH_TOKEN_BEFORE].filter((token) => token !== undefined),
    publicUrl: publicUrl?.replace(/\/+$/, ''),
  };
}

/** A verification key as SendGrid shows it: base64 of a P-256 key in DER (SPKI). Undefined when it is none. */
function publicKeyOf(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Texts separated by commas, each read by a schema; none when the variable is not set. */
function listOf<S extends z.ZodType<unknown, string>>(schema: S) {
  return z
    .string()
    .default('')
    .transform((list) => list.split(',').map((each) => each.trim()))
    .transform((list) => list.filter((each) => each !== ''))
    .pipe(z.array(schema));
}

import { createHash } from 'node:crypto';
import busboy from 'busboy';
import { storableJson } from '../../domain/storable';
import type { NewProviderEvent } from '../../prisma/provider-events';

/** Fields of Inbound Parse that are kept (https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook). */
const KEPT = new Set([
  'headers',
  'from',
  'to',
  'subject',
  'text',
  'html',
  'envelope',
  'charsets',
  'spam_score',
  'dkim',
  'SPF',
]);
const LIMITS = { fieldSize: 2 * 1024 * 1024, fields: 100, parts: 200, fileSize: 40 * 1024 * 1024 };

/**
 * The mail in a request of Inbound Parse, to be stored: its fields, and what was attached by type and size only. Null when the body is
 * not a form. The same mail again has the same key: its Message-ID, else a hash of its fields.
 */
export async function mailIn(contentType: string | undefined, body: Buffer): Promise<NewProviderEvent | null> {
  const form = await readForm(contentType, body).catch(() => null);
  if (!form) return null;
  const mail = storableJson({ ...form.fields, attached: form.attached });
  if (!mail) return null;
  return { provider: 'sendgrid', dedupeKey: `mail:${keyOf(form.fields)}`, kind: 'inbound', touchId: null, body: mail };
}

interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly attached: readonly { readonly type: string; readonly bytes: number }[];
}

function readForm(contentType: string | undefined, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const raw = new Map<string, string>();
    const attached: { type: string; bytes: number }[] = [];
    // Each field comes in a character set of its own, which another field names: so bytes first, letters afterwards.
    const parser = busboy({ headers: { 'content-type': contentType }, defCharset: 'latin1', limits: LIMITS });
    parser.on('field', (name, value) => void (KEPT.has(name) && raw.set(name, value)));
    parser.on('file', (_name, stream, { mimeType }) => {
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => void (bytes += chunk.length));
      stream.on('end', () => void attached.push({ type: mimeType.slice(0, 100), bytes }));
    });
    parser.on('error', reject);
    parser.on('close', () => resolve({ fields: decoded(raw), attached }));
    parser.end(body);
  });
}

function decoded(raw: ReadonlyMap<string, string>): Record<string, string> {
  const charsets = charsetsIn(raw.get('charsets'));
  return Object.fromEntries(
    [...raw].map(([name, value]) => [name, inCharset(Buffer.from(value, 'latin1'), charsets[name])]),
  );
}

function charsetsIn(text = '{}'): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A character set that we do not know is read as UTF-8: letters may be wrong, but the mail is not lost. */
function inCharset(bytes: Buffer, charset: unknown): string {
  try {
    return new TextDecoder(typeof charset === 'string' ? charset : 'utf-8').decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function keyOf(fields: Form['fields']): string {
  const messageId = /^message-id:\s*(\S.{0,500})$/im.exec(fields.headers ?? '')?.[1];
  return createHash('sha256')
    .update(messageId ?? JSON.stringify(fields))
    .digest('base64url');
}

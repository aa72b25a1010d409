import { createHmac, timingSafeEqual } from 'node:crypto';

/** What stands in a link, by its kind: ids as UUIDs, or any text. An id that is not known is empty. The code is part of the token: never reuse one. */
const FORMS = {
  /** The preference centre of a customer. */
  preferences: { code: 1, fields: { customerId: 'id' } },
  /** Taking back what one message rests on. Holds all that it needs, because a mail provider posts to it without any context (RFC 8058). */
  unsubscribe: {
    code: 2,
    fields: { customerId: 'id', touchId: 'id', channel: 'text', topic: 'text', purpose: 'text' },
  },
  /** Why a message was sent. */
  why: { code: 3, fields: { touchId: 'id' } },
  /** A link of a message, on its way to where it leads. */
  click: { code: 4, fields: { touchId: 'id', url: 'text' } },
  /** Asking for a person (M10); from a page it comes without a touch. */
  help: { code: 5, fields: { customerId: 'id', touchId: 'id' } },
  /** The confirmation of a double opt-in. */
  confirm: { code: 6, fields: { requestId: 'id' } },
  /** A copy of everything on a customer, by their wish for it. The one link that opens what is on file. */
  copy: { code: 7, fields: { requestId: 'id' } },
} as const;

export type LinkKind = keyof typeof FORMS;

/** What a link says: its kind and ids, as in `{ kind: 'why', touchId }`. No addresses. */
export type SignedLink<K extends LinkKind = LinkKind> = K extends LinkKind
  ? { readonly kind: K } & { readonly [F in keyof (typeof FORMS)[K]['fields']]: string }
  : never;

/** What a token turned out to be. `expired`: it is ours, and its time is over. */
export type LinkReading =
  | { readonly state: 'valid' | 'expired'; readonly link: SignedLink }
  | { readonly state: 'forged' };

/**
 * Makes an opaque token (base64url) that only the holder of the key can make: kind, end, ids, and HMAC-SHA256 cut to 128 bits (RFC 2104,
 * section 5). Whoever holds it may do what it says and nothing else, so it also stands for the form token of its page. The same link gives the same token.
 */
export function signLink(key: string, link: SignedLink, expiresAt: Date | null): string {
  const { code, fields } = FORMS[link.kind];
  const end = Buffer.alloc(4);
  end.writeUInt32BE(expiresAt === null ? 0 : Math.ceil(expiresAt.getTime() / 1000));
  const values = Object.entries(fields).map(([name, form]) => write(form, (link as Values)[name] ?? ''));
  const body = Buffer.concat([Buffer.of(code), end, ...values]);
  return Buffer.concat([body, macOf(key, body)]).toString('base64url');
}

/**
 * Reads a token that was signed with this key, or with one of several while a key is changed. `forged`: nobody with a key of ours made
 * it. Compares in constant time.
 */
export function readLink(keys: string | readonly string[], token: string, now: Date): LinkReading {
  const bytes = token.length <= LONGEST_TOKEN ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== token) return FORGED;
  const body = bytes.subarray(0, -MAC_BYTES);
  const mac = bytes.subarray(-MAC_BYTES);
  const isOurs = [keys].flat().some((key) => timingSafeEqual(macOf(key, body), mac));
  if (!isOurs) return FORGED;

  const kind = (Object.keys(FORMS) as LinkKind[]).find((each) => FORMS[each].code === body[0]);
  if (!kind) return FORGED;
  const end = body.readUInt32BE(1);
  const state = end !== 0 && end * 1000 <= now.getTime() ? 'expired' : 'valid';
  return { state, link: { kind, ...readFields(FORMS[kind].fields, body.subarray(5)) } as SignedLink };
}

type Form = 'id' | 'text';
type Values = Readonly<Record<string, string>>;

const FORGED = { state: 'forged' } as const;
const LONGEST_TOKEN = 4_000;
const MAC_BYTES = 16;
const ID_BYTES = 16;
const NO_ID = '0'.repeat(2 * ID_BYTES);

function macOf(key: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update('perennial link\0').update(body).digest().subarray(0, MAC_BYTES);
}

function write(form: Form, value: string): Buffer {
  if (form === 'id') {
    const hex = value === '' ? NO_ID : value.replaceAll('-', '');
    if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError('a link holds ids as UUIDs');
    return Buffer.from(hex, 'hex');
  }
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, text]);
}

/** What follows the last field is not looked at: a newer build may have written more. */
function readFields(fields: Readonly<Record<string, Form>>, bytes: Buffer): Values {
  let at = 0;
  const take = (count: number): Buffer => bytes.subarray(at, (at += count));
  return Object.fromEntries(
    Object.entries(fields).map(([name, form]) => {
      const length = form === 'id' ? ID_BYTES : take(2).readUInt16BE(0);
      return [name, form === 'id' ? idOf(take(length).toString('hex')) : take(length).toString('utf8')];
    }),
  );
}

function idOf(hex: string): string {
  return hex === NO_ID ? '' : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

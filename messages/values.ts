import type { Day, Values } from './bind';
import { oneLine } from './escape';

/** A customer as messages see one: the columns of the profile, and the company's name when it is known. `traits` is the JSON as it is stored. */
export interface Addressee {
  readonly name: string | null;
  readonly locale: string;
  readonly timeZone: string | null;
  readonly traits: unknown;
  readonly account?: { readonly name: string | null } | null;
}

/** Who speaks. `productUrl` is where the customer signs in; pages that messages link to lie below it unless `links` says otherwise. */
export interface SenderSettings {
  readonly productName: string;
  readonly productUrl: string;
  /** The person or team that signs: a name that a customer may answer to. */
  readonly senderName: string;
  /** In one line, for messages that owe it. */
  readonly postalAddress?: string | null;
  readonly links?: Partial<Record<LinkName, string>>;
}

/** Pages that messages lead to, and where they lie below the product's address. */
const LINKS = {
  app: '',
  help: '/help',
  team: '/team',
  billing: '/billing',
  feedback: '/feedback',
  review: '/review',
  referral: '/referral',
  story: '/story',
} as const;
type LinkName = keyof typeof LINKS;

/** Addresses of the pages that go with one message to one customer. What is not there is not mentioned. */
export type PageLinks = Partial<Record<'help' | 'why' | 'preferences' | 'unsubscribe', string>>;

/** What messages may say to a customer. Unknown facts are absent, so that a message's own fall-backs stand in. */
export function valuesFor(customer: Addressee, settings: SenderSettings, pages: PageLinks = {}): Values {
  const traits = isRecord(customer.traits) ? customer.traits : {};
  const name =
    personName(customer.name) ??
    personName(
      [traits['firstName'] ?? traits['first_name'], traits['lastName'] ?? traits['last_name']].filter(isText).join(' '),
    );
  return {
    customer: {
      name,
      first_name: personName(traits['firstName'] ?? traits['first_name']) ?? firstName(name),
      plan: isText(traits['plan']) ? traits['plan'] : undefined,
      locale: customer.locale,
    },
    account: { name: personName(customer.account?.name) ?? personName(traits['company']) },
    traits: Object.fromEntries(Object.entries(traits).filter(isScalar)),
    product: { name: settings.productName, url: withoutSlash(settings.productUrl) },
    sender: { name: settings.senderName, postal: settings.postalAddress },
    pages: { ...pages },
    renewal: { date: dayOf(traits['renewal_date'], customer.timeZone) },
    links: Object.fromEntries(
      Object.entries(LINKS).map(([link, path]) => [
        link,
        settings.links?.[link as LinkName] ?? withoutSlash(settings.productUrl) + path,
      ]),
    ),
  };
}

/** A name that can be used to address somebody. What holds a web or mail address is none: sign-up forms are abused to have spam sent in our name. */
function personName(value: unknown): string | undefined {
  if (!isText(value) || /:\/\/|www\.|@/i.test(value)) return undefined;
  return oneLine(value, 100) || undefined;
}

/** "Anna" of "Dr. Anna Maria Berg" and of "Berg, Anna". */
function firstName(name: string | undefined): string | undefined {
  const words = (name?.includes(',') ? name.slice(name.indexOf(',') + 1) : (name ?? '')).trim().split(/\s+/);
  return words.find((word) => !word.endsWith('.')) || undefined;
}

/** The day of an ISO date, or of a date-time in the customer's zone. A bare date is that day everywhere. */
function dayOf(value: unknown, timeZone: string | null): Day | undefined {
  if (!isText(value) || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return undefined;
  return { at, timeZone: value.length === 10 || !timeZone || !isZone(timeZone) ? 'UTC' : timeZone };
}

function isZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isScalar(entry: [string, unknown]): entry is [string, string | number | boolean] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { DAY_MS } from '../../domain/duration';
import { COMPANIES, NAMES, PLACES } from './names';
import { OWNERS } from './staff';
import type { Lots } from './lots';

/** A company of the seeded world. */
export interface Company {
  readonly id: string;
  readonly groupId: string;
  readonly name: string;
  readonly domain: string;
  readonly place: (typeof PLACES)[number];
  readonly plan: string;
  readonly industry: string;
  /** Who looks after it; null: nobody yet. */
  readonly owner: string | null;
  readonly createdAt: number;
}

/** A customer before anything happened to them. */
export interface Customer {
  /** Place in the world, from 0. */
  readonly number: number;
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly firstName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: 'en' | 'de';
  readonly country: string;
  readonly zone: string;
  /** Hours from UTC, without daylight saving. */
  readonly offset: number;
  readonly owner: string | null;
  readonly title: string;
  readonly company: Company;
  readonly createdAt: number;
}

/** A company, with a domain that no other has: `taken` holds those that are given. */
export function companyOf(lots: Lots, createdAt: number, taken: Set<string>): Company {
  const place = lots.weighed(PLACES.map((each) => [each, each.weight] as const));
  const { name, industry } = place.locale === 'de' ? germanName(lots) : englishName(lots);
  let domain = slug(name);
  while (taken.has(domain)) domain = `${slug(name)}-${lots.whole(2, 9_999)}`;
  taken.add(domain);
  return {
    id: lots.id(createdAt),
    groupId: domain,
    name,
    domain: `${domain}.example`,
    place,
    plan: lots.weighed(PLANS),
    industry,
    owner: lots.chance(0.88) ? lots.pick(OWNERS[place.locale]).id : null,
    createdAt,
  };
}

/** Plans, and how many have them. */
const PLANS = [
  ['starter', 45],
  ['team', 38],
  ['business', 14],
  ['enterprise', 3],
] as const;

function englishName(lots: Lots) {
  const { name, trade } = COMPANIES.en;
  const industry = lots.pick(trade);
  if (lots.chance(0.2))
    return { name: `${lots.pick(NAMES.en.last)} & ${lots.pick(NAMES.en.last)} ${industry}`, industry };
  return { name: `${lots.pick(name)} ${industry}`, industry };
}

function germanName(lots: Lots) {
  const { name, trade, form } = COMPANIES.de;
  const industry = lots.pick(trade);
  const first = lots.chance(0.45) ? lots.pick(NAMES.de.last) : lots.pick(name);
  return { name: `${first} ${industry} ${lots.pick(form)}`, industry };
}

/** Somebody who works there. `taken`: names that colleagues have. */
export function customerOf(
  lots: Lots,
  { company, number, createdAt }: { readonly company: Company; readonly number: number; readonly createdAt: number },
  taken: Set<string>,
): Customer {
  const { place } = company;
  const names = NAMES[place.locale];
  const [firstName, last] = [lots.pick(names.first), lots.pick(names.last)];
  let mailbox = `${slug(firstName)}.${slug(last)}`;
  for (let count = 2; taken.has(mailbox); count += 1) mailbox = `${slug(firstName)}.${slug(last)}${count}`;
  taken.add(mailbox);
  return {
    number,
    id: lots.id(createdAt),
    userId: `u_${String(number + 1).padStart(6, '0')}`,
    name: `${firstName} ${last}`,
    firstName,
    email: lots.chance(0.985) ? `${mailbox}@${company.domain}` : null,
    phone: lots.chance(0.6) ? phoneOf(lots, place) : null,
    locale: place.locale,
    country: place.country,
    zone: place.zone,
    offset: place.offset,
    owner: company.owner,
    title: lots.pick(TITLES[place.locale]),
    company,
    createdAt,
  };
}

const TITLES = {
  en: [
    'Office manager',
    'Owner',
    'Operations lead',
    'Head of marketing',
    'Project manager',
    'Accountant',
    'IT administrator',
    'Team lead',
    'Assistant',
  ],
  de: [
    'Büroleitung',
    'Inhaberin',
    'Betriebsleitung',
    'Marketingleitung',
    'Projektleitung',
    'Buchhaltung',
    'IT-Administration',
    'Teamleitung',
    'Assistenz',
  ],
} as const;

/** A number that no subscriber has: the regulators of these countries keep them for films and books; elsewhere none. */
function phoneOf(lots: Lots, { country, area }: (typeof PLACES)[number]): string | null {
  if (country === 'GB') return `+447700900${String(lots.whole(0, 999)).padStart(3, '0')}`;
  if (country === 'DE') return `+493023125${String(lots.whole(0, 999)).padStart(3, '0')}`;
  return area.length > 0 ? `+1${lots.pick<string>(area)}55501${String(lots.whole(0, 99)).padStart(2, '0')}` : null;
}

/** The day on which the contract is renewed, as a backend says it. */
export function renewalDay(at: number): string {
  return new Date(Math.floor(at / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i' };

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[äöüßı]/g, (letter) => UMLAUTS[letter]!)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

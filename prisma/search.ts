import type { Db } from './client';
import { Prisma } from './generated/client';
import { customersByIds, type ListedCustomer } from './profile';

/** By what a customer was found, the surest first. */
export const SEARCH_MATCHES = ['id', 'name', 'email', 'part', 'company', 'alike'] as const;
type SearchMatch = (typeof SEARCH_MATCHES)[number];

/** A customer who was found, by what, and the companies that they belong to. */
export interface FoundCustomer {
  readonly customer: ListedCustomer;
  readonly match: SearchMatch;
  readonly companies: readonly string[];
}

/** Of each way to find somebody, so many are ranked at most: what a search may cost is bounded, however many there are. */
const MOST_EACH = 200;
const MOST_COMPANIES = 20;
const MOST_ALIKE = 500;

/**
 * Finds customers by their ids, the beginning of their name or mail address, words or parts of name, address and phone number, or their
 * company; when nothing fits, by names that are nearly alike. Small letters and letters without accents do. The surest matches first, then
 * those who were seen last. `most` at most; there is no page behind it: somebody who looks for a person types more.
 */
export async function searchCustomers(db: Db, text: string, most: number): Promise<FoundCustomer[]> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const found = await find(db, searchStatement(words, most));
  const ranked =
    found.length > 0 || words.join('').length < LEAST_ALIKE ? found : await find(db, alikeStatement(words, most));
  const ids = ranked.map(({ id }) => id);
  const [customers, companies] = await Promise.all([customersByIds(db, ids), companiesOf(db, ids)]);
  return ranked.flatMap(({ id, match }) => {
    const customer = customers.get(id);
    return customer ? [{ customer, match, companies: companies.get(id) ?? [] }] : [];
  });
}

interface Ranked {
  readonly id: string;
  readonly match: SearchMatch;
}

/** With few rows wanted the planner would rather read the table from its beginning, which takes long for whoever is not in it. */
async function find<Row = Ranked>(db: Db, statement: Prisma.Sql): Promise<Row[]> {
  const [, rows] = await db.$transaction([
    db.$executeRaw`SET LOCAL enable_seqscan = off`,
    db.$queryRaw<Row[]>(statement),
  ]);
  return rows;
}

/**
 * The ids of all customers of whose name, address, phone number or company every word is a part; null when there are more than `most`, which
 * is too many to say.
 */
export async function customersNamed(db: Db, text: string, most: number): Promise<string[] | null> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const rows = await find<{ readonly id: string }>(
    db,
    Prisma.sql`
    (SELECT id FROM customers c WHERE ${everyWord(CUSTOMER_WORDS, words)} LIMIT ${most + 1})
    UNION
    (SELECT m.customer_id FROM (SELECT id FROM accounts a WHERE ${everyWord(COMPANY_WORDS, words)} LIMIT ${most + 1}) a
      CROSS JOIN LATERAL (SELECT customer_id FROM account_members WHERE account_id = a.id LIMIT ${most + 1}) m LIMIT ${most + 1})`,
  );
  return rows.length > most ? null : rows.map(({ id }) => id);
}

/** The statement that finds and ranks; each of its parts starts from an index and ends after so many rows. */
export function searchStatement(words: readonly string[], most: number): Prisma.Sql {
  const text = words.join(' ');
  const parts = [
    part(
      'id',
      Prisma.sql`
      SELECT id FROM customers WHERE id = ${UUID.test(text) ? text : NOBODY}::uuid
      UNION ALL SELECT customer_id FROM identities WHERE kind = 'user' AND value = ${text}
      UNION ALL SELECT customer_id FROM identities WHERE kind = 'anonymous' AND value = ${text}`,
    ),
    part(
      'name',
      Prisma.sql`
      SELECT id FROM customers WHERE folded_name(name) LIKE folded_name(${`${escaped(text)}%`})
      ORDER BY folded_name(name) USING ~<~, id LIMIT ${MOST_EACH}`,
    ),
    part(
      'email',
      Prisma.sql`
      SELECT id FROM customers WHERE lower(email) LIKE lower(${`${escaped(text)}%`})
      ORDER BY lower(email) USING ~<~, id LIMIT ${MOST_EACH}`,
    ),
    part('part', Prisma.sql`SELECT id FROM customers c WHERE ${everyWord(CUSTOMER_WORDS, words)} LIMIT ${MOST_EACH}`),
    part(
      'company',
      Prisma.sql`
      SELECT m.customer_id FROM (
        SELECT id FROM accounts a WHERE ${everyWord(COMPANY_WORDS, words)} LIMIT ${MOST_COMPANIES}
      ) a CROSS JOIN LATERAL (SELECT customer_id FROM account_members WHERE account_id = a.id LIMIT ${MOST_EACH / MOST_COMPANIES}) m`,
    ),
    part(
      'company',
      Prisma.sql`
      SELECT m.customer_id FROM accounts a CROSS JOIN LATERAL (
        SELECT customer_id FROM account_members WHERE account_id = a.id LIMIT ${MOST_EACH}) m WHERE a.group_id = ${text}`,
    ),
  ];
  return ranked(Prisma.join(parts, ' UNION ALL '), most);
}

/** The statement that finds names which are nearly alike, by how many groups of three letters they share. */
export function alikeStatement(words: readonly string[], most: number): Prisma.Sql {
  const text = words.join(' ');
  const parts = part(
    'alike',
    Prisma.sql`
    SELECT id FROM (SELECT id, name, email, phone FROM customers c WHERE folded_name(${text}) <% ${CUSTOMER_WORDS} LIMIT ${MOST_ALIKE}) c
    ORDER BY word_similarity(folded_name(${text}), ${CUSTOMER_WORDS}) DESC, id LIMIT ${most}`,
  );
  return ranked(parts, most);
}

function part(match: SearchMatch, rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT f.id, ${SEARCH_MATCHES.indexOf(match)}::int AS rank FROM (${rows}) AS f (id))`;
}

function ranked(parts: Prisma.Sql, most: number): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id, (${[...SEARCH_MATCHES]}::text[])[f.rank + 1] AS match
    FROM (SELECT id, min(rank) AS rank FROM (${parts}) AS each GROUP BY id) AS f
    JOIN LATERAL (SELECT id, last_seen_at FROM customers WHERE id = f.id AND merged_into IS NULL AND erased_at IS NULL LIMIT 1) c ON true
    ORDER BY f.rank, c.last_seen_at DESC NULLS LAST, c.id LIMIT ${most}`;
}

/** As in the indexes `customers_words` and `accounts_words`, word for word, or they are not used. */
const CUSTOMER_WORDS = Prisma.raw(
  `(' ' || folded_name(coalesce(c."name", '')) || ' ' || lower(coalesce(c."email", '')) || ' ' || coalesce(c."phone", ''))`,
);
const COMPANY_WORDS = Prisma.raw(`(' ' || folded_name(coalesce(a."name", '')))`);

/** People write numbers with spaces between the digits. */
function wordsOf(text: string): string[] {
  const whole = text.replaceAll(/\s/g, '');
  return asNumber(whole) ? [whole] : text.split(/\s+/).filter(Boolean);
}

/** Short words count where a word begins, longer ones anywhere: of fewer than three letters the index knows beginnings alone. */
function everyWord(where: Prisma.Sql, words: readonly string[]): Prisma.Sql {
  const patterns = words.slice(0, MOST_WORDS).map((word) => {
    const sought = asNumber(word) ?? word;
    return sought.length < 3 ? `% ${escaped(sought)}%` : `%${escaped(sought)}%`;
  });
  return Prisma.join(
    patterns.map((pattern) => Prisma.sql`${where} LIKE folded_name(${pattern})`),
    ' AND ',
  );
}

const MOST_WORDS = 6;
/** Of fewer letters everything is nearly alike. */
const LEAST_ALIKE = 4;

/** A phone number as it stands in E.164, as far as it can be told: without what people put between digits, and without the zero of calls from within a country. */
function asNumber(word: string): string | null {
  const digits = word.replaceAll(/[()./-]/g, '');
  return /^(\+|00?)?\d{4,}$/.test(digits) ? digits.replace(/^(00|0|\+)/, '') : null;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`);
}

async function companiesOf(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.$queryRaw<{ id: string; companies: string[] }[]>(Prisma.sql`
    SELECT m.customer_id AS id, array_agg(coalesce(a.name, a.group_id) ORDER BY m.joined_at, a.id) AS companies
    FROM account_members m JOIN accounts a ON a.id = m.account_id WHERE m.customer_id = ANY(${[...ids]}::uuid[]) GROUP BY 1`);
  return new Map(rows.map(({ id, companies }) => [id, companies]));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';

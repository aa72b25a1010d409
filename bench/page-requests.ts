import { INBOX_VIEWS } from '../domain/inbox';
import { WATCH_REASONS } from '../domain/watch';
import type { Db } from '../prisma/client';

/** A request that a page of staff is made from. */
export interface PageRequest {
  readonly what: string;
  /** `index` counts up, so that not the same is asked for each time. */
  readonly path: (places: Places, index: number) => string;
}

/** Things of the seeded world to ask for. */
export interface Places {
  readonly customers: readonly string[];
  /** Customers who have written. */
  readonly writers: readonly string[];
  readonly tasks: readonly string[];
  readonly mail: readonly string[];
  readonly names: readonly string[];
}

const JOURNEYS = ['onboarding', 'at-risk', 'renewal', 'advocacy'];
const STAFF = ['ann', 'fatma', 'greta', 'lena', 'nora'];

/** What many are called, or their companies; and what stands behind the counts on the map of a journey. */
const COMMON = ['anna', 'müller', 'smith', 'harbor', 'nguyen', '@mail'];
const COUNTED = ['who=standing', 'who=standing&longer_than=864000', 'who=left&how=goal', 'who=left&how=short'];
/** Names that nobody of that world has. */
const UNKNOWN = ['quetzalcoatl', 'xylander', 'brzęczyszczykiewicz', 'ozymandias'];

const forSomebody = (index: number) => `person=${pick(STAFF, index)}`;
const search = (text: string) => `/v1/search?limit=50&q=${encodeURIComponent(text)}`;

/** Everything that the inbox, the pages of tasks, customers, journeys, the watch and the search ask for. */
export const PAGE_REQUESTS: readonly PageRequest[] = [
  ...INBOX_VIEWS.map((view) => ({
    what: `inbox, ${view}`,
    path: (_: Places, index: number) => `/v1/inbox?view=${view}&limit=50&${forSomebody(index)}`,
  })),
  { what: 'inbox, of a queue', path: (_, index) => `/v1/inbox?view=all&queue=renewals&limit=50&${forSomebody(index)}` },
  {
    what: 'inbox, by words',
    path: (_, index) => `/v1/inbox?view=all&limit=50&q=${encodeURIComponent(pick(COMMON, index))}`,
  },
  { what: 'inbox, counts', path: (_, index) => `/v1/inbox/counts?${forSomebody(index)}` },
  { what: 'board', path: () => '/v1/inbox/board' },
  { what: 'tasks of a person', path: (_, index) => `/v1/tasks?limit=50&assignee=${pick(STAFF, index)}` },
  { what: 'a task', path: ({ tasks }, index) => `/v1/tasks/${pick(tasks, index)}` },
  ...['', '/journeys', '/health', '/timeline?limit=40', '/consents?limit=50', '/colleagues?limit=8'].map((part) => ({
    what: `a customer${part && `, ${part.slice(1).replace(/\?.*/, '')}`}`,
    path: ({ customers }: Places, index: number) => `/v1/customers/${pick(customers, index)}${part}`,
  })),
  {
    what: 'a customer, conversation',
    path: ({ writers }, index) => `/v1/customers/${pick(writers, index)}/conversation?limit=1`,
  },
  {
    what: 'a customer, tasks',
    path: ({ customers }, index) => `/v1/tasks?customer_id=${pick(customers, index)}&limit=20`,
  },
  { what: 'customers at risk', path: () => '/v1/customers?lifecycle=at-risk&limit=50' },
  { what: 'search by id', path: ({ customers }, index) => search(pick(customers, index)) },
  { what: 'search by address', path: ({ mail }, index) => search(pick(mail, index)) },
  { what: 'search by name', path: ({ names }, index) => search(pick(names, index)) },
  {
    what: 'search, letter by letter',
    path: ({ names }, index) => search(pick(names, index).slice(0, 2 + (index % 6))),
  },
  { what: 'search, common words', path: (_, index) => search(pick(COMMON, index)) },
  { what: 'search, misspelled', path: ({ names }, index) => search(misspelled(pick(names, index))) },
  { what: 'search, nobody', path: (_, index) => search(pick(UNKNOWN, index)) },
  { what: 'all journeys', path: () => '/v1/journeys' },
  { what: 'a journey, map', path: (_, index) => `/v1/journeys/${pick(JOURNEYS, index)}/map` },
  {
    what: 'a journey, people',
    path: (_, index) => `/v1/journeys/${pick(JOURNEYS, index)}/people?limit=50&${pick(COUNTED, index >> 2)}`,
  },
  { what: 'a journey, holdout', path: (_, index) => `/v1/journeys/${pick(JOURNEYS, index)}/holdout` },
  { what: 'forecast', path: () => '/v1/forecast' },
  ...WATCH_REASONS.map((reason) => ({ what: `watch, ${reason}`, path: () => `/v1/watch?reason=${reason}&limit=50` })),
  { what: 'watch, counts', path: () => '/v1/watch/counts' },
  { what: 'conversations', path: () => '/v1/conversations?state=open&limit=50' },
];

/** Some customers and tasks of everywhere in that world. */
export async function placesIn(db: Db): Promise<Places> {
  const people = await db.$queryRaw<{ id: string; email: string | null; name: string | null }[]>`
    SELECT id, email, name FROM customers WHERE abs(hashtext(id::text)) % 97 = 0 LIMIT 400`;
  const writers = await db.$queryRaw<{ id: string }[]>`
    SELECT customer_id AS id FROM conversations WHERE abs(hashtext(customer_id::text)) % 3 = 0 LIMIT 400`;
  const tasks = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM tasks WHERE state IN ('open', 'claimed') AND abs(hashtext(id::text)) % 11 = 0 LIMIT 400`;
  return {
    customers: people.map(({ id }) => id),
    writers: writers.map(({ id }) => id),
    tasks: tasks.map(({ id }) => id),
    mail: people.flatMap(({ email }) => email ?? []),
    names: [...new Set(people.flatMap(({ name }) => name ?? []))],
  };
}

/** Two letters of the last word have changed places, as in haste. */
function misspelled(name: string): string {
  const at = name.lastIndexOf(' ') + 2;
  return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
}

function pick(from: readonly string[], index: number): string {
  return from[index % from.length]!;
}

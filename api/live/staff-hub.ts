import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import type { Db } from '../../prisma/client';
import { readStaffNews, STAFF_CHANNEL, type StaffNews, type StaffNewsItem } from '../../prisma/inbox/news';
import { sweepPresences } from '../../prisma/inbox/presence';
import { createHub, type Hub } from './seats';

type Item = StaffNewsItem & { readonly id: string };

/** Tells open pages of staff what happens to tasks, who looks at them, and of alarms and conversations. */
export type StaffHub = Hub<Omit<StaffNews, 'items'> & { readonly items: readonly Item[] }>;

/** What a hub is built from. `listen` is the URL of the database whose notices wake it; without it the hub only looks from time to time. */
export interface StaffHubOptions {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly listen?: string;
  /** Most pages of one person, and of all (20, 2,000). */
  readonly mostPages?: { readonly ofOne: number; readonly ofAll: number };
}

/** The hub of staff's pages in this process. All are told the same, so those that stand at the same place share one reading. */
export function createStaffHub({
  db,
  now,
  log,
  listen,
  mostPages = { ofOne: 20, ofAll: 2_000 },
}: StaffHubOptions): StaffHub {
  const readings = new Map<string | null, ReturnType<typeof fetch>>();

  async function fetch(cursor: string | null) {
    const news = await readStaffNews(db, cursor, now());
    return { ...news, items: news.items.map((item) => ({ ...item, id: `${item.topic}:${item.subject}` })) };
  }

  function read(_of: string, cursor: string | null) {
    const shared = readings.get(cursor);
    if (shared) return shared;
    const reading = fetch(cursor).finally(() => readings.get(cursor) === reading && readings.delete(cursor));
    readings.set(cursor, reading);
    return reading;
  }

  return createHub({
    log,
    listen,
    channel: STAFF_CHANNEL,
    mostPages,
    read,
    tells: ({ reload }) => reload,
    concerns() {
      // A reading that has begun may not see what this notice is about.
      readings.clear();
      return undefined;
    },
    tick: () =>
      void sweepPresences(db, now()).catch((error: Error) =>
        log.debug({ reason: error.name }, 'presences were not swept'),
      ),
  });
}

import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import type { Db } from '../../prisma/client';
import { IN_APP_CHANNEL, readLive, type LiveMessage } from '../../prisma/in-app-live';
import { createHub, type Hub } from './seats';

/** What pages of a customer are told: in-app messages that have changed. */
interface InAppNews {
  readonly cursor: string;
  readonly items: readonly LiveMessage[];
}

/** Tells open pages of what happens to their customer's in-app messages, as soon as it is committed. */
export type LiveHub = Hub<InAppNews>;

/** What a hub is built from. `listen` is the URL of the database whose notices wake it; without it the hub only looks from time to time. */
export interface LiveHubOptions {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly listen?: string;
  /** Most pages of one customer, and of all (8, 5,000). */
  readonly mostPages?: { readonly ofOne: number; readonly ofAll: number };
}

/** The hub of customers' pages in this process: a notice names the customer. */
export function createLiveHub({
  db,
  now,
  log,
  listen,
  mostPages = { ofOne: 8, ofAll: 5_000 },
}: LiveHubOptions): LiveHub {
  return createHub({
    log,
    listen,
    channel: IN_APP_CHANNEL,
    mostPages,
    concerns: (customerId) => customerId,
    async read(of, at) {
      const news = await readLive(db, of, at, now());
      // Somebody else by now: the page comes again, and is told who.
      return news?.customerId === of ? { cursor: news.cursor, items: news.messages } : null;
    },
  });
}

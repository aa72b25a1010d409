import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import { SECOND_MS } from '../../domain/duration';
import type { Db } from '../../prisma/client';
import { IN_APP_CHANNEL, readLive, type LiveMessage } from '../../prisma/in-app-live';
import { listenForRows, type Listener } from '../../temporal/listen';

/** An open page, as the hub sees it. */
interface Page {
  readonly customerId: string;
  /** Where the page stands: null before it was told anything. */
  readonly cursor: string | null;
  readonly tell: (news: { readonly cursor: string; readonly messages: readonly LiveMessage[] }) => void;
  /** A sign of life. */
  readonly beat: () => void;
  readonly end: () => void;
}

/** Tells open pages of what happens to their customer's in-app messages, as soon as it is committed. */
export interface LiveHub {
  /** Takes a page in, and returns how to let it go; or why it cannot be. */
  readonly open: (page: Page) => (() => void) | 'too_many' | 'closing';
  readonly count: () => number;
  /** Ends all pages, which come again elsewhere, and takes no more. */
  readonly close: () => Promise<void>;
}

/** What a hub is built from. `listen` is the URL of the database whose notices wake it; without it the hub only looks from time to time. */
export interface LiveHubOptions {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly listen?: string;
  /** Most pages of one customer, and of all (8, 5,000). */
  readonly mostPages?: { readonly ofOne: number; readonly ofAll: number };
}

/** Proxies cut connections that are silent for half a minute. */
const BEAT_MS = 15 * SECOND_MS;
/** How often it looks without being woken: while notices come in, only in case that one was lost on the way. */
const LOOK_MS = 30 * SECOND_MS;
const LOOK_WHEN_DEAF_MS = 2 * SECOND_MS;
/** Pages that are read for at a time when all are. */
const READ_AT_ONCE = 4;

/** A page with what it has been told: a revision is told once, though it may be read again while an older transaction is under way. */
interface Seat extends Page {
  at: string | null;
  reading: boolean;
  stale: boolean;
  readonly told: Map<string, string>;
}

/**
 * A hub of this process. Every page asks the database for what it has not been told, when a notice names its customer; so any number of
 * processes may run, and a page that moves from one to another misses nothing.
 */
export function createLiveHub({
  db,
  now,
  log,
  listen,
  mostPages = { ofOne: 8, ofAll: 5_000 },
}: LiveHubOptions): LiveHub {
  const seats = new Map<string, Set<Seat>>();
  let listener: Listener | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let closing = false;
  let sinceLook = 0;
  let sinceBeat = 0;

  const all = () => [...seats.values()].flatMap((some) => [...some]);
  const count = () => [...seats.values()].reduce((sum, { size }) => sum + size, 0);

  async function read(seat: Seat): Promise<void> {
    seat.stale = true;
    if (seat.reading) return;
    seat.reading = true;
    try {
      while (seat.stale) {
        seat.stale = false;
        const news = await readLive(db, seat.customerId, seat.at, now());
        // Somebody else by now: the page comes again, and is told who.
        if (news?.customerId !== seat.customerId) return seat.end();
        tell(seat, news);
      }
    } catch (error) {
      log.debug({ reason: (error as Error).name }, 'a page could not be told now: it will be at the next look');
    } finally {
      seat.reading = false;
    }
  }

  /** All pages, a few at a time. */
  function look(): void {
    sinceLook = 0;
    looking ??= (async () => {
      const waiting = all();
      const readers = Array.from({ length: READ_AT_ONCE }, async () => {
        for (let seat = waiting.pop(); seat; seat = waiting.pop()) await read(seat);
      });
      await Promise.all(readers);
      looking = undefined;
    })();
  }

  function tick(): void {
    sinceLook += LOOK_WHEN_DEAF_MS;
    sinceBeat += LOOK_WHEN_DEAF_MS;
    if (sinceBeat >= BEAT_MS) {
      sinceBeat = 0;
      for (const seat of all()) seat.beat();
    }
    if (sinceLook >= LOOK_MS || !listener?.hears()) look();
  }

  function hear(customerId?: string): void {
    if (customerId === undefined) look();
    else for (const seat of seats.get(customerId) ?? []) void read(seat);
  }

  return {
    count,
    open(page) {
      if (closing) return 'closing';
      const theirs = seats.get(page.customerId) ?? new Set();
      if (theirs.size >= mostPages.ofOne || count() >= mostPages.ofAll) return 'too_many';
      const seat: Seat = { ...page, at: page.cursor, reading: false, stale: false, told: new Map() };
      seats.set(page.customerId, theirs.add(seat));
      if (listen) listener ??= listenForRows({ url: listen, channel: IN_APP_CHANNEL, log, onNotice: hear });
      timer ??= setInterval(tick, LOOK_WHEN_DEAF_MS).unref();
      void read(seat);
      return () => {
        theirs.delete(seat);
        if (theirs.size === 0 && seats.get(page.customerId) === theirs) seats.delete(page.customerId);
      };
    },
    async close() {
      closing = true;
      clearInterval(timer);
      for (const seat of all()) seat.end();
      await Promise.all([listener?.close(), looking]);
    },
  };
}

/** Tells what is new to the page; the first time also when there is nothing, so that it knows where it stands. */
function tell(
  seat: Seat,
  { cursor, messages }: { readonly cursor: string; readonly messages: readonly LiveMessage[] },
): void {
  const isFirst = seat.at === null;
  const news = messages.filter(({ id, revision }) => seat.told.get(id) !== revision);
  for (const { id, revision } of news) seat.told.set(id, revision);
  seat.at = cursor;
  if (isFirst || news.length > 0) seat.tell({ cursor, messages: news });
}

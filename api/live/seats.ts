import type { Logger } from 'pino';
import { SECOND_MS } from '../../domain/duration';
import { listenForRows, type Listener } from '../../temporal/listen';

/** Something new, and which change of it this is. */
interface Item {
  readonly id: string;
  readonly revision: string;
}

/** What a reading found behind a cursor, and where the next one begins. */
interface News {
  readonly cursor: string;
  readonly items: readonly Item[];
}

/** An open page, as a hub sees it. */
interface Page<N> {
  /** Whose page it is. */
  readonly of: string;
  /** Where the page stands: null before it was told anything. */
  readonly cursor: string | null;
  readonly tell: (news: N) => void;
  /** A sign of life. */
  readonly beat: () => void;
  readonly end: () => void;
}

/** Tells open pages of what is new, as soon as it is committed. */
export interface Hub<N> {
  /** Takes a page in, and returns how to let it go; or why it cannot be. */
  readonly open: (page: Page<N>) => (() => void) | 'too_many' | 'closing';
  readonly count: () => number;
  /** Ends all pages, which come again elsewhere, and takes no more. */
  readonly close: () => Promise<void>;
}

/** What a hub is built from. `listen` is the URL of the database whose notices wake it; without it the hub only looks from time to time. */
export interface HubOptions<N extends News> {
  readonly log: Logger;
  readonly listen?: string | undefined;
  readonly channel: string;
  /** What is new for somebody behind a cursor; null when the page has to come again. */
  readonly read: (of: string, cursor: string | null) => Promise<N | null>;
  /** Whose pages a notice concerns; undefined: all. Called before any of them reads. */
  readonly concerns: (notice: string | undefined) => string | undefined;
  /** Whether a page has to be told although there is nothing new in it. */
  readonly tells?: (news: N) => boolean;
  /** Called every two seconds while anybody is there. */
  readonly tick?: () => void;
  readonly mostPages: { readonly ofOne: number; readonly ofAll: number };
}

/** Proxies cut connections that are silent for half a minute. */
const BEAT_MS = 15 * SECOND_MS;
/** How often it looks without being woken: while notices come in, only in case that one was lost on the way. */
const LOOK_MS = 30 * SECOND_MS;
const LOOK_WHEN_DEAF_MS = 2 * SECOND_MS;
/** Pages that are read for at a time when all are. */
const READ_AT_ONCE = 4;
/** Changes that a page remembers to have been told, before it forgets those that no reading finds again. */
const MOST_TOLD = 1_000;

/** A page with what it has been told: a revision is told once, though it may be read again while an older transaction is under way. */
interface Seat<N> extends Page<N> {
  at: string | null;
  reading: boolean;
  stale: boolean;
  told: Map<string, string>;
}

/**
 * A hub of this process. Every page asks the database for what it has not been told, when a notice concerns it; so any number of
 * processes may run, and a page that moves from one to another misses nothing.
 */
export function createHub<N extends News>(options: HubOptions<N>): Hub<N> {
  const { log, listen, channel, mostPages, concerns, tells = () => false } = options;
  const seats = new Map<string, Set<Seat<N>>>();
  let listener: Listener | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let closing = false;
  let sinceLook = 0;
  let sinceBeat = 0;

  const all = () => [...seats.values()].flatMap((some) => [...some]);
  const count = () => [...seats.values()].reduce((sum, { size }) => sum + size, 0);

  async function read(seat: Seat<N>): Promise<void> {
    seat.stale = true;
    if (seat.reading) return;
    seat.reading = true;
    try {
      while (seat.stale) {
        seat.stale = false;
        const news = await options.read(seat.of, seat.at);
        if (!news) return seat.end();
        tell(seat, news, tells(news));
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
    if (count() > 0) options.tick?.();
    if (sinceBeat >= BEAT_MS) {
      sinceBeat = 0;
      for (const seat of all()) seat.beat();
    }
    if (sinceLook >= LOOK_MS || !listener?.hears()) look();
  }

  function hear(notice?: string): void {
    const of = concerns(notice);
    if (of === undefined) for (const seat of all()) void read(seat);
    else for (const seat of seats.get(of) ?? []) void read(seat);
  }

  return {
    count,
    open(page) {
      if (closing) return 'closing';
      const theirs = seats.get(page.of) ?? new Set();
      if (theirs.size >= mostPages.ofOne || count() >= mostPages.ofAll) return 'too_many';
      const seat: Seat<N> = { ...page, at: page.cursor, reading: false, stale: false, told: new Map() };
      seats.set(page.of, theirs.add(seat));
      if (listen) listener ??= listenForRows({ url: listen, channel, log, onNotice: hear });
      timer ??= setInterval(tick, LOOK_WHEN_DEAF_MS).unref();
      void read(seat);
      return () => {
        theirs.delete(seat);
        if (theirs.size === 0 && seats.get(page.of) === theirs) seats.delete(page.of);
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
function tell<N extends News>(seat: Seat<N>, news: N, must: boolean): void {
  const isFirst = seat.at === null;
  const items = news.items.filter(({ id, revision }) => seat.told.get(id) !== revision);
  seat.at = news.cursor;
  if (seat.told.size > MOST_TOLD) seat.told = new Map(news.items.map(({ id, revision }) => [id, revision]));
  for (const { id, revision } of items) seat.told.set(id, revision);
  if (isFirst || must || items.length > 0) seat.tell({ ...news, items });
}

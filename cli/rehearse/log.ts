import { createHash } from 'node:crypto';
import path from 'node:path';
import { InvalidInput } from '../../domain/errors';
import { canonicalEventType } from '../../domain/events';
import { instantOf } from '../../domain/instant';
import { insistOnDateOrder } from '../import/date-order';
import type { Reading } from '../import/formats';
import { translator } from '../import/messages';
import { rowsOf } from '../import/rows';

/** Something that somebody did, as a log tells it. */
export interface LoggedEvent {
  readonly userId: string;
  readonly at: Date;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A log as far as it is played: the events of the chosen customers, oldest first. */
export interface Log {
  /** The first and the last event of the whole log. */
  readonly from: Date;
  readonly to: Date;
  /** In the order in which they first appear. */
  readonly userIds: readonly string[];
  readonly events: readonly LoggedEvent[];
  /** Customers in the whole log. */
  readonly known: number;
  /** Lines that could not be read. */
  readonly unread: number;
}

/**
 * Reads a log and chooses `customers` of those who appear in it: the first ones, or with a seed others that are always the same for
 * that seed. Throws InvalidInput when it holds no event, or dates in another order than the mapping says.
 */
export async function readLog(
  file: string,
  reading: Reading,
  { customers, seed }: { customers: number; seed?: string },
): Promise<Log> {
  await insistOnDateOrder(file, reading);
  const translate = translator(path.basename(file), reading.mapping);
  const all: LoggedEvent[] = [];
  let unread = 0;
  for await (const row of rowsOf(file, reading)) {
    const { messages } = 'reason' in row ? row : translate(row);
    if (!messages) unread += 1;
    else all.push(...messages.flatMap(loggedEvent));
  }
  const sorted = all.sort((a, b) => a.at.getTime() - b.at.getTime());
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) throw new InvalidInput(`${path.basename(file)} holds no event that can be read.`);

  const known = [...new Set(sorted.map(({ userId }) => userId))];
  const userIds = (seed === undefined ? known : shuffled(known, seed)).slice(0, customers);
  const chosen = new Set(userIds);
  return {
    from: first.at,
    to: last.at,
    userIds,
    events: sorted.filter(({ userId }) => chosen.has(userId)),
    known: known.length,
    unread,
  };
}

/** Profiles are invented, so what a log says of customers themselves is passed over. */
function loggedEvent(message: Readonly<Record<string, unknown>>): LoggedEvent[] {
  const { type, userId, anonymousId, event, timestamp, properties = {} } = message;
  const who = userId ?? anonymousId;
  const at = typeof timestamp === 'string' ? instantOf(timestamp) : null;
  if (type !== 'track' || typeof who !== 'string' || typeof event !== 'string' || !at) return [];
  return [{ userId: who, at, type: canonicalEventType(event), properties: properties as LoggedEvent['properties'] }];
}

function shuffled(names: readonly string[], seed: string): string[] {
  const place = (name: string) => createHash('sha256').update(`${seed}\0${name}`).digest('hex');
  return names
    .map((name) => ({ name, place: place(name) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ name }) => name);
}

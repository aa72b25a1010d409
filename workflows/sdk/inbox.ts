import type { HeardEvent } from '../../domain/journey';

/** Repeated signals come within minutes; ids older than this many events are forgotten. */
const SEEN_LIMIT = 500;

/**
 * The events that reached one run, as a log with a cursor. A wait looks from the cursor on, and the cursor stands where
 * the last touch was issued, so an answer that arrives while a message is being sent is not missed.
 */
export class Inbox {
  #events: HeardEvent[];
  #cursor = 0;
  readonly #seen: Set<string>;

  constructor(events: readonly HeardEvent[] = [], seen: readonly string[] = []) {
    this.#events = [...events];
    this.#seen = new Set(seen);
  }

  /** Appends an event; false when its id has been seen. */
  add(event: HeardEvent): boolean {
    if (this.#seen.has(event.eventId)) return false;
    this.remember(event.eventId);
    this.#events.push(event);
    return true;
  }

  /** Notes an id without an event; false when it has been seen. Steering uses it. */
  remember(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    if (this.#seen.size > SEEN_LIMIT) this.#seen.delete(this.#seen.values().next().value!);
    return true;
  }

  /** Moves the cursor to the end: what came before the touch that is now issued does not answer it. */
  mark(): void {
    this.#cursor = this.#events.length;
  }

  /** A search for the first event from the cursor on that matches, which looks at each event once however often it is asked. */
  search(matches: (event: HeardEvent) => boolean): () => HeardEvent | undefined {
    let looked = this.#cursor;
    let found: HeardEvent | undefined;
    return () => {
      while (!found && looked < this.#events.length) {
        const event = this.#events[looked++]!;
        if (matches(event)) found = event;
      }
      return found;
    };
  }

  /** Moves the cursor behind an event that a wait returned. */
  consume(event: HeardEvent): void {
    this.#cursor = this.#events.indexOf(event) + 1;
  }

  /** What the next run needs: events not consumed, and the ids seen. */
  carried(): { inbox: readonly HeardEvent[]; seen: readonly string[] } {
    return { inbox: this.#events.slice(this.#cursor), seen: [...this.#seen] };
  }
}

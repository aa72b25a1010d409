import type { EventData, EventType } from '../../domain/events';

/** An event as journeys name it. Its payload type follows from the catalogue in domain/events.ts. */
export interface EventRef<T extends EventType = EventType> {
  readonly type: T;
}

/** An event that reached a journey: a union member for each type asked for, so `type` tells which `data` it has. */
export type Heard<T extends EventType> = T extends EventType
  ? { readonly type: T; readonly eventId: string; readonly occurredAt: number; readonly data: EventData<T> }
  : never;

/** Names an event of the catalogue for use in headers and waits. A name that is not in the catalogue does not compile. */
export function event<const T extends EventType>(type: T): EventRef<T> {
  return { type };
}

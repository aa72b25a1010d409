import { v7 } from 'uuid';

/** A new opaque id (UUIDv7) whose time part is the given instant, so ids sort by the product's own clock. */
export function newId(at: Date): string {
  return v7({ msecs: at.getTime() });
}

/** As many new ids of one instant, in ascending order, so that what comes first in a list also sorts first. */
export function newIds(at: Date, count: number): string[] {
  return Array.from({ length: count }, () => newId(at)).sort();
}

/** Workflow id of a small run outside of any journey: that tends a task, brings a reply, or lays a hold on runs and lifts it. */
export function errandIdOf(errand: 'task' | 'reply' | 'hold' | 'resume', id: string): string {
  return `${errand}:${id}`;
}

/** Workflow id of one customer's run of a journey. Never built from a backend's user id, which may be an address. */
export function workflowIdOf(journey: string, customerId: string): string {
  return `${journey}:${customerId}`;
}

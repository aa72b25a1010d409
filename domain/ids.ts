import { v7 } from 'uuid';

/** A new opaque id (UUIDv7) whose time part is the given instant, so ids sort by the product's own clock. */
export function newId(at: Date): string {
  return v7({ msecs: at.getTime() });
}

/** Workflow id of one customer's run of a journey. Never built from a backend's user id, which may be an address. */
export function workflowIdOf(journey: string, customerId: string): string {
  return `${journey}:${customerId}`;
}

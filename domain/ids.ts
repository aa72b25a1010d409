import { v7 } from 'uuid';

/** A new opaque id (UUIDv7) whose time part is the given instant, so ids sort by the product's own clock; of one instant, as this process made them. */
export function newId(at: Date): string {
  return v7({ msecs: at.getTime(), seq: countOn(1) });
}

/** As many new ids of one instant, in ascending order, so that what comes first in a list also sorts first. */
export function newIds(at: Date, count: number): string[] {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const first = countOn(count);
  return Array.from({ length: count }, (_, index) => v7({ msecs: at.getTime(), random, seq: first + index }));
}

/** What this process counts on from: RFC 9562, 6.2, method 1, begun anywhere in the lower half of 32 bits. */
let next: number | undefined;

function countOn(count: number): number {
  next ??= crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
  const first = next;
  next += count;
  return first;
}

/** Workflow id of a small run outside of any journey: that tends a task, or nudges it at one version, brings a reply, asks for a confirmation, answers a wish, mails a link to staff, or lays a hold on runs and lifts it. */
export function errandIdOf(
  errand: 'task' | 'nudge' | 'reply' | 'confirmation' | 'notice' | 'letter' | 'hold' | 'resume',
  id: string,
): string {
  return `${errand}:${id}`;
}

/** Workflow id of one customer's run of a journey. Never built from a backend's user id, which may be an address. */
export function workflowIdOf(journey: string, customerId: string): string {
  return `${journey}:${customerId}`;
}

/** The customer in a workflow id, as the run began under it; undefined for a workflow that is no journey's run. */
export function customerIdIn(workflowId: string): string | undefined {
  const id = workflowId.slice(workflowId.lastIndexOf(':') + 1);
  return UUID.test(id) ? id : undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

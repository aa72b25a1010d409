import { setTimeout as pause } from 'node:timers/promises';

/** A request with which a provider reports, signed, ready to go. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** How reports are sent. Everything that providers really do, and what attackers try. */
export interface Delivery {
  /** Where the product takes them. */
  readonly url: string;
  /** How often each is sent (1). SendGrid was seen to send one event 46 times. */
  readonly copies?: number;
  /** Seed of the order in which they are sent; in the order given when absent. */
  readonly shuffle?: number;
  /** Waits so long before each request. */
  readonly delayMs?: number;
  /** Signs with a key that is not the provider's, or changes the body after signing. */
  readonly forge?: 'key' | 'body';
}

/** Sends requests one after another; gives the status of each answer. */
export async function deliverAll(
  requests: readonly SignedRequest[],
  { url, delayMs = 0 }: Delivery,
): Promise<number[]> {
  const statuses: number[] = [];
  for (const { headers, body } of requests) {
    if (delayMs > 0) await pause(delayMs);
    const answer = await fetch(url, { method: 'POST', headers: { ...headers }, body: body as string });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
}

/** Each item as often as asked, in an order that only depends on the seed. */
export function inDisorder<T>(items: readonly T[], { copies = 1, shuffle }: Pick<Delivery, 'copies' | 'shuffle'>): T[] {
  const all = items.flatMap((item) => Array.from({ length: copies }, () => item));
  if (shuffle === undefined) return all;
  const next = random(shuffle);
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}

/** Numbers from 0 up to 1 that follow from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import type { Channel, MessageClass } from '../channel';
import { HOUR_MS, MINUTE_MS } from '../duration';
import { asksAgain, passed, type Finding } from './finding';
import { lookAgain } from './trouble';

/** Something that stops sending: staff, a guardrail or a provider's rate limit. Scopes and targets as in the table `holds`. */
export interface Hold {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  readonly cause: string;
  readonly until: Date | null;
}

/** A scope and what exactly in it. */
export type HoldPlace = readonly [scope: string, target: string];

/** The places at which a hold stops a whole touch, whatever its channel. */
export function holdPlaces(touch: {
  readonly journey: string | null;
  readonly customerId: string;
  readonly messageClass: MessageClass;
}): readonly HoldPlace[] {
  return [
    ['everything', '*'],
    ['customer', touch.customerId],
    ['class', touch.messageClass],
    ...(touch.journey === null ? [] : [['journey', touch.journey] as const]),
  ];
}

/** The places at which a hold stops one channel of a touch. */
export function channelHoldPlaces(channel: Channel, provider: string | null): readonly HoldPlace[] {
  return [['channel', channel], ...(provider === null ? [] : [['provider', provider] as const])];
}

/**
 * Whether a touch is free of holds at these places. A held one comes again when the hold ends by itself, and at least every hour (from
 * every quarter of an hour on, for a hold that is new to it), so that resuming is felt soon. What staff hold is never given up for it (X10).
 */
export function notHeld(
  holds: readonly Hold[],
  places: readonly HoldPlace[],
  { plannedAt, at }: { readonly plannedAt: Date; readonly at: Date },
): Finding {
  const on = holds.filter(
    (hold) =>
      places.some(([scope, target]) => hold.scope === scope && hold.target === target) &&
      (hold.until === null || hold.until > at),
  );
  const [hold] = on;
  if (!hold) return passed();
  const ends = Math.max(...on.map(({ until }) => until?.getTime() ?? Infinity));
  const next = Math.min(ends, lookAgain({ plannedAt, at }, 15 * MINUTE_MS, HOUR_MS).getTime());
  const inputs = { hold: hold.id, scope: hold.scope, target: hold.target, cause: hold.cause, holds: on.length };
  return asksAgain(`held_${hold.scope}`, new Date(next), inputs, {
    endless: on.some(({ cause }) => cause === 'staff'),
  });
}

import type { Channel, MessageClass } from './channel';

/** What a hold can stop. `provider` is not for people: a provider's own trouble is told apart (prisma/provider-states.ts). */
export const HOLD_SCOPES = ['everything', 'journey', 'channel', 'customer', 'class', 'provider'] as const;
export type HoldScope = (typeof HOLD_SCOPES)[number];

/** Who or what placed it. */
export const HOLD_CAUSES = ['staff', 'guardrail', 'circuit', 'rate_limit'] as const;
export type HoldCause = (typeof HOLD_CAUSES)[number];

/**
 * What becomes of the time that a journey waits for. `keep`: timers run on, and what falls due waits. `shift`: what was left of a wait is
 * left again when it goes on; dates (`sleepUntil`, the timers of a task) stay where they are.
 */
export const TIMER_POLICIES = ['keep', 'shift'] as const;
export type TimerPolicy = (typeof TIMER_POLICIES)[number];

/** The scopes whose holds may shift timers: those that stop whole runs. */
export const SHIFTING_SCOPES: readonly HoldScope[] = ['everything', 'journey', 'customer'];

/** A hold before it is placed. `target`: which journey, channel, customer (our id), class or provider; `*` for everything. */
export interface NewHold {
  readonly scope: HoldScope;
  readonly target: Channel | MessageClass | (string & {});
  readonly cause: HoldCause;
  /** A sentence for whoever asks later. */
  readonly reason: string;
  /** Default `keep`. */
  readonly timers?: TimerPolicy;
  /** When it ends by itself; null (the default): when somebody ends it. */
  readonly until?: Date | null;
  readonly by: string;
}

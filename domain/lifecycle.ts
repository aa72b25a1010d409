import { LIFECYCLES, type Lifecycle } from './journey';
import { NOT_SEEN_BY } from './seen';

/** What can move a customer through the lifecycle: an event, or an absence for which a journey took the customer in. */
export type LifecycleSignal = { readonly kind: 'event'; readonly type: string } | { readonly kind: 'absence' };

/** Where a customer stands, and whether they have bought before (a first purchase and a repeated one mean different things). */
export interface LifecycleState {
  readonly stage: Lifecycle;
  readonly ordered: boolean;
}

/** Why a customer moved through the lifecycle: what they did, or that a journey took them in for an absence. */
type LifecycleCause =
  | { readonly kind: 'event'; readonly type: string; readonly eventId: string }
  | { readonly kind: 'absence'; readonly enrollmentId: string };

/** One move through the lifecycle, and when. */
export interface LifecycleMove {
  readonly at: Date;
  readonly from: Lifecycle;
  readonly to: Lifecycle;
  readonly because: LifecycleCause;
}

/** What happened to one customer, as far as it can move them. */
export interface LifecycleMoment {
  readonly at: Date;
  readonly because: LifecycleCause;
}

/** Where what happened leads, oldest first, and the moves on the way there. */
export function follow(
  start: LifecycleState,
  moments: readonly LifecycleMoment[],
): { readonly state: LifecycleState; readonly moves: readonly LifecycleMove[] } {
  let state = start;
  const moves: LifecycleMove[] = [];
  for (const { at, because } of moments) {
    const next = advance(state, because);
    if (next.stage !== state.stage) moves.push({ at, from: state.stage, to: next.stage, because });
    state = next;
  }
  return { state, moves };
}

/** A customer of whom nothing is known yet. */
export const NEWCOMER: LifecycleState = { stage: 'new', ordered: false };

/**
 * Moves a customer through the lifecycle of M11. Total: what is not in this table leaves the stage as it is.
 * signed_up: new, winback -> onboarding.  logged_in: new -> onboarding, at-risk -> active.  churned: any -> winback.
 * value.reached, order.completed: any but loyal -> active; an order after an earlier one: active -> loyal.
 * subscription.renewed: any but winback -> loyal, winback -> active.
 * usage.dropped, subscription.cancelled: any but winback -> at-risk.  absence: any but new and winback -> at-risk.
 */
export function advance(state: LifecycleState, signal: LifecycleSignal): LifecycleState {
  return {
    stage: nextStage(state, signal),
    ordered: state.ordered || (signal.kind === 'event' && signal.type === 'order.completed'),
  };
}

/** The event types that can move a customer; all others need not be looked at. */
export const LIFECYCLE_EVENTS = [
  'customer.signed_up',
  'customer.logged_in',
  'value.reached',
  'order.completed',
  'subscription.renewed',
  'usage.dropped',
  'subscription.cancelled',
  'customer.churned',
] as const;

/**
 * Whether an event may change the stage of somebody who stands at this one: as the latest that happened, or because it lies before one that
 * moved them without their being seen (a renewal means more to whom value was reached for again).
 */
export function mayMove(stage: Lifecycle, type: string): boolean {
  return BEFORE.some((before) => {
    const had = advance(before, { kind: 'event', type });
    if (before.stage === stage && had.stage !== stage) return true;
    return TOLD.some((told) => advance(before, told).stage === stage && advance(had, told).stage !== stage);
  });
}

const BEFORE: readonly LifecycleState[] = LIFECYCLES.flatMap((stage) =>
  [true, false].map((ordered) => ({ stage, ordered })),
);
const TOLD: readonly LifecycleSignal[] = LIFECYCLE_EVENTS.filter((type) => NOT_SEEN_BY.includes(type)).map((type) => ({
  kind: 'event',
  type,
}));

function nextStage({ stage, ordered }: LifecycleState, signal: LifecycleSignal): Lifecycle {
  if (signal.kind === 'absence') return stage === 'new' || stage === 'winback' ? stage : 'at-risk';
  if (!isLifecycleEvent(signal.type)) return stage;
  switch (signal.type) {
    case 'customer.signed_up':
      return stage === 'new' || stage === 'winback' ? 'onboarding' : stage;
    case 'customer.logged_in':
      if (stage === 'new') return 'onboarding';
      return stage === 'at-risk' ? 'active' : stage;
    case 'value.reached':
      return stage === 'loyal' ? stage : 'active';
    case 'order.completed':
      return stage === 'loyal' || (stage === 'active' && ordered) ? 'loyal' : 'active';
    case 'subscription.renewed':
      return stage === 'winback' ? 'active' : 'loyal';
    case 'usage.dropped':
    case 'subscription.cancelled':
      return stage === 'winback' ? stage : 'at-risk';
    case 'customer.churned':
      return 'winback';
  }
}

function isLifecycleEvent(type: string): type is (typeof LIFECYCLE_EVENTS)[number] {
  return (LIFECYCLE_EVENTS as readonly string[]).includes(type);
}

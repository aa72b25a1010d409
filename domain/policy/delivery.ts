import type { Channel } from '../channel';
import type { SignalKind, TouchSignal } from '../signal';
import type { Nondelivery } from './nondelivery';

/** How far a message got, in ascending order; `received`: a human was seen to have it. */
export const REACHED = ['accepted', 'queued', 'sending', 'sent', 'deferred', 'delivered', 'received'] as const;
type Reached = (typeof REACHED)[number];

/** What the signals of one attempt add up to. */
export interface Delivery {
  readonly reached: Reached;
  /** The first that was said of its not arriving, or null. */
  readonly failure: { readonly kind: Nondelivery; readonly code: string | null; readonly at: Date } | null;
  readonly deliveredAt: Date | null;
  /** First human click or reply. */
  readonly answeredAt: Date | null;
}

export const NOTHING_KNOWN: Delivery = { reached: 'accepted', failure: null, deliveredAt: null, answeredAt: null };

/**
 * Folds signals, in whatever order and however often they come: the farthest point counts, and the earliest time. So `deferred`
 * that comes after `delivered` takes nothing back. Pure: the fold of a set of signals is the same in every order.
 */
export function foldDelivery(signals: readonly TouchSignal[]): Delivery {
  return signals.map(knownFrom).reduce(merge, NOTHING_KNOWN);
}

/** Adds up what is known from two sources. Commutative, associative, and the same again when repeated. */
export function merge(one: Delivery, other: Delivery): Delivery {
  return {
    reached: REACHED.indexOf(one.reached) >= REACHED.indexOf(other.reached) ? one.reached : other.reached,
    failure: firstFailure(one.failure, other.failure),
    deliveredAt: earlier(one.deliveredAt, other.deliveredAt),
    answeredAt: earlier(one.answeredAt, other.answeredAt),
  };
}

/**
 * Whether a message did not arrive, all things considered: a human who has it settles it; a handset's receipt outweighs a carrier's error,
 * but a mailbox that was said to have a mail may still return it (an asynchronous bounce).
 */
export function isUndelivered({ failure, reached }: Delivery, channel: Channel): boolean {
  if (failure === null || reached === 'received') return false;
  return channel === 'email' || reached !== 'delivered';
}

const REACHED_BY: Readonly<Partial<Record<SignalKind, Reached>>> = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  deferred: 'deferred',
  delivered: 'delivered',
  opened: 'delivered',
  complained: 'delivered',
  unsubscribed: 'delivered',
  clicked: 'delivered',
};

const BY_A_HUMAN: ReadonlySet<SignalKind> = new Set(['clicked', 'replied', 'seen', 'dismissed']);
const ANSWERS: ReadonlySet<SignalKind> = new Set(['clicked', 'replied']);

function knownFrom({ kind, human, detail, at }: TouchSignal): Delivery {
  const reached = human && BY_A_HUMAN.has(kind) ? 'received' : (REACHED_BY[kind] ?? 'accepted');
  return {
    reached,
    failure: kind === 'bounced' ? { kind: detail.failure ?? 'unknown', code: detail.code ?? null, at } : null,
    deliveredAt: reached === 'delivered' || reached === 'received' ? at : null,
    answeredAt: human && ANSWERS.has(kind) ? at : null,
  };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one <= other ? one : other;
}

/** By time; among those of one instant the order only has to be the same each time. */
function firstFailure(one: Delivery['failure'], other: Delivery['failure']): Delivery['failure'] {
  if (one === null || other === null) return one ?? other;
  const [first] = [one, other].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || textOf(a).localeCompare(textOf(b), 'en'),
  );
  return first ?? null;
}

function textOf({ kind, code }: NonNullable<Delivery['failure']>): string {
  return `${kind}:${code ?? ''}`;
}

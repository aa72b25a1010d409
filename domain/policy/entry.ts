import { toMs } from '../duration';
import type { EntryRefusal, JourneyHeader } from '../journey';

/** The part of a journey's header that decides who may enter. */
export type EntryRules = Pick<JourneyHeader, 'name' | 'reenterAfter' | 'holdout' | 'notDuringTrouble'>;

/** What is known of a customer at the door of one journey. */
export interface EntryFacts {
  /** False when there is no such customer. */
  readonly known: boolean;
  /** A run of this journey has not ended. */
  readonly running: boolean;
  /** When the latest run of this journey ended; null when there was none. */
  readonly lastEndedAt: Date | null;
  /** A support ticket is open. */
  readonly openTrouble: boolean;
}

/**
 * Decides whether a customer may enter a journey: null lets them in, otherwise the first rule that refuses. The order is from what can
 * never change to what may be over tomorrow, so the recorded reason is the strongest one. Trouble (M25, M31); holdout (X12).
 */
export function refusalOf(rules: EntryRules, customerId: string, facts: EntryFacts, now: Date): EntryRefusal | null {
  if (!facts.known) return 'unknown_customer';
  if (isHeldOut(rules.name, customerId, rules.holdout)) return 'holdout';
  if (facts.running) return 'already_running';
  if (facts.lastEndedAt !== null) {
    if (rules.reenterAfter === 'never') return 'once_only';
    if (now.getTime() < facts.lastEndedAt.getTime() + toMs(rules.reenterAfter)) return 'reentry_window';
  }
  return rules.notDuringTrouble && facts.openTrouble ? 'open_trouble' : null;
}

/**
 * True when a customer is kept out of a journey for comparison. Sticky: it depends on the two names only. A larger share keeps
 * everyone out who was out before, so a holdout can grow without letting anyone in.
 */
export function isHeldOut(journey: string, customerId: string, share: number): boolean {
  return placeOf(`${journey}:${customerId}`) < share;
}

/** A place in [0, 1) that is spread evenly over texts: FNV-1a, finished as in MurmurHash3 so that ids alike in their beginning part company. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

import { CHANNELS } from '../channel';
import { covers, ownCap, withinCap, type Cap } from './caps';
import { mayStandIn } from './channel-choice';
import { passed, refused, waits, type Finding } from './finding';
import { holdPlaces, notHeld } from './holds';
import { isNecessary } from './necessity';
import { firstInLine } from './priority';
import { newSubject } from './subject';
import { notInTrouble } from './trouble';
import type { GateInputs } from './weighed';

/** A rule that was applied, and what it said. */
export interface Applied {
  readonly rule: string;
  readonly finding: Finding;
}

/**
 * The rules of a whole touch, whatever its channel, in order: erasure, holds, what it stands in for, the customer's pause, open trouble, subject,
 * priority, and the caps that count all of its channels. Those that do not concern it are left out.
 */
export function* touchRules(inputs: GateInputs): Generator<Applied> {
  const { at, touch, customer, standing, settings } = inputs;
  const { messageClass, plannedAt } = touch;
  const when = { plannedAt, at };

  if (customer.erased) yield { rule: 'erased', finding: refused('erased') };
  const places = holdPlaces({ ...touch, customerId: customer.id });
  yield { rule: 'hold', finding: notHeld(standing.holds, places, when) };
  if (touch.standsInFor) {
    yield { rule: 'fallback', finding: mayStandIn(touch.standsInFor.first, customer.lastSeenAt) };
  }
  if (isNecessary(messageClass)) return;

  if (settings.optional.includes(messageClass)) yield { rule: 'pause', finding: notPaused(inputs) };
  yield { rule: 'trouble', finding: notInTrouble(messageClass, standing.trouble, settings.trouble, when) };
  if (touch.subject !== null) {
    yield { rule: 'subject', finding: newSubject(touch, standing.sent, settings.subjects, at) };
  }
  if (settings.priority.classes.includes(messageClass) && !touch.ahead) {
    yield { rule: 'priority', finding: firstInLine(touch, standing, settings.priority, at) };
  }
  if (touch.ahead) return;
  for (const cap of capsOf(inputs).filter((each) => countsWhole(each, inputs))) {
    yield { rule: 'cap', finding: withinCap(cap, standing.sent, at) };
  }
}

/** The caps that count messages of this class: those of the settings, and the customer's own. */
export function capsOf({ touch: { messageClass }, settings, standing }: GateInputs): readonly Cap[] {
  const { mostPerWeek } = standing.preferences;
  const own = mostPerWeek === null ? [] : [ownCap(mostPerWeek, settings.optional, CHANNELS)];
  return [...own, ...settings.caps].filter((cap) => covers(cap, messageClass, []));
}

/** True for a cap that holds whichever channel the touch takes. */
export function countsWhole(cap: Cap, { candidates, touch }: GateInputs): boolean {
  return covers(
    cap,
    touch.messageClass,
    candidates.map(({ channel }) => channel),
  );
}

function notPaused({ at, standing: { preferences } }: GateInputs): Finding {
  const { pausedUntil } = preferences;
  if (pausedUntil === null || pausedUntil <= at) return passed();
  return waits('paused_by_customer', pausedUntil, { until: pausedUntil.toISOString() });
}

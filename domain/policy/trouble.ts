import type { MessageClass } from '../channel';
import { HOUR_MS } from '../duration';
import { asksAgain, passed, type Finding } from './finding';
import type { Settings } from './settings';

/** Open support trouble of a customer (M25). */
export interface Trouble {
  readonly openTickets: number;
  /** They wrote something urgent that nobody has answered yet. */
  readonly urgentConversation: boolean;
  /** Tasks that a person has in hand or will take. */
  readonly openTasks: number;
}

/**
 * Holds what the settings name (marketing and surveys) while a customer is in trouble: asking for favours then does harm. Nobody
 * knows when trouble ends, so it is looked for again, the longer it lasts the less often: the bounds are an hour and half a day.
 */
export function notInTrouble(
  messageClass: MessageClass,
  trouble: Trouble,
  { classes }: Settings['trouble'],
  { plannedAt, at }: { readonly plannedAt: Date; readonly at: Date },
): Finding {
  const inputs = {
    tickets: trouble.openTickets,
    urgent: trouble.urgentConversation,
    tasks: trouble.openTasks,
  };
  const isOpen = trouble.openTickets > 0 || trouble.urgentConversation || trouble.openTasks > 0;
  if (!isOpen || !classes.includes(messageClass)) return passed(inputs);
  return asksAgain('open_trouble', lookAgain({ plannedAt, at }, HOUR_MS, 12 * HOUR_MS), inputs);
}

/** When to ask again for something whose end nobody knows: after half the time that it has been waited for, within bounds in ms. */
export function lookAgain(
  { plannedAt, at }: { readonly plannedAt: Date; readonly at: Date },
  shortest: number,
  longest: number,
): Date {
  const half = (at.getTime() - plannedAt.getTime()) / 2;
  return new Date(at.getTime() + Math.min(longest, Math.max(shortest, half)));
}

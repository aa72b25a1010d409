import type { Duration } from './duration';
import type { Playbook } from './task';

/** A task that a customer causes outside of any journey: the part of its playbook that decides where it stands, and when it is due. */
export interface Ask extends Pick<Playbook, 'name' | 'queue' | 'priority' | 'coveredBy' | 'returnAfter'> {
  readonly due: Duration;
}

/** In how long a person can ask that something is done: a task for a customer, or the next step after one. */
export const ASKED_DUES = ['4 hours', '1 day', '3 days', '7 days'] as const satisfies readonly Duration[];

/** A hand was raised (M10). One open task does for whatever else the customer asks meanwhile. */
export const HELP_REQUEST = {
  name: 'help-request',
  queue: 'customer-success',
  priority: 'urgent',
  due: '4 hours',
  returnAfter: '3 hours',
  coveredBy: ['urgent-message'],
} as const satisfies Ask;

/** Something urgent was written (M06): the service level begins at once. */
export const URGENT_MESSAGE = {
  name: 'urgent-message',
  queue: 'customer-success',
  priority: 'urgent',
  due: '1 hour',
  returnAfter: '1 hour',
  coveredBy: ['help-request'],
} as const satisfies Ask;

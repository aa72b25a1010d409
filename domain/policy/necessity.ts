import type { MessageClass } from '../channel';

/** True for what a customer must get whenever it is due: receipts and alarms. Hours, caps, trouble and priority do not hold it. */
export function isNecessary(messageClass: MessageClass): boolean {
  return messageClass === 'transactional' || messageClass === 'critical';
}

import type { Channel } from './channel';

/** The built-in message that asks to confirm a double opt-in. */
export const CONFIRM_MESSAGE = 'consent/confirm';

/** What it is about; nobody subscribes to it. */
export const CONFIRM_TOPIC = 'confirmation';

/** Where a double opt-in is confirmed: at the address that it is about, of everything by mail. Null: such a channel has no address to ask at. */
export function confirmedOn(channel: Channel | '*'): 'email' | 'sms' | null {
  if (channel === '*') return 'email';
  return channel === 'email' || channel === 'sms' ? channel : null;
}

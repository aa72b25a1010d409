import type { MessageClass } from '../channel';

/**
 * True for messages that must say how to stop them and where the sender lives: what is not necessary. RFC 8058 and the rules of large
 * mail providers (one click), CAN-SPAM section 5(a) (opt-out and postal address), GDPR article 7(3).
 */
export function owesUnsubscribe(messageClass: MessageClass): boolean {
  return messageClass === 'lifecycle' || messageClass === 'marketing' || messageClass === 'survey';
}

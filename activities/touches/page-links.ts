import type { Channel, MessageClass } from '../../domain/channel';
import { DAY_MS } from '../../domain/duration';
import { owesUnsubscribe } from '../../domain/policy/duties';
import { pageUrl, type LinkSettings } from '../../domain/public-pages';
import type { PageLinks } from '../../messages/values';

/** One message to one customer, as far as its links say. */
export interface LinkedMessage {
  readonly customerId: string;
  readonly touchId: string;
  readonly channel: Channel;
  readonly topic: string;
  readonly messageClass: MessageClass;
  readonly at: Date;
}

/** A link to all choices is good for half a year; unsubscribing, asking why and asking for a person always are. */
const CHOICES_FOR_MS = 180 * DAY_MS;

/** Addresses of the pages that go with a message; of unsubscribing only where it can be stopped. */
export function pageLinksOf(links: LinkSettings, message: LinkedMessage): PageLinks {
  const { customerId, touchId, channel, topic, messageClass: purpose, at } = message;
  return {
    help: pageUrl(links, { kind: 'help', customerId, touchId }),
    why: pageUrl(links, { kind: 'why', touchId }),
    preferences: pageUrl(links, { kind: 'preferences', customerId }, new Date(at.getTime() + CHOICES_FOR_MS)),
    ...(owesUnsubscribe(purpose) && {
      unsubscribe: pageUrl(links, { kind: 'unsubscribe', customerId, touchId, channel, topic, purpose }),
    }),
  };
}

/**
 * Leads the links of a message over our own address (`/c/k`), so that a click is an answer; our own pages are left as they are. Null for
 * receipts and alarms, which are nobody's business but the customer's.
 */
export function trackerOf(links: LinkSettings, { touchId, messageClass }: LinkedMessage) {
  if (messageClass === 'transactional' || messageClass === 'critical') return null;
  const pages = `${links.baseUrl}/c/`;
  return (url: string) => (url.startsWith(pages) ? url : pageUrl(links, { kind: 'click', touchId, url }));
}

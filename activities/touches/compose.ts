import { owesUnsubscribe } from '../../domain/policy/duties';
import type { LinkSettings } from '../../domain/public-pages';
import type { Values } from '../../messages/bind';
import type { MessageCatalog } from '../../messages/catalog';
import { dress } from '../../messages/dress';
import { renderMessage } from '../../messages/render';
import { valuesFor, type SenderSettings } from '../../messages/values';
import type { Rendered } from '../channels/channel';
import type { Compose } from './deps';
import { pageLinksOf, trackerOf } from './page-links';

/** What goes with messages beside their words. Without it they have no links to the pages for customers. */
export interface Surroundings {
  readonly links: LinkSettings;
  /** Whether a customer never got a text message that can be stopped: the first one says how. */
  readonly isFirstText: (customerId: string) => Promise<boolean>;
}

/**
 * Puts messages of a catalog into words, in the customer's language and in the name of the sender, and gives them what each owes: a way to
 * a person (M10), why it came, how to stop it (M19); links lead over our own address.
 */
export function composeFrom(catalog: MessageCatalog, settings: SenderSettings, around?: Surroundings): Compose {
  return async ({ message, channel, customer, touchId, words, at }) => {
    const { class: messageClass, topic } = catalog.get(message);
    const sent = { customerId: customer.id, touchId, channel, topic, messageClass, at };
    const pages = around && pageLinksOf(around.links, sent);
    const values = { ...valuesFor(customer, settings, pages), ...words };
    const { locale } = customer;
    const rendered = await renderMessage(catalog, { message, channel, locale, values });
    if (!around || !pages) return rendered;

    const owesStop = channel === 'sms' && owesUnsubscribe(messageClass);
    const dressed: Rendered = dress(rendered, {
      locale,
      track: trackerOf(around.links, sent),
      isOwnLink: (url) => ownLinks(values).some((own) => url === own || url.startsWith(`${own}/`)),
      help: pages.help ?? null,
      saysStop: owesStop && (await around.isFirstText(customer.id)),
    });
    return dressed.channel === 'email' && pages.unsubscribe
      ? { ...dressed, unsubscribeUrl: pages.unsubscribe }
      : dressed;
  };
}

/** The addresses that authors may link to: whatever begins with one of them is not part of a value. */
function ownLinks({ links = {}, product = {} }: Values): string[] {
  return [...Object.values(links), product['url']].filter((link) => typeof link === 'string');
}

import type { Values } from '../../messages/bind';
import type { MessageCatalog } from '../../messages/catalog';
import { renderMessage } from '../../messages/render';
import { valuesFor, type SenderSettings } from '../../messages/values';
import type { Compose } from './deps';

/** Puts messages of a catalog into words, in the customer's language and in the name of the sender. */
export function composeFrom(catalog: MessageCatalog, settings: SenderSettings): Compose {
  return ({ message, channel, customer, words }) => {
    const said: Values = words === undefined ? {} : { reply: { text: { prose: words } } };
    const values = { ...valuesFor(customer, settings), ...said };
    return renderMessage(catalog, { message, channel, locale: customer.locale, values });
  };
}

import { escapeHtml } from './escape';
import { footerWords } from './footer';
import type { RenderedMessage } from './render';
import { measureSms } from './segments';

/** What a message gets on its way to one customer. Null: nothing of the kind. */
export interface Dressing {
  readonly locale: string;
  /** The address that a link leads over, so that a click is heard; the same address for a link that is to be left alone. */
  readonly track: ((url: string) => string) | null;
  /** Whether an address in a text message is one of the author's, and not part of a value. */
  readonly isOwnLink: (url: string) => boolean;
  readonly help: string | null;
  /** A text message says how to stop them. */
  readonly saysStop: boolean;
}

/** A text message of two parts is read as one; what is only good to have does not make it longer than that. */
const MOST_SEGMENTS = 2;

/**
 * Leads a message's links over our own address, gives notifications an action that leads to a person, and text messages their last lines: how
 * to stop them where that is owed, and the page of a person where there is room; everybody can also just answer. In-app messages are left as they are: the page that shows them
 * tells what was clicked.
 */
export function dress(message: RenderedMessage, dressing: Dressing): RenderedMessage {
  switch (message.channel) {
    case 'email':
      return dressing.track ? { ...message, ...tracked(message, dressing.track) } : message;
    case 'sms':
      return { ...message, text: finished(message.text, dressing) };
    case 'push':
      return notification(message, dressing);
    case 'in-app':
      return message;
  }
}

/** A notification has no room for a footer: the person to ask is an action of its own. */
function notification(message: RenderedMessage & { readonly channel: 'push' }, { locale, track, help }: Dressing) {
  const led = track ? { ...message, url: track(message.url) } : message;
  return help === null ? led : { ...led, help: { label: footerWords(locale).help, url: help } };
}

/** The text part has the same links as the HTML: other addresses in it are part of what somebody wrote, and lead nowhere of ours. */
function tracked(
  { html, text }: { readonly html: string; readonly text: string },
  track: (url: string) => string,
): { html: string; text: string } {
  const leads = new Map<string, string>();
  const linked = html.replace(/(<a\b[^>]*?\shref=")(https?:[^"]*)(?=")/gi, (_all, before: string, escaped: string) => {
    const url = unescapeHtml(escaped);
    if (!leads.has(url)) leads.set(url, track(url));
    return before + escapeHtml(leads.get(url)!);
  });
  return { html: linked, text: text.replace(/https?:\/\/[^\s)]+/g, (url) => leads.get(url) ?? url) };
}

function finished(text: string, { locale, track, isOwnLink, help, saysStop }: Dressing): string {
  const words = footerWords(locale);
  const linked = text.replace(/https?:\/\/\S*[^\s.,;:!?)]/g, (url) => (track && isOwnLink(url) ? track(url) : url));
  const owed = saysStop ? `${linked}\n${words.stop}` : linked;
  if (help === null) return owed;
  const helped = `${linked}\n${words.helpAt} ${help}${saysStop ? `\n${words.stop}` : ''}`;
  return measureSms(helped).segments <= MOST_SEGMENTS ? helped : owed;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

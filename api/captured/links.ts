import type { CapturedView } from '../../prisma/captured';

/** A link that a customer can follow from a message. */
export interface MessageLink {
  readonly label: string;
  readonly url: string;
}

const MOST_LINKS = 6;

/** The links of a message in their order, without those to our own pages, each address once: those of the HTML with their words, or the bare ones of a text; a notification has only the one that it leads to. */
export function linksIn({
  html,
  text,
  link,
}: Pick<CapturedView, 'html' | 'text'> & Partial<Pick<CapturedView, 'link'>>): MessageLink[] {
  if (link) return [{ label: shortened(link), url: link }];
  const links = html
    ? anchorsIn(html)
    : (text.match(/https?:\/\/[^\s<>")]*[^\s<>").,;:!?]/g) ?? []).map((url) => ({ label: shortened(url), url }));
  const seen = new Map<string, MessageLink>();
  for (const link of links) if (link.label && !seen.has(link.url) && !pageOf(link)) seen.set(link.url, link);
  return [...seen.values()].slice(0, MOST_LINKS);
}

/** The links of a message to our own pages for customers, which open as they would for the customer. */
export function pagesIn({ html }: Pick<CapturedView, 'html'>): MessageLink[] {
  const links = html ? anchorsIn(html) : [];
  return links.flatMap((link) => (pageOf(link) ? [{ ...link, url: pageOf(link)! }] : []));
}

/** The path of one of our pages, wherever the message says that they are: they are served from here as well. */
function pageOf({ url }: MessageLink): string | undefined {
  return /\/c\/[puwh]\/[\w-]+$/.exec(url)?.[0];
}

/** Reads our own layout's HTML, not any: what it misses is only not offered as a button. */
function anchorsIn(html: string): MessageLink[] {
  const anchors = html.matchAll(/<a\s[^>]*?href="(https?:[^"]*)"[^>]*>([\s\S]*?)<\/a>/gi);
  return [...anchors].map(([, url = '', inner = '']) => ({ label: plain(inner).slice(0, 60), url: decoded(url) }));
}

function plain(inner: string): string {
  return decoded(inner.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function shortened(url: string): string {
  return url.replace(/^https?:\/\//, '').slice(0, 40);
}

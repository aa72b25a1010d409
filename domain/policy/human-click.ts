import { MINUTE_MS, SECOND_MS } from '../duration';

/** What is known of a request that followed a link of a message. `purpose`: what a browser says that it fetches ahead of time for. */
export interface ClickRequest {
  readonly method: string;
  readonly userAgent: string | undefined;
  readonly purpose: string | undefined;
  readonly at: Date;
}

/** What is known of the message: when it left and arrived, and which of its links were followed before; `rule`: by a machine, as that rule found. */
export interface ClickedMessage {
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly link: string;
  readonly before: readonly { readonly link: string; readonly at: Date; readonly rule?: string | undefined }[];
}

/** Why a request was not made by a human hand. */
export type ScannerRule = 'head' | 'after_head' | 'prefetch' | 'agent' | 'too_soon' | 'many_links';

/** Nobody has read a message and chosen a link so soon after it left; mail scanners have. */
const TOO_SOON_MS = 8 * SECOND_MS;
/** Scanners follow every link of a message one after another. A person who takes two of them takes longer. */
const BURST_MS = 3 * SECOND_MS;
/** Who asks for the headers of a link and then for the page looks at where it leads: no browser does so by a click. */
const AFTER_HEAD_MS = 10 * SECOND_MS;
/** They do so when it arrives; later, two quick clicks are a person's, and what looks before them protects that person's browser. */
const SCANNED_WITHIN_MS = 10 * MINUTE_MS;

/**
 * The rule by which a click is a machine's, or null for a human one. `head`: it only asked for the headers. `prefetch`: the browser says
 * that it fetches ahead. `agent`: a program that is known to scan mail or preview links, or that does not say what it is. `too_soon`:
 * within eight seconds after the message left or arrived. Within ten minutes of that, `after_head`: somebody asked for the headers of one of its
 * links ten seconds before at most; `many_links`: another link was followed within three seconds.
 */
export function scannerRule(request: ClickRequest, message: ClickedMessage): ScannerRule | null {
  const { method, userAgent, purpose, at } = request;
  if (method === 'HEAD') return 'head';
  if (purpose !== undefined && /prefetch|prerender|preview/i.test(purpose)) return 'prefetch';
  if (!userAgent || SCANNERS.test(userAgent)) return 'agent';
  const arrivals = [message.sentAt, message.deliveredAt].filter((each) => each !== null);
  const since = arrivals.map((arrived) => at.getTime() - arrived.getTime());
  if (since.some((age) => age >= 0 && age < TOO_SOON_MS)) return 'too_soon';
  if (!since.some((age) => age < SCANNED_WITHIN_MS)) return null;
  const { before, link } = message;
  if (before.some((other) => other.rule === 'head' && isWithin(AFTER_HEAD_MS, other.at, at))) return 'after_head';
  return before.some((other) => other.link !== link && isWithin(BURST_MS, other.at, at)) ? 'many_links' : null;
}

function isWithin(ms: number, one: Date, other: Date): boolean {
  return Math.abs(other.getTime() - one.getTime()) < ms;
}

/** Names by which mail gateways, link previews, crawlers and programs introduce themselves. */
const SCANNERS = new RegExp(
  [
    'bot\\b|bot[/;)]|crawl|spider|slurp|preview|scan|monitor|validator|check(er)?\\b|fetch',
    'barracuda|proofpoint|mimecast|messagelabs|symantec|trendmicro|fireeye|forcepoint|sophos|ironport|zscaler|avanan|cloudmark',
    'googleimageproxy|google-safety|microsoft office|ms-office|bingpreview|skypeuripreview|yahoomailproxy|yahoo pipes',
    'slack|whatsapp|telegram|discord|facebookexternalhit|twitterbot|linkedinbot|embedly|pinterest',
    'curl|wget|python|go-http-client|java/|okhttp|libwww|httpclient|axios|node-fetch|undici|headless|phantom|puppeteer|playwright',
  ].join('|'),
  'i',
);

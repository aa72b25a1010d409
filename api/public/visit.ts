import type { Request, Response } from 'express';
import { PAGE_PATHS } from '../../domain/public-pages';
import { readLink, type LinkKind, type SignedLink } from '../../domain/signed-link';
import { html, type Markup } from '../captured/html';
import { contextOf } from '../context';
import type { PublicDeps } from './deps';
import { layout, type Page } from './layout';
import { createRateLimit } from './rate-limit';
import { languageOf, wordsIn, type Language, type Words } from './words';

/** Somebody who came with a good link. Nothing else says who they are: no cookie, no login. */
export interface Visit<K extends LinkKind = LinkKind> {
  readonly link: SignedLink<K>;
  readonly token: string;
  readonly now: Date;
  readonly request: Request;
  readonly response: Response;
  /** The page's own path. */
  readonly path: string;
  /** What its forms post to: whoever can post there holds the link. Keeps the language that was asked for. */
  readonly here: string;
  /** What keeps the language on the way to another page: `?lang=de`, or nothing. */
  readonly keeps: string;
}

/** Answers one kind of page. */
export type Answer<K extends LinkKind> = (visit: Visit<K>) => Promise<void>;

/** Visits to one link in a minute; every mail program and scanner of a recipient shares it. */
const MOST_FOR_ONE_LINK = 60;
/** Links from one address in a minute that nobody of ours has signed. */
const MOST_FORGED = 20;

/**
 * Reads the link of a request and hands the visit on. Answers itself what is no good link: 404 when it was not signed by us, 410 when its
 * time is over, 429 when somebody tries too often.
 */
export function visits(deps: PublicDeps) {
  const forged = createRateLimit(MOST_FORGED);
  const good = createRateLimit(MOST_FOR_ONE_LINK);

  return <K extends LinkKind>(kind: K, answer: Answer<K>) =>
    async (request: Request, response: Response): Promise<void> => {
      const folder = `/c/${PAGE_PATHS[kind]}`;
      contextOf(response).route = `${folder}/:token`;
      const token = String(request.params['token']);
      const now = deps.now();
      const reading = readLink(deps.pageLinks.keys, token, now);
      const isGood = reading.state !== 'forged' && reading.link.kind === kind;
      const wait = isGood ? good.count(`${kind}:${token}`, now) : forged.count(request.ip ?? '', now);
      if (wait > 0) return sendTrouble(deps, request, response.set('Retry-After', String(wait)), 'busy');
      if (!isGood) return sendTrouble(deps, request, response, 'forged');
      if (reading.state === 'expired') return sendTrouble(deps, request, response, 'expired');
      const link = reading.link as SignedLink<K>;
      const asked = languageAsked(request);
      const keeps = asked ? `?lang=${asked}` : '';
      const path = `${folder}/${token}`;
      await answer({ link, token, now, request, response, path, here: path + keeps, keeps });
    };
}

/** The language that a visitor asked for by the link in the page's head, else that of the customer, else what their browser says. */
export function languageFor(request: Request, locale?: string): Language {
  const accepted = request.headers['accept-language'];
  return languageAsked(request) ?? languageOf(locale) ?? languageOf(accepted) ?? 'en';
}

function languageAsked({ query }: Request): Language | undefined {
  return typeof query['lang'] === 'string' ? languageOf(query['lang']) : undefined;
}

/** Sends a page. */
export function sendPage(
  { speaker }: Pick<PublicDeps, 'speaker'>,
  { response, path }: Pick<Visit, 'response' | 'path'>,
  language: Language,
  page: Page,
  status = 200,
): void {
  const switchTo = `${path}?lang=${language === 'en' ? 'de' : 'en'}`;
  response
    .status(status)
    .type('html')
    .send(layout({ switchTo, ...page }, language, speaker));
}

const STATUS = { forged: 404, expired: 410, gone: 410, large: 413, busy: 429, broken: 500 } as const;

/** Sends a page that says what is wrong, and what the visitor can do about it. */
export function sendTrouble(
  { speaker }: Pick<PublicDeps, 'speaker'>,
  request: Request,
  response: Response,
  what: keyof typeof STATUS,
): void {
  const language = languageFor(request);
  const { trouble }: Words = wordsIn(language);
  const lead = what === 'gone' ? trouble.goneLead(speaker.productName) : trouble[`${what}Lead`];
  const page = { title: trouble[what], body: paragraph(lead) };
  response
    .status(STATUS[what])
    .type('html')
    .send(layout(page, language, speaker));
}

function paragraph(text: string): Markup {
  return html`<p class="lead">${text}</p>`;
}

import type { PublicSender } from '../../domain/public-pages';
import { html, type Markup } from '../captured/html';
import { wordsIn, type Language } from './words';

/** A page for a customer. `note` says what a form came to; `switchTo`: where the same page stands in the other language. */
export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly note?: string | null;
  readonly tone?: 'good' | 'bad';
  readonly switchTo?: string;
}

/** Lays out a page in one column, for phones first. It needs no script, no cookie and nothing from anywhere else. */
export function layout(
  { title, body, note = null, tone = 'good', switchTo }: Page,
  language: Language,
  { productName, productUrl, postalAddress }: PublicSender,
): string {
  const words = wordsIn(language);
  const other = language === 'en' ? 'de' : 'en';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title} · ${productName}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/c/assets/style.css" />
      </head>
      <body>
        <header class="masthead">
          <p class="wordmark"><a href="${productUrl}">${productName}</a></p>
          ${switchTo && html`<a href="${switchTo}" lang="${other}" hreflang="${other}" rel="nofollow">${words.otherLanguage}</a>`}
        </header>
        <main>
          ${note && html`<p class="note note--${tone}" role="${tone === 'good' ? 'status' : 'alert'}">${note}</p>`}
          <h1>${title}</h1>
          ${body}
        </main>
        <footer class="imprint">
          <p>${productName}${postalAddress && html` · ${postalAddress}`}</p>
        </footer>
      </body>
    </html> `.text;
}

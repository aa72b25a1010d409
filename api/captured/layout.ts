import { createHash } from 'node:crypto';
import { html, type Markup } from './html';
import { mark } from './icons';

/** A place elsewhere that the header of the page leads to. */
export interface Link {
  readonly label: string;
  readonly href: string;
}

/** A whole document, and a version that changes when anything on it does: the script asks by it whether to look again. */
export interface Document {
  readonly text: string;
  readonly version: string;
}

/** The style sheets of the page, in their order. */
export const STYLES = ['style.css', 'desk.css', 'messages.css', 'customer.css', 'narrow.css'] as const;

/** Lays out a page. `live`: the script keeps it fresh; without script it is reloaded now and then. */
export function layout({
  title,
  body,
  links,
  live,
}: {
  title: string;
  body: Markup;
  links: readonly Link[];
  live: boolean;
}): Document {
  const version = createHash('sha256').update(title).update(body.text).digest('base64url').slice(0, 22);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Perennial</title>
        <link rel="icon" href="/captured/assets/icon.svg" type="image/svg+xml" />
        ${STYLES.map((name) => html`<link rel="stylesheet" href="/captured/assets/${name}" />`)}
        ${
          live &&
          html`<script src="/captured/assets/live.js" defer></script>
            <noscript><meta http-equiv="refresh" content="30" /></noscript>`
        }
      </head>
      <body data-version="${version}">
        <header class="masthead">
          <a class="wordmark" href="/captured">${mark} Perennial</a>
          <p class="where">
            <strong>Captured messages</strong>
            <span>Nothing leaves this machine. Play the customer, and the person who helps.</span>
          </p>
          <nav aria-label="Elsewhere">${links.map(({ label, href }) => html`<a href="${href}">${label}</a>`)}</nav>
        </header>
        ${body}
        <p id="news" class="news" role="status" aria-live="polite"></p>
      </body>
    </html> `;
  return { text: page.text, version };
}

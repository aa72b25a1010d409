import { html, type Markup } from '../captured/html';

/** Who is signed in on the sample page. */
interface SignedIn {
  readonly userId: string;
  readonly customerId: string;
  readonly token: string;
  /** Where this server was asked for, as in `http://localhost:3000`. */
  readonly origin: string;
}

/** Nobody is signed in yet. */
export function sampleStart(unknown: string | undefined): Markup {
  return frame(
    html`<h1>A page of your product</h1>
      <p>It shows in-app messages as they come, by one script and a token. Who is signed in?</p>
      ${unknown !== undefined && html`<p>There is no customer ${unknown} yet: sign in to make one.</p>`}
      <form class="actions" method="post" action="/live/sample">
        <label
          >User id <input name="customer" value="${unknown ?? 'ada'}" required maxlength="200" autocomplete="off"
        /></label>
        <button>Sign in</button>
      </form>`,
  );
}

/** Somebody is: their token stands in the page, as a product's backend would have put it there. */
export function sampleFor({ userId, customerId, token, origin }: SignedIn): Markup {
  const send = (as: string, label: string) =>
    html`<form method="post" action="/live/sample/messages">
      <input type="hidden" name="customer" value="${userId}" /><input type="hidden" name="as" value="${as}" />
      <button>${label}</button>
    </form>`;
  return frame(
    html`<h1>${userId} is signed in</h1>
      <p>
        Send a message and see it come. What ${userId} does with it is on
        <a href="/captured?customer=${customerId}">the captured-messages page</a>.
      </p>
      <div class="actions">
        ${send('card', 'Send a card')} ${send('banner', 'Send a banner')} ${send('checklist', 'Send a checklist')}
      </div>
      <p><button id="allow" hidden>Allow notifications</button> <span id="state" role="status"></span></p>
      <h2>What your page needs</h2>
      <p>Your backend asks for a token, with a key of the role operate, for the customer who is signed in:</p>
      <pre><code>curl -X POST -u "$(cat .perennial/api-key):" ${origin}/v1/customers/${encodeURIComponent(userId)}/live-token</code></pre>
      <p>and puts it into the page:</p>
      <pre><code>${`<script src="${origin}/live/perennial.js" data-token="..." async></script>`}</code></pre>
      <p><a href="/live/sample">Sign out</a></p>`,
    html`<script src="/live/perennial.js" data-token="${token}" defer></script>
      <script src="/live/sample/script.js" defer></script>`,
  );
}

function frame(body: Markup, scripts: Markup | null = null): Markup {
  return html`${DOCTYPE}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sample of live in-app messages</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/reference/style.css" />
        ${scripts}
      </head>
      <body>
        <main class="page">${body}</main>
      </body>
    </html>`;
}

const DOCTYPE = html`<!doctype html>`;

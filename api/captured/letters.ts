import type { CapturedLetter } from '../../prisma/generated/client';
import { html, type Markup } from './html';
import { layout, type Document, type Link } from './layout';

/** The mails to staff that would have left: invitations, new passwords, summaries. Their links can be followed from here. */
export function lettersPage(letters: readonly CapturedLetter[], links: readonly Link[]): Document {
  const body = html`<main class="start">
    <section class="letters">
      <h1>Mail to staff</h1>
      ${letters.length === 0 ? html`<p>No mail to staff has been captured yet.</p>` : letters.map(letterOf)}
      <p><a href="/captured">Back to the messages</a></p>
    </section>
  </main>`;
  return layout({ title: 'Mail to staff', body, links, live: false });
}

function letterOf({ recipient, subject, text, at }: CapturedLetter): Markup {
  const when = at.toISOString();
  return html`<article>
    <h2>${subject}</h2>
    <p>To ${recipient}, <time datetime="${when}">${when.slice(0, 16).replace('T', ' ')} UTC</time></p>
    ${text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) =>
        /^https?:\/\/\S+$/.test(line) ? html`<p><a href="${line}">${line}</a></p>` : html`<p>${line}</p>`,
      )}
  </article>`;
}

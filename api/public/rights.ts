import type { Wish } from '../../domain/privacy';
import type { PrivacyRequest } from '../../prisma/generated/client';
import { carriedOutFrom } from '../../prisma/privacy/requests';
import { html, type Markup } from '../captured/html';
import type { PreferencesShown } from './preferences-page';
import { dayIn, masked } from './reader';
import { wordsIn, type Language } from './words';

type Shown = Pick<PreferencesShown, 'reader' | 'reachable' | 'requests' | 'here'>;

/** The rights to one's data: a copy, which goes to the address on file, and erasure, which can be called off for a while. */
export function rights(shown: Shown, language: Language): Markup {
  const { rights: about } = wordsIn(language);
  const [copy, erasure] = [wishNote('export', shown, language), wishNote('erase', shown, language)];
  const form = (what: string, inside: Markup) =>
    html`<form class="${what}" method="post" action="${shown.here}">
      <input type="hidden" name="do" value="${what}" />${inside}
    </form>`;
  return html`<section class="card" aria-labelledby="rights">
    <h2 id="rights">${about.title}</h2>
    <p>${about.lead}</p>
    ${copy === undefined ? form('export', html`<button>${about.exportButton}</button>`) : html`<p class="asked">${copy}</p>`}
    ${
      erasure === undefined
        ? form(
            'erase',
            html`<p>${about.eraseLead}</p>
              <label class="check"
                ><input type="checkbox" name="sure" value="yes" required /> <span>${about.eraseConfirm}</span></label
              >
              <button class="stop">${about.eraseButton}</button>`,
          )
        : html`<p class="asked">${erasure}</p>
            ${form('keep', html`<button>${about.keepButton}</button>`)}`
    }
  </section>`;
}

/** What is said of an open wish; undefined when there is none. */
export function wishNote(kind: Wish, { requests, reader, reachable }: Shown, language: Language): string | undefined {
  const { rights: about } = wordsIn(language);
  const wish: PrivacyRequest | undefined = requests.find((request) => request.kind === kind);
  if (!wish) return undefined;
  const day = dayIn(language, reader.timeZone);
  if (kind === 'erase') return about.eraseAsked(day(carriedOutFrom(wish) ?? wish.dueAt));
  const [email, phone] = [reachable.has('email') && reader.email, reachable.has('sms') && reader.phone];
  const address = email || phone;
  return address ? about.exportSent(masked(address)) : about.exportAsked(day(wish.dueAt));
}

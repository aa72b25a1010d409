import { confirmConsent, findConsentRequest } from '../../prisma/consent-requests';
import type { ConsentRequest } from '../../prisma/generated/client';
import { inTransaction } from '../../prisma/transaction';
import { html } from '../captured/html';
import type { PublicDeps } from './deps';
import type { Page } from './layout';
import { evidenceOf } from './evidence';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';
import { wordsIn, type Language } from './words';

/** Shows what is to be confirmed, in exactly the words that were asked. GET confirms nothing: scanners follow links too. */
export async function showConfirmation(deps: PublicDeps, visit: Visit<'confirm'>): Promise<void> {
  const { token, request, response, here } = visit;
  const asked = await findConsentRequest(deps.db, token);
  if (!asked) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, asked.locale);
  if (asked.confirmedAt) return sendPage(deps, visit, language, usedPage(language));
  const { confirm } = wordsIn(language);
  const body = html`<p class="lead">${confirm.lead(deps.speaker.productName)}</p>
    <blockquote class="card" lang="${asked.locale}">${asked.wording}</blockquote>
    <form method="post" action="${here}">
      <p class="save"><button class="primary">${confirm.button}</button></p>
    </form>
    <p class="soft">${confirm.ignore}</p>`;
  sendPage(deps, visit, language, { title: confirm.title, body });
}

/** Confirms, once. Whoever comes a second time is told that it was done, and nothing is recorded again. */
export async function confirm(deps: PublicDeps, visit: Visit<'confirm'>): Promise<void> {
  const { token, now, request, response } = visit;
  const asked: ConsentRequest | null = await findConsentRequest(deps.db, token);
  if (!asked) return sendTrouble(deps, request, response, 'gone');
  const outcome = await inTransaction(deps.db, (tx) => confirmConsent(tx, token, evidenceOf(visit), now));
  if (outcome === 'expired' || outcome === null) return sendTrouble(deps, request, response, 'expired');
  const language = languageFor(request, asked.locale);
  sendPage(deps, visit, language, outcome === 'used' ? usedPage(language) : donePage(language));
}

function donePage(language: Language): Page {
  const { confirm: words } = wordsIn(language);
  return { title: words.done, body: html`<p class="lead">${words.doneLead}</p>` };
}

function usedPage(language: Language): Page {
  const { confirm: words } = wordsIn(language);
  return { title: words.used, body: html`<p class="lead">${words.doneLead}</p>` };
}

import { exportCustomer } from '../../prisma/privacy/export';
import { html } from '../captured/html';
import { contextOf } from '../context';
import { bundleName, dataBundle } from '../data-bundle';
import type { PublicDeps } from './deps';
import { findReader } from './reader';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';
import { wordsIn } from './words';

/** Offers the copy of the data that a customer asked for. Hands nothing out: scanners follow links too. */
export async function showCopy(deps: PublicDeps, visit: Visit<'copy'>): Promise<void> {
  const { request, response, here } = visit;
  const asked = await findAsked(deps, visit);
  if (!asked) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, asked.reader.locale);
  const { copy } = wordsIn(language);
  const body = html`<p class="lead">${copy.lead(deps.speaker.productName)}</p>
    <p>${copy.secret}</p>
    <form method="post" action="${here}">
      <p class="save"><button class="primary">${copy.button}</button></p>
    </form>`;
  sendPage(deps, visit, language, { title: copy.title, body });
}

/** Hands out the copy, as it is at this moment; each time stands in the audit log. */
export async function downloadCopy(deps: PublicDeps, visit: Visit<'copy'>): Promise<void> {
  const { request, response, now } = visit;
  const asked = await findAsked(deps, visit);
  if (!asked) return sendTrouble(deps, request, response, 'gone');
  const { db, addressHash, speaker } = deps;
  const { requestId } = contextOf(response);
  const of = { customerId: asked.reader.id, wish: asked.wish, addressHash, by: 'customer', requestId };
  const copy = await exportCustomer(db, of, now);
  response
    .set('Content-Disposition', `attachment; filename="${bundleName(copy)}"`)
    .type('application/zip')
    .send(dataBundle(copy, speaker.productName));
}

async function findAsked({ db }: PublicDeps, { link }: Visit<'copy'>) {
  const wish = await db.privacyRequest.findUnique({ where: { id: link.requestId } });
  const reader = wish?.kind === 'export' ? await findReader(db, wish.customerId) : null;
  return wish && reader && { wish, reader };
}

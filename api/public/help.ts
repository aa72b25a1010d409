import { createHash } from 'node:crypto';
import { recordEvents } from '../../prisma/events';
import { html } from '../captured/html';
import type { PublicDeps } from './deps';
import { findReader } from './reader';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';
import { wordsIn } from './words';

/** Asks whether a person shall be told (M10). Changes nothing, because scanners follow links too. */
export async function showHelp(deps: PublicDeps, visit: Visit<'help'>): Promise<void> {
  const { link, request, response, here } = visit;
  const reader = await findReader(deps.db, link.customerId);
  if (!reader) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, reader.locale);
  const { help } = wordsIn(language);
  const body = html`<p class="lead">${help.lead}</p>
    <form method="post" action="${here}">
      <div class="card field">
        <label for="text">${help.about}</label>
        <textarea id="text" name="text" rows="4" maxlength="${LONGEST_TEXT}" aria-describedby="text-hint"></textarea>
        <p class="soft" id="text-hint">${help.optional}</p>
      </div>
      <p class="save"><button class="primary">${help.button}</button></p>
    </form>`;
  sendPage(deps, visit, language, { title: help.title, body });
}

/** The hand is raised: one event, which opens one task whoever hears it. The same words again, as a second press sends them, change nothing. */
export async function askForHelp(deps: PublicDeps, visit: Visit<'help'>): Promise<void> {
  const { link, token, now, request, response } = visit;
  const reader = await findReader(deps.db, link.customerId);
  if (!reader) return sendTrouble(deps, request, response, 'gone');
  const given = (request.body as { readonly text?: unknown } | undefined)?.text;
  const text = typeof given === 'string' ? given.trim().slice(0, LONGEST_TEXT).replaceAll('\0', '') : '';
  const day = now.toISOString().slice(0, 10);
  const once = createHash('sha256').update([token, day, text].join('\n')).digest('base64url');
  const properties = { ...(link.touchId && { touchId: link.touchId }), ...(text && { text }) };
  const event = { messageId: `help:${once}`, customerId: reader.id, type: 'customer.help_requested', properties };
  await recordEvents(deps.db, [{ ...event, occurredAt: now }], { journeys: deps.journeys, now });
  deps.wakeRelay();

  const language = languageFor(request, reader.locale);
  const { help } = wordsIn(language);
  sendPage(deps, visit, language, { title: help.done, body: html`<p class="lead">${help.doneLead}</p>` });
}

const LONGEST_TEXT = 2_000;

import { consentsOf } from '../../prisma/consents';
import { readPreferences } from '../../prisma/preferences';
import { readSettings } from '../../prisma/settings';
import type { PublicDeps } from './deps';
import { presentRequests } from '../../prisma/privacy/requests';
import { act, type Outcome } from './preferences-act';
import { preferencesPage, type PreferencesShown } from './preferences-page';
import { findReader, reachableOn } from './reader';
import { topicRows } from './topics';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';

/** Shows what a customer may choose and what is on file (M19). */
export async function showPreferences(deps: PublicDeps, visit: Visit<'preferences'>): Promise<void> {
  const outcome = visit.request.query['done'];
  await show(deps, visit, typeof outcome === 'string' ? outcome : null);
}

/**
 * Takes one of the page's forms, named by `do`: choices, everything off, a copy of the data, erasure, or calling that off. What is chosen holds when the
 * answer comes. Leads back to the page, which says what came of it.
 */
export async function changePreferences(deps: PublicDeps, visit: Visit<'preferences'>): Promise<void> {
  const reader = await findReader(deps.db, visit.link.customerId);
  if (!reader) return sendTrouble(deps, visit.request, visit.response, 'gone');
  const outcome: Outcome = await act(deps, visit, reader);
  const query = new URLSearchParams(visit.keeps);
  query.set('done', outcome);
  visit.response.redirect(303, `${visit.path}?${query.toString()}`);
}

async function show(deps: PublicDeps, visit: Visit<'preferences'>, outcome: string | null): Promise<void> {
  const { db, pageLinks, speaker } = deps;
  const { now, here, keeps, request, response } = visit;
  const reader = await findReader(db, visit.link.customerId);
  if (!reader) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, reader.locale);
  const [records, chosen, { settings }, reachable, requests] = await Promise.all([
    consentsOf(db, reader.id),
    readPreferences(db, reader.id),
    readSettings(db),
    reachableOn(db, reader),
    presentRequests(db, reader.id, now),
  ]);
  const shown: PreferencesShown = {
    reader,
    records,
    chosen,
    settings,
    reachable,
    requests,
    rows: topicRows(deps.messages, settings, records, reachable, language, now),
    outcome,
    speaker,
    links: pageLinks,
    here,
    keeps,
    now,
  };
  sendPage(deps, visit, language, preferencesPage(shown, language));
}

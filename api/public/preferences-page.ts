import type { Channel } from '../../domain/channel';
import type { Settings } from '../../domain/policy/settings';
import type { Preferences } from '../../domain/policy/weighed';
import { pageUrl, type LinkSettings, type PublicSender } from '../../domain/public-pages';
import type { ConsentRow } from '../../prisma/consents';
import type { Customer, PrivacyRequest } from '../../prisma/generated/client';
import { html, type Markup } from '../captured/html';
import { choicesForm } from './choices-form';
import type { Page } from './layout';
import { onFile } from './on-file';
import { rights, wishNote } from './rights';
import type { TopicRow } from './topics';
import { wordsIn, type Language, type Words } from './words';

/** Everything that the preference page shows. */
export interface PreferencesShown {
  readonly reader: Customer;
  readonly records: readonly ConsentRow[];
  readonly chosen: Preferences;
  readonly settings: Settings;
  readonly reachable: ReadonlySet<Channel>;
  readonly requests: readonly PrivacyRequest[];
  readonly rows: readonly TopicRow[];
  /** What the form that was just sent came to. */
  readonly outcome: string | null;
  readonly speaker: PublicSender;
  readonly links: LinkSettings;
  readonly here: string;
  readonly keeps: string;
  readonly now: Date;
}

/** The preference centre (M19): choices first, then everything off, a person, what is on file, and the rights to it. */
export function preferencesPage(shown: PreferencesShown, language: Language): Page {
  const words = wordsIn(language);
  const { title, lead } = words.preferences;
  const { outcome, speaker } = shown;
  const body = html`<p class="lead">${lead(speaker.productName)}</p>
    ${choicesForm(shown, language)} ${everythingOff(shown, words)} ${person(shown, words)} ${onFile(shown, language)}
    ${rights(shown, language)}`;
  const tone = outcome !== null && BAD.has(outcome) ? 'bad' : 'good';
  return { title, body, note: noteFor(outcome, shown, language), tone };
}

const BAD: ReadonlySet<string> = new Set(['wrong-date', 'unconfirmed', 'not-understood']);

function noteFor(outcome: string | null, shown: PreferencesShown, language: Language): string | null {
  const { preferences, rights: about, trouble } = wordsIn(language);
  const notes: Readonly<Record<string, string | undefined>> = {
    saved: preferences.saved,
    unchanged: preferences.nothingChanged,
    off: preferences.offDone,
    'wrong-date': preferences.wrongDate,
    export: wishNote('export', shown, language),
    erase: wishNote('erase', shown, language),
    kept: about.kept,
    unconfirmed: about.eraseUnconfirmed,
    'not-understood': trouble.broken,
  };
  return (outcome !== null && Object.hasOwn(notes, outcome) && notes[outcome]) || null;
}

function everythingOff({ here, rows }: PreferencesShown, { preferences, necessary }: Words): Markup {
  const isOff = rows.every(({ cells }) => cells.every((cell) => !cell.isOn));
  return html`<section class="card" aria-labelledby="off">
    <h2 id="off">${preferences.off}</h2>
    <p>${isOff ? preferences.isOff : preferences.offLead} <span class="soft">${necessary}</span></p>
    ${
      !isOff &&
      html`<form method="post" action="${here}">
        <input type="hidden" name="do" value="off" /><button class="stop">${preferences.offButton}</button>
      </form>`
    }
  </section>`;
}

function person({ reader, links, keeps }: PreferencesShown, { help }: Words): Markup {
  const url = new URL(pageUrl(links, { kind: 'help', customerId: reader.id, touchId: '' }));
  return html`<section class="card" aria-labelledby="person">
    <h2 id="person">${help.title}</h2>
    <p>${help.lead}</p>
    <p><a class="button" href="${url.pathname}${keeps}">${help.button}</a></p>
  </section>`;
}

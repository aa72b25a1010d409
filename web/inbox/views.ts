import type { Takes } from '../client/call';
import type { Words } from '../parts/words';

/** A view of the inbox, as the API knows it, or the team board. */
export type View = NonNullable<NonNullable<Takes<'GET /v1/inbox'>['query']>['view']> | 'team';

/** The views in their order, each with its letter after `g`, what it is called, and what it says while it is empty. */
export const VIEWS: readonly {
  readonly view: View;
  readonly letter: string;
  readonly name: Words<string>;
  readonly empty: Words<string>;
}[] = [
  {
    view: 'next',
    letter: 'n',
    name: { en: 'My next', de: 'Als Nächstes' },
    empty: {
      en: 'Nobody waits for you. What comes next appears here by itself.',
      de: 'Niemand wartet auf Sie. Was als Nächstes kommt, erscheint hier von selbst.',
    },
  },
  {
    view: 'mine',
    letter: 'm',
    name: { en: 'Mine', de: 'Meine' },
    empty: { en: 'Nothing is yours at present.', de: 'Zurzeit gehört nichts Ihnen.' },
  },
  {
    view: 'unclaimed',
    letter: 'u',
    name: { en: 'Unclaimed', de: 'Offen' },
    empty: { en: 'Everything has been taken by somebody.', de: 'Alles ist von jemandem übernommen.' },
  },
  {
    view: 'snoozed',
    letter: 's',
    name: { en: 'Snoozed', de: 'Zurückgestellt' },
    empty: { en: 'Nothing is put off.', de: 'Nichts ist zurückgestellt.' },
  },
  {
    view: 'breached',
    letter: 'b',
    name: { en: 'Overdue', de: 'Überfällig' },
    empty: { en: 'Nothing is overdue. Well done.', de: 'Nichts ist überfällig. Gut gemacht.' },
  },
  {
    view: 'all',
    letter: 'a',
    name: { en: 'All', de: 'Alle' },
    empty: { en: 'There are no unfinished tasks.', de: 'Es gibt keine offenen Aufgaben.' },
  },
  {
    view: 'done',
    letter: 'd',
    name: { en: 'Done today', de: 'Heute erledigt' },
    empty: { en: 'Nothing has come to an end today yet.', de: 'Heute ist noch nichts zu Ende gebracht.' },
  },
  {
    view: 'team',
    letter: 't',
    name: { en: 'Team', de: 'Team' },
    empty: { en: 'Nobody has anything to do.', de: 'Niemand hat etwas zu tun.' },
  },
];

/** The view that an address names; the first where it names none. */
export function viewIn(text: string | undefined): View {
  return VIEWS.find(({ view }) => view === text)?.view ?? 'next';
}

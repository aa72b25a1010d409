import { channelChangesIn } from '../../domain/channel-change';
import type { ContentFault } from '../fault';
import type { MessageFile } from '../file';
import { fragmentsOf, lineAt } from './fragment';

/** Behaviour sets the timing; it is never recited (M21). */
const SURVEILLANCE = [
  "(we|I)( have|'ve)? (noticed|seen|observed|detected)",
  'we saw',
  "(we|I)( have|'ve)? been (watching|tracking|monitoring|following)",
  'according to our (records|data|logs)',
  "you( have|'ve)? (not|n't) (logged|signed) in",
  "you (haven't|didn't|don't) (log|logged|sign|signed|open|opened|use|used)",
  'your last (login|log-in|visit|session)',
  'you (opened|clicked|viewed|read) (our|the|this|my)',
  "it('s| is| has)? been [0-9a-z]+ (days|weeks|months) since",
  '(inactive|away|absent) (for|since)',
  'uns ist aufgefallen',
  '(wir|ich) (haben|habe) (bemerkt|gesehen|festgestellt|beobachtet|registriert)',
  'wie wir (sehen|feststellen)',
  'Sie haben sich (schon )?(seit|länger|lange|noch nicht|nicht)',
  'nicht (mehr )?(angemeldet|eingeloggt)',
  'Ihr(er|en|em)? letzte[rnsm]? (Login|Anmeldung|Besuch|Sitzung)',
  'seit [0-9]+ (Tagen|Wochen|Monaten)',
  'laut unsere[rn] (Daten|Aufzeichnungen|Unterlagen)',
  'Sie haben (unsere|die|diese) [^.]*(geöffnet|angeklickt|gelesen)',
];

/**
 * Wording that breaks a promise to the customer, in any locale, with the line on which it stands. What we write to many never asks for
 * personal data, so here nothing may lead to another channel (M08); the exception of M09 is for people (prisma/conversations/say.ts).
 */
export function checkPhrases(file: MessageFile): ContentFault[] {
  return fragmentsOf(file).flatMap(({ text, line }) => [
    ...channelChangesIn(text).map(({ phrase, at }) => ({
      file: file.path,
      line: lineAt(text, at, line),
      rule: 'channel-change' as const,
      detail: `"${phrase}" sends the customer to another channel; answer where they are (M08)`,
    })),
    ...find(text, SURVEILLANCE_PATTERN).map(({ phrase, at }) => ({
      file: file.path,
      line: lineAt(text, at, line),
      rule: 'surveillance' as const,
      detail: `"${phrase}" tells the customer that they are watched; say what helps instead (M21)`,
    })),
  ]);
}

const HAND_RAISE: Readonly<Record<string, RegExp>> = { en: /\brepl(y|ies|ying)\b/i, de: /\bantwort/i };

/** Every email says that an answer to it reaches a person (M10), in the languages that this check can read. */
export function checkHandRaise(file: MessageFile): ContentFault[] {
  const section = file.sections.get('email');
  const pattern = HAND_RAISE[file.locale.slice(0, 2)];
  if (!section || !pattern || pattern.test(section.text)) return [];
  return [
    {
      file: file.path,
      line: section.line,
      rule: 'hand-raise',
      detail: 'the email does not say that a reply reaches a person (M10)',
    },
  ];
}

const SURVEILLANCE_PATTERN = oneOf(SURVEILLANCE);

function oneOf(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) => phrase.replaceAll(' ', '\\s+').replaceAll("'", "['’]"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

function find(text: string, pattern: RegExp): { phrase: string; at: number }[] {
  return [...text.matchAll(pattern)].map((match) => ({ phrase: match[0].replace(/\s+/g, ' '), at: match.index }));
}

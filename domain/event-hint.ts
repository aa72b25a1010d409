import { EVENT_ALIASES, eventCatalog, isKnownEvent, OWN_EVENTS, type EventType } from './events';
import { lettersApart } from './nearest';

/**
 * The event that an unknown name was probably meant to be, or undefined when it resembles none: `usage_dropped`, `UsageDropped` and
 * `usage.droped` are `usage.dropped`, and `Loged In` is `customer.logged_in`. Word by word and with hardly a letter to spare,
 * because backends have events of their own: `Ticket Reopened` and `Product Viewed` resemble nothing.
 */
export function eventMeantBy(name: string): EventType | undefined {
  if (isKnownEvent(name) || name.length > LONGEST) return undefined;
  if (!remembered.has(name)) {
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(name, nearestEvent(name));
  }
  return remembered.get(name);
}

const LONGEST = 64;

/** Backends say the same few names over and over, thousands a second. */
const remembered = new Map<string, EventType | undefined>();
const REMEMBERED = 500;

function nearestEvent(name: string): EventType | undefined {
  const given = wordsOf(name);
  return BY_STEMS.get(stemsOf(given)) ?? SPELLINGS.find(({ words }) => isMisspelt(given, words))?.type;
}

interface Spelling {
  readonly words: readonly string[];
  readonly type: EventType;
}

/** Nobody is led to what only Perennial says. */
const SPELLINGS: readonly Spelling[] = [
  ...Object.keys(eventCatalog).map((type) => [type, type] as const),
  ...EVENT_ALIASES,
].flatMap(([name, type]) => (OWN_EVENTS.has(type) ? [] : [{ words: wordsOf(name), type: type as EventType }]));

/** The earlier of two spellings that look alike counts: those of the catalogue stand first. */
const BY_STEMS: ReadonlyMap<string, EventType> = new Map(
  SPELLINGS.toReversed().map(({ words, type }) => [stemsOf(words), type]),
);

/** `user.signed_up`, `CustomerSignedUp` and "Signed Up" have the same words: who it was goes without saying. */
function wordsOf(name: string): string[] {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return words.length > 1 && (words[0] === 'customer' || words[0] === 'user') ? words.slice(1) : words;
}

/** All words in one, without the ending of the past tense: `signed_up` and `signup` look alike. */
function stemsOf(words: readonly string[]): string {
  return words.map((word) => word.replace(/(.)\1?ed$/, '$1')).join('');
}

function isMisspelt(given: readonly string[], words: readonly string[]): boolean {
  return given.length === words.length && words.every((word, index) => isNear(given[index]!, word));
}

const SHORT = 3;
const LONG = 9;
const SHORTEST_STEM = 4;
const LONGEST_ENDING = 3;

/** Also a word whose ending is missing, as in `review.post`. Two letters may be wrong in a long word, but not where a prefix makes another word of it. */
function isNear(given: string, word: string): boolean {
  if (given === word) return true;
  const missing = word.length - given.length;
  if (word.startsWith(given)) return given.length >= SHORTEST_STEM && missing <= LONGEST_ENDING;
  const most = word.length <= SHORT ? 0 : word.length < LONG || given[0] !== word[0] ? 1 : 2;
  return Math.abs(missing) <= most && lettersApart(given, word) <= most;
}

import type { Channel } from '../channel';
import type { InboundChannel } from '../conversation';
import { anyOf, folded, LONGEST_READ } from './folded';
import { HINT, SOMEBODY_ELSE, SOUNDS_ALIKE, STOP_WORD, WANTS, WISH } from './stop-phrases';

/**
 * A wish not to be written to. `means`: everything, the channel that was named, or `this`: whatever the word alone takes back on the
 * channel it came on. Not `sure`: a person decides. `only`: nothing else was said, so there is nothing to answer.
 */
export interface Stop {
  readonly means: 'everything' | 'this' | Channel;
  readonly sure: boolean;
  readonly only: boolean;
}

/**
 * Recognises that somebody takes consent back, in any reasonable wording in English and German (FCC 47 CFR 64.1200(a)(10), GDPR Art. 7(3)), or null.
 * The carriers' keywords are only the beginning: they have to be the whole message, people do not. Sentences that sound alike (mails
 * that stopped coming, "please don't stop") are told apart; a wish inside a long letter, or about somebody else, is not sure.
 */
export function readStop(text: string, channel: InboundChannel): Stop | null {
  const read = folded(text.slice(0, LONGEST_READ));
  if (isKeyword(read, channel)) return { means: meaningOf(read), sure: true, only: true };

  const sentences = read.split(/(?<=[.!?;])\s+/);
  const wishes = sentences.filter((each) => isKeyword(each, channel) || (WISH.test(each) && !isOtherwise(each)));
  const hints = wishes.length > 0 ? [] : sentences.filter((each) => mayMean(each) && !isOtherwise(each));
  const said = [...wishes, ...hints];
  if (said.length === 0) return null;
  const rest = sentences.filter((sentence) => !said.includes(sentence) && !COURTESY.test(sentence));
  const sure = hints.length === 0 && read.split(' ').length <= MOST_WORDS && !SOMEBODY_ELSE.test(said.join(' '));
  return { means: meaningOf(said.join(' ')), sure, only: rest.length === 0 };
}

/** In a short sentence, the very word is reason enough for a person to look. */
function mayMean(sentence: string): boolean {
  return HINT.test(sentence) || (sentence.split(' ').length <= MOST_WORDS_OF_A_HINT && STOP_WORD.test(sentence));
}

const MOST_WORDS_OF_A_HINT = 10;

function isOtherwise(sentence: string): boolean {
  return SOUNDS_ALIKE.test(sentence) && !WANTS.test(sentence);
}

/** In a longer letter a phrase may stand for anything. */
const MOST_WORDS = 60;

/** The keywords of carriers and mail lists, with the politeness that people put around them. Some mean something else in a mail ("cancel"). */
function isKeyword(read: string, channel: InboundChannel): boolean {
  const words = read.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const bare = words.replace(POLITE, ' ').replace(/\s+/g, ' ').trim();
  return KEYWORD.test(bare) || (channel === 'sms' && CARRIER_KEYWORD.test(bare));
}

const POLITE =
  /\b(please|pls|plz|bitte|thanks?( you)?|thx|danke|vielen dank|now|jetzt|sofort|immediately|right away|at once|me|mich|hi|hello|hallo|guten tag|hey|just|all|this|das|it|es|ok|okay|und|and|endlich|kindly|regards|best|kind|viele gruesse|gruesse|mfg|lg)\b/g;
const KEYWORD =
  /^(stop(p)?( stop(p)?)*|stop ?all|un ?subscribe|opt ?out|remove|abmelden|abbestellen|austragen|abmeldung|widerruf|unsub)$/;
const CARRIER_KEYWORD = /^(cancel|end|quit|revoke|ende|aus)$/;

const COURTESY =
  /^(hi|hello|hey|dear|good (morning|day|afternoon)|guten (tag|morgen|abend)|hallo|sehr geehrte\w*|liebe[rs]?|thanks?( you)?|thank you|danke|vielen dank|please|bitte|regards|best|kind regards|mit freundlichen gruessen|viele gruesse|gruesse|mfg|lg|now|immediately|sofort|enough|es reicht|reicht|i mean it|seriously|ernsthaft)\b.{0,40}$/;

function meaningOf(wish: string): Stop['means'] {
  const named = NAMED.filter(([says]) => says.test(wish)).map(([, channel]) => channel);
  if (ALL.test(wish) || named.length > 1) return 'everything';
  return named[0] ?? 'this';
}

const NAMED: readonly (readonly [RegExp, Channel])[] = [
  [
    anyOf(['e-?mail(s|ing)?', 'mail(s|ing|en)?', 'mailing ?lists?', 'newsletters?', 'mailingliste', 'verteiler']),
    'email',
  ],
  [anyOf(['sms', 'text(s|ing)?', 'text messages?', 'my (phone )?number', 'simsen']), 'sms'],
  [anyOf(['pop-?ups?', 'banners?', 'in-?app']), 'in-app'],
];

const ALL = anyOf([
  'stop ?all',
  '(everything|anything|all (messages|contact|communications?))',
  '(contact(ing)?|contacted|bother(ing)?|pester(ing)?)( me| us)?',
  '(leave|let) me',
  'alles',
  'jede\\w* (kontakt\\w*|werbung|kommunikation)',
  '(kontaktier\\w*|angeschrieben|anschreiben)',
  'in (ruhe|frieden)',
  'nichts mehr( [a-z]+)* (hoeren|von)',
  '(withdraw|revoke|widerrufe|widerruf)( [a-z]+){0,4} (consent|einwilligung|zustimmung|einverstaendnis)',
]);

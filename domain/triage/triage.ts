import type { InboundChannel } from '../conversation';
import { folded, LONGEST_READ } from './folded';
import { ready, type ReadyRule, type Speaks } from './rule';
import { ABUSE_RULES, QUIET_RULES } from './rules-none';
import { REPLY_RULES } from './rules-reply';
import { URGENT_RULES } from './rules-urgent';

/** The three groups of M06: answer at once, worth an answer, needs none. */
export const TRIAGE_GROUPS = ['urgent', 'reply', 'none'] as const;
export type TriageGroup = (typeof TRIAGE_GROUPS)[number];

/** Which group a message belongs to, how sure that is (0 to 1), the rules that say so, and whether it is hidden as abuse. */
export interface Triaged {
  readonly group: TriageGroup;
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly hidden: boolean;
}

/** What is judged. */
export interface TriageMessage {
  readonly text: string;
  readonly channel: InboundChannel;
}

/** Below this confidence a person decides; the group is then only the likeliest. */
export const UNSURE_BELOW = 0.65;

/** True when a person has to decide. */
export function isUnsure({ confidence }: Pick<Triaged, 'confidence'>): boolean {
  return confidence < UNSURE_BELOW;
}

/**
 * Judges a message by the rules (rules-urgent.ts, rules-reply.ts, rules-none.ts), in English and German. Rules that speak for the same
 * group strengthen each other; a wish for no hurry takes urgency back; what is settled needs no answer unless more is asked. Abuse that
 * says nothing else is hidden; a threat is also urgent. What no rule knows, and what is in another language, is left to a person. Of a
 * very long text the beginning is read.
 */
export function triageByRules({ text }: TriageMessage): Triaged {
  const read = folded(text.slice(0, LONGEST_READ));
  const short = shortAnswer(read);
  if (short) return short;

  const found = RULES.filter(({ says }) => says.test(read));
  const judged = judge(found);
  const known = found.some(({ name }) => name !== 'question_mark') || speaksOurs(read);
  return known ? judged : { ...judged, confidence: Math.min(judged.confidence, FOREIGN) };
}

const RULES: readonly ReadyRule[] = ready([...URGENT_RULES, ...REPLY_RULES, ...QUIET_RULES, ...ABUSE_RULES]);

/** How sure the rules can be of a text in a language that they do not read. */
const FOREIGN = 0.5;
/** Urgency that is only hinted at is for a person to weigh. */
const URGENT_FROM = 0.6;

function judge(found: readonly ReadyRule[]): Triaged {
  const about = (...speaks: Speaks[]) => found.filter((rule) => speaks.includes(rule.speaks));
  if (found.some(({ name }) => name === 'threat')) return as('urgent', about('abuse'), { hidden: true });

  const calm = about('calm');
  const urgent = about('urgent').filter(({ name }) => calm.length === 0 || !HASTE.has(name));
  const reply = about('reply');
  const abuse = about('abuse');
  if (abuse.length > 0 && urgent.length === 0 && !reply.some(({ name }) => NEEDS.has(name)))
    return as('none', abuse, { hidden: true });

  const over = about('over');
  if (over.length > 0 && !reply.some(({ name }) => ASKS.has(name))) return as('none', over);
  if (strength(urgent) >= URGENT_FROM) return as('urgent', [...urgent, ...abuse]);

  const spam = about('none');
  if (spam.length > 0) return as('none', spam, { doubt: reply.some(({ name }) => name === 'problem') ? 0.3 : 0 });
  if (reply.length > 0) return as('reply', [...reply, ...calm, ...abuse]);
  return { group: 'reply', confidence: 0.4, reasons: ['nothing_recognised'], hidden: false };
}

/** Urgency by word, which a wish for no hurry takes back; harm and money stay urgent. */
const HASTE = new Set(['says_urgent', 'deadline']);
/** What makes an insult a customer with a need, not mere abuse. */
const NEEDS = new Set(['problem', 'asks_for_something', 'wants_to_leave']);
/** What still wants an answer from somebody whose matter is settled. */
const ASKS = new Set([
  'question',
  'question_mark',
  'asks_for_something',
  'wants_to_leave',
  'complaint',
  'idea',
  'takes_up_offer',
]);

function as(group: TriageGroup, rules: readonly ReadyRule[], { hidden = false, doubt = 0 } = {}): Triaged {
  const confidence = Math.round(strength(rules) * (1 - doubt) * 100) / 100;
  return { group, confidence, reasons: rules.map(({ name }) => name), hidden };
}

/** Independent reasons strengthen each other, and never quite make certain. */
function strength(rules: readonly ReadyRule[]): number {
  return Math.min(0.99, 1 - rules.reduce((doubt, { weight }) => doubt * (1 - weight), 1));
}

/** Nothing, signs only, or one of the few words with which people end a talk. */
function shortAnswer(read: string): Triaged | null {
  if (read === '') return { group: 'none', confidence: 0.95, reasons: ['empty'], hidden: false };
  if (!/[\p{L}\p{N}?]/u.test(read)) return { group: 'none', confidence: 0.9, reasons: ['signs_only'], hidden: false };
  const words = read.replace(/[^\p{L}\p{N}'?]+/gu, ' ').trim();
  if (ENDING.test(words)) return { group: 'none', confidence: 0.9, reasons: ['ends_the_talk'], hidden: false };
  if (/^(yes|yep|yeah|sure|ja|jo|jep|klar|gerne?)$/.test(words))
    return { group: 'reply', confidence: 0.6, reasons: ['says_yes'], hidden: false };
  return null;
}

const ENDING = new RegExp(
  `^(?:(?:${[
    'ok(ay)?|k|kk|thanks?( you)?|thx|ty|cheers|great|perfect|nice|cool|fine|super|good|lovely|alright|wonderful|awesome|got it|will do|noted|understood|sounds good',
    '(very|so|too|a lot|again|very much|so much|in advance|a (bunch|million|ton)|tons|for (your|the) (help|quick (reply|answer|response)|reply|answer|support|information|info|update))',
    'no|nope|no thanks?|nothing|all (good|fine|ok)|see you|bye|have a (nice|good|great) (day|weekend|evening)|(it )?(was )?(very )?helpful',
    'danke(schoen)?|vielen( lieben| herzlichen)? dank|besten dank|herzlichen dank|schoen|sehr|dir|ihnen|euch|prima|gut|passt|alles klar|in ordnung|verstanden|perfekt|klasse|toll|wunderbar|top|super',
    'nein|nee|nein danke|nichts|alles (gut|ok|okay|bestens)|schoenen? (tag|abend|wochenende)( noch)?|tschuess|bis (dann|bald)|mfg|lg|vg|fuer (die|ihre|deine|eure) (hilfe|schnelle (antwort|hilfe)|antwort|info|information|rueckmeldung)|hat (sehr )?geholfen|und',
  ].join('|')}|hi|hello|hallo|and)(?: |$))+$`,
  'u',
);

/** Enough of the small words that no sentence of these languages does without. Few words prove nothing. */
function speaksOurs(read: string): boolean {
  const words = read.match(/[\p{L}']+/gu) ?? [];
  if (words.length < 6) return true;
  return words.filter((word) => SMALL_WORDS.has(word)).length / words.length >= 0.15;
}

const SMALL_WORDS = new Set(
  (
    "a an the i i'm i've my me we our us you your it it's its is are was were be been do does don't did have has had not no and or but if when what how why where can can't cannot could will would to of in on for with at by from this that there please any all some just so still " +
    'der die das den dem des ein eine einen einem einer ich mein meine mich mir wir unser unsere uns sie ihr ihre ihnen du dein es ist sind war bin hat habe haben wird werden kann koennen nicht kein keine und oder aber wenn wie was wo warum wann zu von in im am auf fuer mit bei aus um noch schon bitte auch nur so seit mehr dass'
  ).split(' '),
);

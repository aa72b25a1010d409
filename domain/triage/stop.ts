import type { Channel } from '../channel';
import type { InboundChannel } from '../conversation';
import { anyOf, folded, LONGEST_READ } from './folded';

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
  const wishes = sentences.filter(
    (sentence) => WISH.test(sentence) && !(SOUNDS_ALIKE.test(sentence) && !WANTS.test(sentence)),
  );
  if (wishes.length === 0) return null;
  const rest = sentences.filter((sentence) => !wishes.includes(sentence) && !COURTESY.test(sentence));
  const wish = wishes.join(' ');
  const sure = read.split(' ').length <= MOST_WORDS && !SOMEBODY_ELSE.test(wish);
  return { means: meaningOf(wish), sure, only: rest.length === 0 };
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

const SENDING =
  '(send(ing)?|e-?mail(ing|s)?|mail(ing|s)?|text(ing|s)?|messag(e|es|ing)|contact(ing)?|writ(e|ing)|spam(ming)?|bother(ing)?|pester(ing)?|notify(ing)?|call(ing)?)';
const SENT =
  '(e-?mails?|mails?|texts?|sms|text messages?|messages?|newsletters?|notifications?|spam|advert\\w*|ads|marketing|promotions?|offers?|updates?|reminders?|communications?)';
const GESENDET =
  '(e-?mails?|mails?|sms|nachrichten|newsletter|werbung|werbe\\w+|benachrichtigungen|angebote|post|spam|erinnerungen|infos?|informationen|zuschriften|schreiben)';

const WISH = anyOf([
  'un-?subscribe',
  'opt(ing)?[- ]?out',
  'opt me out',
  `(stop|quit|cease)( [a-z]+){0,2} ${SENDING}`,
  `(stop|cancel|end|no|enough)( (all|the|these|those|your|this|any|of your|with the|with these|further|more|future))* ${SENT}`,
  `(no|any) more( of)?( these| those| your)? ${SENT}`,
  `(do not|don't|dont|never|must not|please not)( ever| again)? (send|e-?mail|text|message|contact|write|mail|call|notify|bother)( to)?( me| us)?`,
  `(i |we )?(do not|don't|dont|no longer) (want|wish|need|like)( to)?( (receive|get|have|see|hear|be contacted|be e-?mailed))?( [a-z]+){0,4} (${SENT}|from you|by you|contacted)`,
  '(take|remove|delete|get|strike|drop) (me|us|my (address|e-?mail( address)?|number|name|details))( [a-z]+){0,2} (off|from|out of)',
  '(remove|delete) my (e-?mail( address)?|number|phone number)',
  '(leave|let) me (alone|be in peace)',
  '(i )?(hereby )?(withdraw|revoke|take back)( [a-z]+){0,2} consent',
  'want (out|off)( of)?( (your|this|the))?( [a-z]+)? ?(list|e-?mails?)?',
  'lose my (number|e-?mail)',
  `(bitte )?(keine?|nie|nicht) (weiteren? |solchen? |ihrer? |mehr |diese )*${GESENDET}( von (ihnen|euch|dir))?( an mich)?( bitte)? (mehr|schicken|senden|zusenden|zuschicken)`,
  `${GESENDET}( bitte)? (nicht mehr|einstellen|stoppen|abbestellen|beenden|lassen|abstellen|unterlassen)`,
  `(stopp?(t|en)?|beenden|unterlassen|lassen|stellen)( sie| ihr)?( bitte)? (die|diese|den|das|ihre|eure|alle)( [a-z]+)? ?${GESENDET}`,
  `(moechte|will|wuensche|wollen|moechten|brauche)( ich| wir)?( bitte)? (keine?|nicht|nichts)( [a-z]+){0,3} (mehr|kontaktiert|angeschrieben|bekommen|erhalten|hoeren|empfangen)`,
  '(schreiben|schicken|senden|kontaktieren|mailen|simsen|schreibt|schickt|sendet|kontaktiert)( sie| ihr)?( mir| mich| uns)?( bitte)? (nichts|nicht|nie|keine?)( [a-z]+)? ?(mehr|wieder)?',
  '(mir|mich|uns) (bitte )?(nichts|nicht|nie|keine?)( [a-z]+){0,2} mehr( [a-z]+)? (schicken|senden|schreiben|anschreiben|kontaktieren|zusenden|zuschicken|mailen|bekommen|erhalten)',
  '(hoeren|hoert|hoer)( sie| ihr)?( bitte)?( endlich)? auf',
  '(abmelden|abbestellen|austragen|abmeldung|ab(zu)?melden|ab(zu)?bestellen|aus(zu)?tragen)',
  '(melden|melde|meldet|tragen|trage|tragt|bestellen|bestelle)( sie)?( mich| uns)?( bitte)?( [a-z]+){0,4} (ab|aus)',
  '(nehmen|nehmt|nimm|loeschen|loescht|streichen|streicht|entfernen|entfernt|tragen)( sie)?( mich| uns| meine( [a-z-]+)?)?( bitte)? (aus|von|vom)( [a-z]+){0,2} (verteiler|liste|newsletter|datenbank|adressliste|mailingliste)',
  '(aus|von|vom)( [a-z]+){0,2} (verteiler|liste|newsletter|mailingliste|adressliste)( [a-z]+)? (nehmen|loeschen|streichen|entfernen|austragen|raus\\w*|runter\\w*)',
  '(lassen|lasst|lass)( sie| ihr)? mich( bitte)?( endlich)? in (ruhe|frieden)',
  '(widerrufe|widerruf|widerspreche|widerspruch)( ich)?( hiermit)?( [a-z]+){0,3} (einwilligung|zustimmung|werbung|nutzung|verwendung|zusendung|einverstaendnis)',
]);

/** What only sounds so: messages that do not come, things that do not work, and the opposite. */
const SOUNDS_ALIKE = anyOf([
  "(do not|don't|dont|never|please don't|can't|cannot|won't) (stop|unsubscribe|opt)",
  '(not|nothing)( want)? to (stop|unsubscribe|opt)',
  "(stop(s|ped)?|not|no longer|aren't|isn't|don't|didn't) (work|works|working|arriv\\w*|com(e|ing)|load\\w*|sync\\w*|go(ing)? (out|through)|receiv\\w+|getting)",
  "(i'm|i am|we're|we are|i|we) (not |no longer )?(get|getting|receiv(e|ing))( [a-z]+){0,2} (no|any)?( more)? ?(e-?mails?|messages?|texts?|notifications?)",
  '(get|receive|got|received) no (more )?(e-?mails?|messages?|texts?|notifications?)',
  '(un-?subscribed|opted out|abgemeldet|ausgetragen)( [a-z]+){0,3} (by (mistake|accident)|accidentally|versehentlich|aus versehen)',
  '(accidentally|versehentlich|aus versehen|irrtuemlich)( [a-z]+){0,3} (un-?subscribed|opted|abgemeldet|ausgetragen|abbestellt)',
  '(re-?subscribe|subscribe again|wieder anmelden)',
  '(bitte )?nicht (abmelden|austragen|abbestellen|aufhoeren)',
  '(bekomme|bekommen|erhalte|erhalten|kriege|kriegen|empfange|kommen|kommt|sehe|sehen|finde)( ich| wir| bei (mir|uns)| [a-z]+ an)?( seit [^.]{1,30})?( leider| ploetzlich| auch| gar)? (keine?|nichts|nicht)',
  '(kommen|kommt|gehen|werden|wird|laufen) (seit [^.]{1,30} |leider |ploetzlich )?(keine?|nicht)( [a-z-]+){0,3} (mehr )?(an|raus|rein|durch|verschickt|versendet|gesendet|zugestellt)',
  'abmelden (geht|funktioniert|klappt) nicht (im|in der|aus der) (app|konto|portal)',
  '(nicht|kann mich nicht)( mehr)? (anmelden und )?abmelden',
]);

/** Wanting none is not the same as getting none. */
const WANTS = anyOf([
  '(moechte|will|wuensche|moechten|wollen|brauche)',
  "(i |we )?(do not|don't|no longer) (want|wish|need)",
  'please (stop|remove|take)',
  '(bitte )?hoer\\w* (sie )?auf',
]);

const SOMEBODY_ELSE = anyOf([
  '(my|our|their|your) (customers?|users?|clients?|colleagues?|teammates?|recipients?|subscribers?|contacts|readers|members|wife|husband)',
  '(meine?[nr]?|unsere?[nr]?|ihre?) (kunden?|nutzer|kollegen?|kollegin|empfaenger|abonnenten|leser|mitglieder|frau|mann)',
]);

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

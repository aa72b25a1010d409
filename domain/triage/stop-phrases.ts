import { anyOf } from './folded';

/* How people say that they want no more, in English and German, over folded text. A new way gets a line in tests/triage/corpus.ts. */

const SENDING =
  '(send(ing)?|e-?mail(ing|s)?|mail(ing|s)?|text(ing|s)?|messag(e|es|ing)|contact(ing)?|writ(e|ing)|spam(ming)?|bother(ing)?|pester(ing)?|notify(ing)?)';
const SENT =
  '(e-?mails?|mails?|texts?|sms|text messages?|messages?|newsletters?|notifications?|spam|advert\\w*|ads|marketing|promotions?|(marketing |promotional )(offers?|updates?)|reminders?)';
const GESENDET =
  '(e-?mails?|mails?|sms|nachrichten|newsletters?|rundmails?|werbung|werbe\\w+|benachrichtigungen|spam|erinnerungen|infomails?|zuschriften|zusendungen)';
const SENDEN = '(schicken|senden|zusenden|zuschicken|schreiben|anschreiben|kontaktieren|mailen|anmailen|belaestigen)';

/** Says it. */
export const WISH = anyOf([
  'un-?(subscribe|suscribe|subcribe|scubscribe|sub)d?',
  'opt(ing)?[- ]?out',
  'opt me out',
  `(stop|quit|cease|discontinue|halt)( with)?( [a-z]+){0,2} ${SENDING}`,
  `(stop|cancel|end|discontinue|halt)( with)?( (all|the|these|those|your|my|this|any|of your|further|more|future))* ${SENT}`,
  `(enough|no more|any more|no further)( of)?( (these|those|your|the))? ${SENT}`,
  "(do not|don't|dont|never|(may|must|shall|should|will|can) not)( ever)? (e-?mail|text|message|contact|write|mail|notify|bother|spam)( to)? (me|us)( ever)?( again| any ?more)?(?=[.!,?]|$| please| at all)",
  "(do not|don't|dont|never|(may|must|shall|should|will) not)( ever)? (send|e-?mail|text|message|contact|write|mail)( to)?( me| us)?( anything| any)? ?(any ?more|again|ever again)",
  `(do not|don't|dont|never)( ever)? send( me| us)?( (any|these|such|more|further|other|your|of|those|this|anything))+ ?${SENT}`,
  `(i |we )?(do not|don't|dont|no longer) (want|wish|need|like)( to)?( (receive|get|have|see|hear|be contacted|be e-?mailed))?( [a-z]+){0,4} (${SENT}|from you|by you|contacted)`,
  "(i |we )?(do not|don't|dont|no longer) (want|wish)( to)? (receive|get|be) (this|these|those|them|any of (this|these)|contacted|e-?mailed|texted)",
  '(take|remove|delete|get|strike|drop) (me|us|my (address|e-?mail( address)?|number|name|details))( [a-z]+){0,2} (off|from|out of) (the|your|this|all|any|these)( [a-z]+){0,3} (lists?|mailings?|newsletters?|distribution|e-?mails?|texts?|messages)',
  '(take|get|remove) (me|us) off( of)?( (the|your|this|that|all|any|these))?( [a-z]+)? ?(list|newsletter|e-?mails?)?',
  '(leave|let) me (alone|be in peace)',
  '(never|not)( want to| wish to)?( ever)? hear (from|of) you( (again|any ?more))?',
  '(be|get) (removed|taken|deleted) (from|off|out of)( [a-z]+){0,3} (lists?|mailings?|newsletters?|e-?mails?|texts?)',
  '(i )?(hereby )?(withdraw|revoke|take back)( [a-z]+){0,2} consent',
  'want (out|off)( of)?( (your|this|the))?( [a-z]+)? ?(list|e-?mails?)',
  `(bitte )?(keine?|nie|nie wieder|keinerlei) (weiteren? |solchen? |ihrer? |mehr |diese )*${GESENDET}( von (ihnen|euch|dir))?( an mich)?( bitte)? (mehr|schicken|senden|zusenden|zuschicken)`,
  `(nie wieder|keine weiteren?|keinerlei|genug|schluss mit)( (den|diesen|ihren|euren|ihre|eure|der|dem))? ${GESENDET}`,
  `${GESENDET}( bitte)? (nicht mehr|einstellen|stoppen|abbestellen|kuendigen|beenden|abstellen|unterlassen)`,
  `(stopp?(t|en)?|beenden|unterlassen|stellen|kuendigen)( sie| ihr)?( bitte)? (die|diese|den|das|ihre|eure|alle)( [a-z]+)? ?${GESENDET}`,
  '(moechte|will|wuensche|wollen|moechten|brauche)( ich| wir)?( bitte)?( (das|die|diese|sie|so etwas))?( [a-z-]+)? ?(keine?|nicht|nichts)( [a-z-]+){0,3} mehr( [a-z]+)?( [a-z]+)? (bekommen|erhalten|hoeren|empfangen|haben|sehen|kontaktiert werden|angeschrieben werden)',
  `(moechte|will|wuensche|wollen|moechten|brauche)( ich| wir)?( bitte)? keine?( [a-z]+){0,2} ${GESENDET}( mehr)?`,
  `(moechte|will|wuensche|wollen|moechten)( ich| wir)? (nicht|nichts)( [a-z]+){0,2} (kontaktiert|angeschrieben|von (ihnen|euch) hoeren)`,
  `(schreiben|schicken|senden|kontaktieren|mailen|simsen|schreibt|schickt|sendet|kontaktiert|belaestigen|belaestigt)( sie| ihr)?( mir| mich| uns)?( bitte)? (nichts|nicht|nie)( [a-z]+)? ?(mehr|wieder)`,
  `(schicken|senden|schickt|sendet)( sie| ihr)?( mir| uns)?( bitte)? keine?( [a-z]+){0,2} ${GESENDET}`,
  `(mir|mich|uns)( bitte)? (nichts|nicht|nie|keine?)( [a-z-]+){0,2} (mehr|wieder)( [a-z]+)? (${SENDEN}|bekommen|erhalten)`,
  `(?<=^|bitte |[,.] )(nicht|nie)( mehr| wieder) ${SENDEN}`,
  '(newsletter|verteiler|mailingliste|liste)( [a-z]+){0,2} (abgemeldet|ausgetragen|geloescht|gestrichen|entfernt) werden',
  '(hoeren|hoert|hoer)( sie| ihr)?( bitte)?( endlich)? auf,? (mir|mich|uns|mit (den|diesen|ihren|euren))',
  `(bitte )?(nichts|nie) (mehr|wieder) ${SENDEN}`,
  `(stopp?|aufhoeren|schluss)( bitte)? mit (der|den|dem|diesen?|ihren?|euren?|eurer|ihrer) ${GESENDET}`,
  `(ab(bestellung|meldung|bestellen)) (des|vom|von|aller|der)( [a-z]+)? ?${GESENDET}`,
  `unterlassen sie( bitte| sofort| ab sofort)?( (weitere|jegliche|die|alle|ihre))+ ${GESENDET}`,
  '(nehme|ziehe)( ich)?( hiermit)? (meine|die) (einwilligung|zustimmung)( [a-z]+)? zurueck',
  'verschon(en|t|e)( sie| ihr)? (mich|uns)',
  '(vom|aus dem|den|diesen|ihren|ihr)( [a-z]+)? ?(newsletter|verteiler|mailings?|mailingliste|liste|rundmails?)( [a-z]+)? (abmelden|abbestellen|austragen|kuendigen)',
  '(mich|uns)( bitte)?( sofort| hiermit| endlich)? (abmelden|austragen|abzumelden|auszutragen)',
  '(moechte|will|wuerde|kann|muss) (ich )?mich( [a-z]+){0,4} (abmelden|austragen|abzumelden|auszutragen)',
  '(melden|melde|meldet|tragen|trage|tragt)( sie| ihr)?( mich| uns)( bitte)?( [a-z]+){0,4} (ab|aus)',
  '(nehmen|nehmt|nimm|loeschen|loescht|streichen|streicht|entfernen|entfernt|tragen)( sie| ihr)?( mich| uns| meine( [a-z-]+)?)?( bitte)? (aus|von|vom)( [a-z]+){0,2} (verteiler|liste|newsletter|adressliste|mailingliste)',
  '(mich|uns|bitte)( bitte)? (aus|von|vom)( [a-z]+){0,2} (verteiler|listen?|newsletter|mailinglisten?|adressliste)( [a-z]+)? (nehmen|loeschen|streichen|entfernen|austragen|raus\\w*|runter\\w*)',
  '(lassen|lasst|lass)( sie| ihr)? mich( bitte)?( endlich)? in (ruhe|frieden)',
  '(widerrufe|widerruf|widerspreche|widerspruch)( ich)?( hiermit)?( [a-z]+){0,3} (einwilligung|zustimmung|werbung|nutzung|verwendung|zusendung|einverstaendnis)',
]);

/** May say it: a person looks. */
export const HINT = anyOf([
  "(do not|don't|dont|never|stop) (call|calling|phone|phoning|ring|ringing)( me| us)?",
  '(remove|delete|erase) (me|my (e-?mail( address)?|address|number|phone number|data|details|contact details))',
  'enough( is enough| already| now)',
  'lose my (number|e-?mail)',
  "(did not|never|didn't) (sign up|subscribe|ask) (for|to)",
  '(not|no longer) interested[^.!?]{0,20}(again|any ?more|e-?mails?|messages?)',
  '(loeschen|entfernen|loescht|entfernt|loesche)( sie| ihr)?( bitte)? (mich|uns|meine (e-?mail-?)?(adresse|nummer|daten|handynummer|telefonnummer|kontaktdaten))',
  '(meine|unsere) (e-?mail-?)?(adresse|nummer|daten)( bitte)? (loeschen|entfernen)',
  '(es )?reicht( jetzt| langsam| mir)',
  '(nicht|nie)( mehr| wieder) (anrufen|melden)',
  '(abmelden|abbestellen|austragen|abmeldung)',
  `(kein interesse|nicht interessiert)[^.!?]{0,30}(mehr|${GESENDET})`,
  `(no|keine?) ${SENT}(?=[.!]|$| please| bitte)`,
]);

/** What only sounds so: messages that do not come or cannot be sent, things that do not work, leaving an app, and the opposite. */
export const SOUNDS_ALIKE = anyOf([
  "(do not|don't|dont|never|please don't|can't|cannot|won't) (stop|unsubscribe|opt)",
  '(not|nothing)( want)? to (stop|unsubscribe|opt)',
  "(stop(s|ped)?|not|no longer|aren't|isn't|don't|didn't) (work|works|working|arriv\\w*|com(e|ing)|load\\w*|sync\\w*|go(ing)? (out|through)|receiv\\w+|getting)",
  "(i'm|i am|we're|we are|i|we) (not |no longer )?(get|getting|receiv(e|ing))( [a-z]+){0,2} (no|any)?( more)? ?(e-?mails?|messages?|texts?|notifications?)",
  '(get|receive|got|received|there (are|is|were)|have|has|had|see|show(s|ing|n)?|sent|find|found) no (more |new |further )?(e-?mails?|messages?|texts?|notifications?|newsletters?|ads|reminders?)',
  "(can ?not|can't|cant|could ?n[o']t|unable to|not able to|how (do|can|could) (i|we)) (stop |add |send|set |write|e-?mail|text|message)( [a-z]+){0,3}",
  '(un-?subscribed|opted out|abgemeldet|ausgetragen)( [a-z]+){0,3} (by (mistake|accident)|accidentally|versehentlich|aus versehen)',
  '(accidentally|versehentlich|aus versehen|irrtuemlich)( [a-z]+){0,3} (un-?subscribed|opted|abgemeldet|ausgetragen|abbestellt)',
  '(re-?subscribe|subscribe again|wieder anmelden|why (was|am|were|did) (i|we)|warum (wurde|bin|habe))',
  '(bitte )?nicht (abmelden|austragen|abbestellen|aufhoeren)',
  '(bekomme|bekommen|erhalte|erhalten|kriege|kriegen|empfange|kommen|kommt|sehe|sehen|finde)( ich| wir| bei (mir|uns)| [a-z]+ an)?( seit [^.]{1,30})?( leider| ploetzlich| auch| gar)? (keine?|nichts|nicht)',
  '(kommen|kommt|gehen|werden|wird|laufen) (seit [^.]{1,30} |leider |ploetzlich )?(keine?|nicht)( [a-z-]+){0,3} (mehr )?(an|raus|rein|durch|verschickt|versendet|gesendet|zugestellt)',
  '(kann|koennen|konnte|konnten|lassen sich|laesst sich)( ich| wir| man)?( seit [^.]{1,30})?( leider| auch| ploetzlich)?( mich| mir)? (keine?|nicht|nichts)',
  '(von|aus|in|bei) (der|dem|meinem|meiner|ihrer|ihrem|eurer) (app|konto|portal|account|geraet|handy|programm|system|web-?seite|plattform|browser)',
  '(log|sign) ?out',
  'stop(ped|ping|s)? (button|sign|watch|working|by|over|at)',
  '(bus|pit|tab) ?stop',
]);

/** Wanting none is not the same as getting none. */
export const WANTS = anyOf([
  '(moechte|will|wuensche|moechten|wollen|brauche)',
  "(i |we )?(do not|don't|no longer) (want|wish|need)",
  'please (stop|remove|take)',
  '(bitte )?hoer\\w* (sie )?auf',
]);

/** Whoever is meant did not say it themselves. */
export const SOMEBODY_ELSE = anyOf([
  '(my|our|their|your) (customers?|users?|clients?|colleagues?|teammates?|recipients?|subscribers?|contacts|readers|members|wife|husband)',
  '(meine?[nr]?|unsere?[nr]?|ihre?) (kunden?|nutzer|kollegen?|kollegin|empfaenger|abonnenten|leser|mitglieder|frau|mann)',
]);

/** The very word, which in a short sentence is reason enough for a person to look. */
export const STOP_WORD = anyOf([
  'stop(p)?',
  'spam(ming)?',
  '(marketing )?consent',
  'mailing ?list',
  'un-?su[bs]\\w+',
  'einwilligung',
  '(keine |ihre |eure |diese )?werbung',
  'newsletter[^.!?]*(nicht|kein|weg|raus|aus)',
  'verteiler',
  'zusendung(en)?',
]);

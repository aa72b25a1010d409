/** Ways to send a customer to another channel (M08), in English and German. Spaces match any white space. */
const PHRASES = [
  'do not reply',
  "don't reply",
  'no-?reply',
  'cannot be answered',
  '(please )?(call|phone|ring) us',
  '(e-?mail|write( to)?|text|message) us (at|on|under|via|by|instead)',
  'please (write|e-?mail|mail|text|turn) (to|at) ',
  'please send (us )?(an? |your \\w+ by )?(e-?mail|mail|text|message|letter|fax)( to| at)?',
  '(please )?contact us (at|by|via|under|through|on|instead)',
  '(please )?(contact|write to|e-?mail) (our )?(support|service|sales|help ?desk|customer (care|service)|team) (at|by|via|on|under|instead)',
  'reach us (at|by|via|under|on)',
  '(call|phone|ring|e-?mail|write to|text|message) us instead',
  '(use|fill in|fill out) (our|the) (contact|web) form',
  '(get in touch|reach out)( to us| with us)? (by|via|at|on|through) ',
  "(we|I) (can't|cannot|can not|do not|don't) (help|answer|reply|discuss this|support)( you)? (here|on this channel|by (text|sms|e-?mail|mail|chat))",
  '(switch|move|continue|take this)( over)? (to|by|via) (e-?mail|mail|phone|telephone|sms|text|chat|whatsapp)',
  '(dm|direct message|pm) us',
  'nicht (auf diese (e-?mail|nachricht|sms) )?antworten',
  'antworten Sie (bitte )?nicht',
  'kann nicht beantwortet werden',
  'rufen Sie (uns )?(bitte |stattdessen |lieber )?an',
  'schreiben Sie (uns |bitte )*(an|unter|per|über|stattdessen|lieber|eine (E-?Mail|SMS))',
  '(schicken|senden) Sie (uns |bitte )*(eine |Ihre \\w+ )?(per )?(E-?Mail|SMS|Nachricht|Fax|Brief)( an)?',
  'bitte (an|unter) \\S+@\\S+',
  'wenden Sie sich (bitte )?(an (unseren?|die|den) |per|unter|telefonisch|stattdessen)',
  '(kontaktieren|erreichen) Sie (uns|unseren \\w+) (bitte )?(per|unter|über|telefonisch)',
  'melden Sie sich (bitte )?(per|unter|telefonisch|über|stattdessen)',
  '(nutzen|verwenden|füllen) Sie (bitte )?(unser|das) (Kontakt|Web)-?formular',
  '(hier|auf diesem (Weg|Kanal)|per (SMS|Mail|E-?Mail|Chat)) (können|kann|dürfen|darf) (wir|ich) (Ihnen )?(leider )?(nicht|keine)',
  '(wechseln|weiter|lieber|besser|gern) (per|auf|zu) (E-?Mail|Telefon|SMS|WhatsApp)',
];

const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PHRASES.map((phrase) => phrase.trim().replaceAll(' ', '\\s+').replaceAll("'", "['’]")).join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);

/** Where a text sends the customer to another channel: each phrase on one line, and the offset at which it stands. */
export function channelChangesIn(text: string): { readonly phrase: string; readonly at: number }[] {
  return [...text.matchAll(PATTERN)].map((match) => ({ phrase: match[0].replace(/\s+/g, ' '), at: match.index }));
}

/** True when a text asks for personal data, for which alone a more private channel may be offered (M09). */
export function asksForPersonalData(text: string): boolean {
  return PERSONAL.test(text) && ASKS.test(text);
}

const PERSONAL =
  /(?<![\p{L}\p{N}])(passwords?|(date of birth|birth ?date)|(bank|account|card|credit card|customer|contract|policy|passport|social security|insurance|tax) (details?|number|data)|iban|(home|postal|private|your) address|(id|identity) (card|document|number)|personal (data|details|information)|invoices? with your|medical|passwort|kennwort|geburtsdatum|(konto|bank|karten|kreditkarten|kunden|vertrags|versicherungs|ausweis|steuer)-?(daten|nummer|verbindung)|(ihre|ihrer|private|postalische) (anschrift|adresse|daten)|persönliche(n|r)? (daten|angaben)|personalausweis|reisepass|gesundheitsdaten)(?![\p{L}\p{N}])/iu;
const ASKS =
  /\?|(?<![\p{L}\p{N}])(please|need|send|tell|give|confirm|share|provide|bitte|benötige[n]?|brauche[n]?|senden|schicken|nennen|teilen|bestätigen|geben)(?![\p{L}\p{N}])/iu;

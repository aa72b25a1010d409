import type { TriageGroup } from '../../domain/triage/triage';

/** What a customer wrote, and where it belongs. `unsure`: a person has to decide. `because`: a rule that must be among the reasons. */
export interface Example {
  readonly text: string;
  readonly is: TriageGroup | 'unsure' | 'hidden';
  readonly because?: string;
}

/** Written by us, after the kinds of message that customers send. A new phrase of a rule gets a line here. */
export const CORPUS: readonly Example[] = [
  // Urgent, English
  { text: "I can't log in since this morning and my whole team is stuck.", is: 'urgent', because: 'cannot_get_in' },
  { text: 'Your service is completely down. Nothing works.', is: 'urgent', because: 'everything_down' },
  { text: 'All my projects are gone!! Where is my work??', is: 'urgent', because: 'data_lost' },
  { text: 'You charged my card twice for the same month.', is: 'urgent', because: 'money_wrong' },
  {
    text: 'I think my account was hacked. Someone else logged in from another country.',
    is: 'urgent',
    because: 'security',
  },
  { text: 'We have the audit tomorrow morning and need the export by tonight.', is: 'urgent', because: 'deadline' },
  { text: 'URGENT: please call me back', is: 'urgent', because: 'says_urgent' },
  { text: 'If this is not resolved our lawyer will be in touch.', is: 'urgent', because: 'legal' },
  { text: 'The charger caught fire and my son was hurt', is: 'urgent', because: 'danger_to_life' },
  { text: 'I see other customers’ invoices in my account. That cannot be right.', is: 'urgent', because: 'security' },
  { text: 'Customers can’t pay in our shop, we cannot sell!', is: 'urgent', because: 'everything_down' },
  { text: 'you idiots deleted all my data', is: 'urgent', because: 'data_lost' },
  // Urgent, German
  { text: 'Ich kann mich seit heute früh nicht mehr einloggen!', is: 'urgent', because: 'cannot_get_in' },
  { text: 'Bei uns geht nichts mehr, das ganze System steht still.', is: 'urgent', because: 'everything_down' },
  { text: 'Meine Dateien sind alle verschwunden. Bitte helfen Sie mir!', is: 'urgent', because: 'data_lost' },
  { text: 'Der Betrag wurde doppelt abgebucht.', is: 'urgent', because: 'money_wrong' },
  { text: 'Unser Konto wurde gehackt, bitte melden Sie sich sofort.', is: 'urgent', because: 'security' },
  {
    text: 'Wir brauchen die Auswertung bis morgen, sonst verlieren wir den Auftrag.',
    is: 'urgent',
    because: 'deadline',
  },
  { text: 'Dringend! Bitte rufen Sie mich an.', is: 'urgent', because: 'says_urgent' },
  { text: 'Wenn das nicht geklärt wird, schalte ich meinen Anwalt ein.', is: 'urgent', because: 'legal' },
  { text: 'Wir können seit zwei Stunden nicht mehr arbeiten', is: 'urgent', because: 'everything_down' },
  { text: 'Wurde trotz Kuendigung belastet, obwohl ich laengst gekuendigt habe', is: 'urgent', because: 'money_wrong' },
  // Worth a reply, English
  { text: 'How do I invite a colleague?', is: 'reply', because: 'question' },
  { text: 'Could you send me the invoice for March? No rush.', is: 'reply', because: 'asks_for_something' },
  { text: 'The import fails with an error message.', is: 'reply', because: 'problem' },
  { text: 'I want to cancel my subscription.', is: 'reply', because: 'wants_to_leave' },
  { text: 'Honestly, I am disappointed. It is too complicated for us.', is: 'reply', because: 'complaint' },
  { text: 'It would be great if the report had a dark mode.', is: 'reply', because: 'idea' },
  { text: 'Sounds good, Tuesday works for me.', is: 'reply', because: 'takes_up_offer' },
  { text: 'Love the new editor, great work!', is: 'reply', because: 'praise' },
  { text: 'Thanks! But how do I export it then?', is: 'reply', because: 'question' },
  { text: 'Not urgent, but the logo looks wrong on my phone.', is: 'reply', because: 'problem' },
  { text: "The damn thing doesn't work, you morons, please fix it", is: 'reply', because: 'problem' },
  { text: 'Is there a student discount?', is: 'reply', because: 'question_mark' },
  { text: "I'd be happy to help other customers with the setup.", is: 'reply', because: 'takes_up_offer' },
  { text: 'My emails stopped arriving since the update.', is: 'reply', because: 'problem' },
  { text: 'It works again, thanks. But why did it break?', is: 'reply', because: 'question_mark' },
  // Worth a reply, German
  { text: 'Wie kann ich einen Kollegen einladen?', is: 'reply', because: 'question' },
  {
    text: 'Könnten Sie mir bitte die Rechnung für März schicken? Eilt nicht.',
    is: 'reply',
    because: 'asks_for_something',
  },
  { text: 'Der Export funktioniert leider nicht.', is: 'reply', because: 'problem' },
  { text: 'Hiermit kündige ich meinen Vertrag zum nächstmöglichen Zeitpunkt.', is: 'reply', because: 'wants_to_leave' },
  { text: 'Ich bin ehrlich gesagt enttäuscht vom Support.', is: 'reply', because: 'complaint' },
  { text: 'Es wäre schön, wenn man die Spalten verschieben könnte.', is: 'reply', because: 'idea' },
  { text: 'Klingt gut, Dienstag passt mir.', is: 'reply', because: 'takes_up_offer' },
  { text: 'Ich bin begeistert, weiter so!', is: 'reply', because: 'praise' },
  { text: 'Danke! Und wie geht das auf dem Handy?', is: 'reply', because: 'question_mark' },
  { text: 'Nicht dringend: in der Rechnung fehlt unsere Umsatzsteuernummer.', is: 'reply', because: 'problem' },
  { text: 'Ich bekomme keine E-Mails mehr von meinem Projekt.', is: 'reply', because: 'problem' },
  { text: 'Wir wechseln zum Jahresende zu einem anderen Anbieter.', is: 'reply', because: 'wants_to_leave' },
  { text: 'Ich würde gern mit jemandem telefonieren, wenn Sie Zeit haben.', is: 'reply' },
  // No reply needed
  { text: 'Thanks!', is: 'none', because: 'ends_the_talk' },
  { text: 'ok great, thank you very much', is: 'none', because: 'ends_the_talk' },
  { text: '👍', is: 'none', because: 'signs_only' },
  { text: 'It works again, thank you.', is: 'none', because: 'already_solved' },
  { text: 'Never mind, I found it.', is: 'none', because: 'already_solved' },
  { text: 'We offer SEO services and can get you to the first page of Google.', is: 'none', because: 'advertising' },
  { text: 'Vielen Dank für die schnelle Hilfe!', is: 'none', because: 'ends_the_talk' },
  { text: 'Alles klar, danke', is: 'none', because: 'ends_the_talk' },
  { text: 'Hat sich erledigt, läuft wieder.', is: 'none', because: 'already_solved' },
  { text: 'Sie haben gewonnen! Jetzt Kredit ohne Schufa sichern.', is: 'none', because: 'advertising' },
  { text: '   ', is: 'none', because: 'empty' },
  { text: 'Nein danke, alles gut.', is: 'none', because: 'ends_the_talk' },
  // Abuse
  { text: 'you are all idiots', is: 'hidden', because: 'insult' },
  { text: 'F**k you and your company', is: 'hidden', because: 'insult' },
  { text: 'Ihr seid doch alle Betrüger, verpisst euch', is: 'hidden', because: 'insult' },
  { text: 'Halt die Klappe, du Idiot!', is: 'hidden', because: 'insult' },
  // A person decides
  { text: 'The blue one.', is: 'unsure', because: 'nothing_recognised' },
  { text: 'Yes', is: 'unsure', because: 'says_yes' },
  { text: 'Ja', is: 'unsure', because: 'says_yes' },
  { text: 'Gestern um drei.', is: 'unsure', because: 'nothing_recognised' },
  { text: 'Je ne peux plus me connecter depuis ce matin, aidez-moi', is: 'unsure' },
  { text: 'Мне нужна помощь с моим счётом как можно скорее', is: 'unsure' },
];

/** Threats are hidden from the list and yet somebody has to act at once. */
export const THREATS = [
  'I know where you live',
  "I'm going to kill you all",
  'Ich weiß, wo du wohnst',
  'Wir machen euch fertig',
];

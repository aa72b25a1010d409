import type { Translation } from '../../../domain/translation';

/** Finding a way to a customer whom the automation does not reach, in German. */
export const reachOut: Translation = {
  names: {},
  sentences: {
    'Find a way to reach a customer': 'Einen Weg zum Kunden finden',

    'Read why the automation does not reach them, and what they were last told.':
      'Lesen, warum die Automatik den Kunden nicht erreicht und was zuletzt gesagt wurde.',
    'Look for another way that they gave us themselves: a phone number, a colleague, the product.':
      'Nach einem anderen Weg suchen, den der Kunde selbst genannt hat: eine Telefonnummer, jemand aus dem Team, das Produkt.',
    'Ask which address and which channel suits them, and for what. Do not guess an address.':
      'Fragen, welche Adresse und welcher Kanal wofür passt. Keine Adresse raten.',
    'If they never agreed to be written to, ask for their consent in words that say what for, and record these.':
      'Fehlt die Einwilligung, darum bitten, mit Worten, die sagen, wofür; diese Worte festhalten.',
    'Correct what is wrong in their profile, and say why.': 'Falsches im Profil berichtigen und sagen, warum.',
    'If they do not want to hear from us, record that too, and leave it there.':
      'Möchte der Kunde nichts von uns hören, auch das festhalten und es dabei belassen.',
    'Note what you agreed in one line. Then pick the outcome.':
      'Das Vereinbarte in einer Zeile notieren. Dann das Ergebnis wählen.',

    'Our messages do not seem to get through to you. How would you like to hear from us, if at all?':
      'Unsere Nachrichten scheinen nicht bei Ihnen anzukommen. Wie möchten Sie von uns hören, wenn überhaupt?',
    'May we write to you about this? You can take it back with one click in every message.':
      'Dürfen wir Ihnen dazu schreiben? Sie können das in jeder Nachricht mit einem Klick zurücknehmen.',
    'Is there somebody else in your team who should hear about it instead?':
      'Gibt es bei Ihnen jemand anderen, der stattdessen davon erfahren sollte?',
    'If you would rather not hear from us, tell me, and that is how it will be.':
      'Wenn Sie lieber nichts von uns hören möchten, sagen Sie es mir, und so wird es sein.',

    'There is a way that works, they agreed to it, and it is on file.':
      'Es gibt einen Weg, der funktioniert; der Kunde ist einverstanden, und es ist festgehalten.',
    'We spoke, and something is still to be sent or confirmed.':
      'Wir haben gesprochen; etwas ist noch zu schicken oder zu bestätigen.',
    'Two tries at different times, no answer.': 'Zwei Versuche zu verschiedenen Zeiten, keine Antwort.',
    'They do not want to hear from us; that is recorded.':
      'Der Kunde möchte nichts von uns hören; das ist festgehalten.',
    'They had got in touch, or a colleague had reached them, before I came to it.':
      'Bevor ich dazu kam, hatte sich der Kunde gemeldet oder jemand anderes ihn erreicht.',
    'There was no reason: a test account, or a duplicate.': 'Es gab keinen Anlass: ein Testkonto oder ein Duplikat.',
  },
};

import fc from 'fast-check';
import { readStop, type Stop } from '../../domain/triage/stop';
import { NO_STOPS, PERHAPS_STOPS, STOPS } from './corpus';
import { workOf } from './work-of';

/** The wish, and what it takes back when it comes by email. */
const WISHES: readonly (readonly [text: string, means: Stop['means']])[] = [
  ['STOP', 'this'],
  ['stop please', 'this'],
  ['Please stop.', 'this'],
  ['Stopp!!', 'this'],
  ['unsubscribe', 'this'],
  ['Unsubscribe me now, thanks', 'this'],
  ['stopall', 'everything'],
  ['opt out', 'this'],
  ['take me off your list', 'this'],
  ['Please remove me from this mailing list.', 'email'],
  ['Could you take my address off the newsletter please?', 'email'],
  ['stop emailing me', 'email'],
  ['Stop sending me these emails.', 'email'],
  ['Please stop texting me', 'sms'],
  ['no more texts please', 'sms'],
  ["Don't text me again", 'sms'],
  ["I don't want any more of your newsletters", 'email'],
  ['I no longer wish to receive emails from you.', 'email'],
  ['Do not contact me again.', 'everything'],
  ['Leave me alone!', 'everything'],
  ['Enough messages. Leave me alone.', 'everything'],
  ['I withdraw my consent.', 'everything'],
  ['no emails and no texts any more: stop all messages', 'everything'],
  ['How do I unsubscribe?', 'this'],
  ['bitte keine Mails mehr', 'email'],
  ['Bitte schicken Sie mir keine E-Mails mehr.', 'email'],
  ['Ich möchte keine Werbung mehr erhalten', 'this'],
  ['Ich will keine SMS mehr bekommen.', 'sms'],
  ['Keine Nachrichten mehr, bitte', 'this'],
  ['Bitte nehmen Sie mich aus dem Verteiler.', 'email'],
  ['Nehmen Sie mich bitte von Ihrer Liste', 'this'],
  ['Abmelden', 'this'],
  ['bitte vom Newsletter abmelden', 'email'],
  ['Newsletter abbestellen', 'email'],
  ['Tragen Sie mich bitte aus.', 'this'],
  ['Melden Sie mich vom Newsletter ab.', 'email'],
  ['Schreiben Sie mir nicht mehr.', 'this'],
  ['Bitte kontaktieren Sie mich nicht mehr.', 'everything'],
  ['Hören Sie endlich auf, mir zu schreiben!', 'this'],
  ['Lassen Sie mich in Ruhe', 'everything'],
  ['Hiermit widerrufe ich meine Einwilligung.', 'everything'],
  ['Ich widerspreche der Nutzung meiner Daten zu Werbezwecken', 'this'],
  ['Bitte streichen Sie mich aus der Mailingliste', 'email'],
];

const OTHERWISE = [
  'Thanks!',
  "Please don't stop, I love these tips.",
  "Please don't unsubscribe me!",
  'My emails stopped arriving since the update.',
  'The sync stopped working.',
  "I can't stop using it.",
  "I'm not receiving any emails from you.",
  'I get no emails at all.',
  'I want to cancel my subscription.',
  'Can I stop by your office on Monday?',
  'I was unsubscribed by mistake, please add me again.',
  'Ich bekomme keine Mails mehr von Ihnen.',
  'Seit gestern kommen keine E-Mails mehr an.',
  'Ich erhalte leider keine SMS mehr. Was kann ich tun?',
  'Bitte nicht abmelden!',
  'Ich habe mich versehentlich abgemeldet.',
  'Bitte rufen Sie mich an.',
  'Der Export funktioniert nicht mehr.',
  'Ich kann mich nicht mehr anmelden.',
  'Wir haben keine Nachrichten von Ihnen erhalten.',
];

describe('A wish to be left alone is a withdrawal in any reasonable wording (X11)', () => {
  test.each(WISHES)('%s', (text, means) => {
    expect(readStop(text, 'email')).toMatchObject({ means, sure: true });
  });

  test.each(OTHERWISE)('but not: %s', (text) => {
    expect(readStop(text, 'email')).toBeNull();
  });

  test.each(STOPS)('nor does the wording matter: %s', (text) => {
    expect(readStop(text, 'email')).toMatchObject({ sure: true });
  });

  test.each(NO_STOPS)('and not: %s', (text) => {
    expect(readStop(text, 'email')).toBeNull();
  });

  test.each(PERHAPS_STOPS)('and never without a person: %s', (text) => {
    expect(readStop(text, 'email')?.sure ?? false).toBe(false);
  });

  test('case, politeness, punctuation and a greeting change nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WISHES),
        fc.constantFrom('', 'Hi, ', 'Hello.\n', 'Guten Tag,\n\n', 'Bitte: '),
        fc.constantFrom('', '!', '!!!', ' Thanks', '\nDanke', '.\n\nRegards'),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.toUpperCase(),
          (text: string) => text.toLowerCase(),
        ),
        ([text, means], before, after, spelled) => {
          expect(readStop(spelled(before + text + after), 'email')).toMatchObject({ means, sure: true });
        },
      ),
    );
  });

  test("a carrier's own keywords count in a text message, where a mail may mean something else by them", () => {
    for (const word of ['CANCEL', 'end', 'Quit', 'revoke']) {
      expect(readStop(word, 'sms')).toEqual({ means: 'this', sure: true, only: true });
      expect(readStop(word, 'email')).toBeNull();
    }
  });

  test('a wish beside something else is heard, and the rest is still answered', () => {
    expect(readStop('Stop sending me newsletters. And where is my invoice?', 'email')).toEqual({
      means: 'email',
      sure: true,
      only: false,
    });
    expect(readStop('Bitte keine Werbung mehr. Vielen Dank.', 'email')).toMatchObject({ only: true });
  });

  test('about somebody else, or inside a long letter, a person decides', () => {
    expect(readStop('One of our customers wants to unsubscribe.', 'email')).toMatchObject({ sure: false });
    const letter = `${'We have used your product for years and liked it in most respects. '.repeat(6)}Take me off your list.`;
    expect(readStop(letter, 'email')).toMatchObject({ sure: false, only: false });
  });

  test('whatever is written, it is read at once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readStop(text, 'sms')));
    const work = workOf(() => {
      for (const part of ['no more ', 'stop the ', 'bitte keine ', 'i do not want to ', 'bekomme ich seit '])
        readStop(part.repeat(20_000 / part.length), 'email');
    });
    expect(work).toBeLessThan(2_000);
  });
});

import { authored } from '../cli/translations';
import { placementSentence } from '../domain/policy/assignment';
import { translator } from '../domain/translation';
import { WATCH_WORDS } from '../domain/watch';
import { translations } from '../translations';
import { staleSentences, translationFaults } from '../translations/check';
import { german } from '../translations/de';
import { product } from '../translations/de/product';
import { withApi } from './support/http';

const say = translator(translations['de']!);

test('every journey, moment, playbook and reason that ships is there in German, and so is every name', () => {
  expect(translationFaults(authored(), german)).toEqual([]);
});

test('nothing is translated that no source says any more', () => {
  for (const part of german.filter((each) => each !== product)) expect(staleSentences(authored(), part)).toEqual([]);
});

test('a sentence that an author changes has no translation until somebody has looked at it, and is shown as it is', () => {
  const [first, ...others] = authored().journeys;
  const journeys = [{ ...first!, story: 'Something new.' }, ...others];
  expect(translationFaults({ ...authored(), journeys }, german)).toEqual(['no translation: Something new.']);
  expect(say('Something new.')).toBe('Something new.');
  const differs = { names: {}, sentences: { 'The call': 'Etwas anderes' } };
  expect(translationFaults(authored(), [...german, differs])).toEqual(['two translations: The call']);
});

test('what the product writes on tasks is read in German, whatever was put in', () => {
  expect(say('wrote something urgent by sms: data lost, money wrong')).toBe(
    'hat per SMS Dringendes geschrieben: Daten verloren, Fehler beim Geld',
  );
  expect(say('The customer wrote something urgent by email, as ann recognised.')).toBe(
    'Der Kunde hat per E-Mail Dringendes geschrieben, wie ann erkannt hat.',
  );
  expect(say('ann gave it to the queue: holidays.')).toBe('ann hat sie weitergegeben an die Warteschlange: holidays.');
  expect(say('Ann noted this: call on Monday.\nAnd on (Tuesday).')).toBe(
    'Ann noted this: call on Monday.\nAnd on (Tuesday).',
  );
  for (const because of ['cover', 'absent', 'at_limit', 'gone'] as const) {
    const sentence = placementSentence({ assignee: 'bob', because, instead: 'ann' })!;
    expect(say(sentence)).not.toBe(sentence);
  }
  for (const sentence of Object.values(WATCH_WORDS)) expect(say(sentence)).not.toBe(sentence);
});

test('whoever may read gets the translation whole, and hears when there is none', () =>
  withApi(async ({ get }) => {
    const { status, body } = await get('/v1/translations/de');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      locale: 'de',
      names: { stages: { 'at-risk/personCalls': 'Anruf' } },
      sentences: { 'two check-ins unanswered and no login': 'zwei Nachfragen unbeantwortet und keine Anmeldung' },
    });
    for (const locale of ['fr', 'constructor']) expect((await get(`/v1/translations/${locale}`)).status).toBe(404);
  }));

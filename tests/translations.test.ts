import { authored } from '../cli/translations';
import { placementSentence } from '../domain/policy/assignment';
import { inWords } from '../prisma/guardrails/words';
import { nondeterminismIn } from '../activities/stuck/sentence';
import { translator } from '../domain/translation';
import { WATCH_WORDS } from '../domain/watch';
import { translations } from '../translations';
import { staleSentences, translationFaults } from '../translations/check';
import { german } from '../translations/de';
import { product } from '../translations/de/product';
import { withApi } from './support/http';

const say = translator(translations['de']!, 'de');

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
  const group = { channel: 'email', by: 'domain', value: 'gmail.com' } as const;
  const rate = { count: 12, of: 5_100, rate: 12 / 5_100, level: 'pause' } as const;
  const tally = { sent: 5_200, delivered: 5_100, bounced: 0, complained: 12, unsubscribed: 0 };
  const high = inWords({ measure: 'complaints', group, tally, rate }, 7);
  expect(say(`${high}.`)).toBe('Beschwerden per E-Mail an gmail.com: 12 von 5.100 in 7 Tagen (0,24 %).');
  expect(say(`${high}: marketing is paused until somebody resumes it.`)).toBe(
    'Beschwerden per E-Mail an gmail.com: 12 von 5.100 in 7 Tagen (0,24 %): Werbung ist angehalten, bis jemand sie weitergehen lässt.',
  );
  expect(say(nondeterminismIn('Nondeterminism error: no such timer'))).toBe(
    'der Code dieses Abschnitts wurde so geändert, dass dieser Lauf ihm nicht folgen kann (no such timer)',
  );
  for (const because of ['cover', 'absent', 'at_limit', 'gone'] as const) {
    const sentence = placementSentence({ assignee: 'bob', because, instead: 'ann' })!;
    expect(say(sentence)).not.toBe(sentence);
  }
  expect(say('The task is already done by ann.')).toBe('Die Aufgabe ist schon erledigt (ann).');
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

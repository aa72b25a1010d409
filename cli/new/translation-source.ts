import { titleOf } from './journey-source';

/** What a new journey says to staff, in German. */
export function translationSource(name: string, identifier: string): string {
  return `import type { Translation } from '../../../domain/translation';

/** The journey ${name}, in German. */
export const ${identifier}: Translation = {
  names: {
    journeys: { '${name}': '${titleOf(name)}' },
    stages: { '${name}/twoMessages': 'Zwei Nachrichten', '${name}/personCalls': 'Anruf' },
    messages: { '${name}/check-in': 'Nachfrage', '${name}/offer-help': 'Hilfsangebot' },
  },
  sentences: {
    'Two unanswered messages bring in a person who calls.':
      'Bleiben zwei Nachrichten unbeantwortet, ruft ein Mensch an.',
    '${titleOf(name)}: two messages, four days apart. An answer goes to a person; silence after both brings in a person who calls. Logging in at any moment is the goal.':
      '${titleOf(name)}: zwei Nachrichten im Abstand von vier Tagen. Eine Antwort geht an einen Menschen; folgt auf beide Schweigen, ruft einer an. Das Ziel ist jederzeit eine Anmeldung.',
    'Two messages, each with four days to answer.': 'Zwei Nachrichten, jede mit vier Tagen Zeit für eine Antwort.',
    'A person calls. What the call comes to is how the journey ends.':
      'Ein Mensch ruft an. Was dabei herauskommt, ist das Ende der Journey.',
    'answered a message': 'hat auf eine Nachricht geantwortet',
    'two messages unanswered and no login': 'zwei Nachrichten unbeantwortet und keine Anmeldung',
  },
};
`;
}

import type { Translation } from '../../../domain/translation';

/** The journey towards a renewal, in German. */
export const renewal: Translation = {
  names: {
    journeys: { renewal: 'Verlängerung' },
    stages: {
      'renewal/recap': 'Rückblick',
      'renewal/ownerChecks': 'Rückfrage',
      'renewal/reminders': 'Erinnerungen',
      'renewal/save': 'Rettung',
      'renewal/decision': 'Entscheidung',
      'renewal/thanks': 'Dank',
    },
    messages: {
      'renewal/value-recap': 'Rückblick auf das Erreichte',
      'renewal/reminder-30': 'Erinnerung, 30 Tage vorher',
      'renewal/reminder-7': 'Erinnerung, 7 Tage vorher',
      'renewal/reason-to-leave': 'Frage nach dem Grund',
      'renewal/after-save': 'Nach dem Gespräch',
      'renewal/thanks': 'Dank',
    },
  },
  sentences: {
    'From 120 days before the renewal date to the decision, with a save path that asks for the reason to leave.':
      'Von 120 Tagen vor der Verlängerung bis zur Entscheidung; wer gehen will, wird nach dem Grund gefragt.',
    'Renewal: from 120 days before the date to the decision. A recap of what the customer got, a check by the owner at 90 days, reminders at 30 and 7. Whoever wants to leave is asked for the reason and offered a person who can change something. Renewing at any moment ends the journey with thanks; a cancellation or a churn ends it in silence.':
      'Verlängerung: von 120 Tagen vor dem Termin bis zur Entscheidung. Ein Rückblick auf das Erreichte, eine Nachfrage der Betreuung 90 Tage vorher, Erinnerungen 30 und 7 Tage vorher. Wer gehen will, wird nach dem Grund gefragt und bekommt einen Menschen, der etwas ändern kann. Eine Verlängerung beendet die Journey jederzeit mit einem Dank; eine Kündigung oder ein Weggang beendet sie stillschweigend.',
    'What the customer has got out of it so far, long before anybody asks for money.':
      'Was der Kunde bisher davon hatte, lange bevor jemand nach Geld fragt.',
    'The owner hears where the customer stands, while there is time to change something.':
      'Die Betreuung erfährt, wo der Kunde steht, solange sich noch etwas ändern lässt.',
    'Thirty days and seven days before. An answer goes to a person at once.':
      'Dreißig und sieben Tage vorher. Eine Antwort geht sofort an einen Menschen.',
    'Asks why, as data, then offers a person who may change what can be changed.':
      'Fragt nach dem Grund und hält ihn fest; dann hilft ein Mensch, der ändern darf, was sich ändern lässt.',
    'The date has come or the customer wants to talk: the owner brings it to a decision.':
      'Der Termin ist da, oder der Kunde möchte sprechen: Die Betreuung führt die Entscheidung herbei.',
    'Existing customers are thanked, not only new ones courted.':
      'Auch wer schon Kunde ist, bekommt einen Dank; nicht nur um neue wird geworben.',

    'the renewal is 90 days away': 'die Verlängerung steht in 90 Tagen an',
    'wants to leave and has given a reason': 'will gehen und hat einen Grund genannt',
    'wants to leave and gives no reason': 'will gehen und nennt keinen Grund',
    'the renewal needs a decision': 'über die Verlängerung muss entschieden werden',

    'The reminders begin, thirty days before the renewal, as if there were nothing to settle.':
      'Dreißig Tage vor der Verlängerung beginnen die Erinnerungen, als gäbe es nichts zu klären.',
    'Nobody has talked with them: the decision is asked for on the day of the renewal.':
      'Niemand hat mit dem Kunden gesprochen: Am Tag der Verlängerung wird nach der Entscheidung gefragt.',
    'The journey ends, and nobody knows whether they stay.':
      'Die Journey endet, und niemand weiß, ob der Kunde bleibt.',

    'What I got out of it': 'Was ich davon hatte',
    'I want to know whether it was worth it, before anybody asks me for money.':
      'Ich möchte wissen, ob es sich gelohnt hat, bevor mich jemand nach Geld fragt.',
    'A recap of what they did with the product, four months ahead.':
      'Ein Rückblick auf das, was mit dem Produkt gelungen ist, vier Monate vorher.',
    '120 days before the renewal date. It asks for nothing.':
      '120 Tage vor der Verlängerung. Es wird um nichts gebeten.',
    'The owner asks': 'Die Betreuung fragt nach',
    'I want to say what bothers me while it can still be changed.':
      'Ich möchte sagen, was mich stört, solange es sich noch ändern lässt.',
    'Their own contact gets in touch and listens.': 'Die vertraute Ansprechperson meldet sich und hört zu.',
    'A task for the owner 90 days ahead, due in five business days. Who wants to leave is not reminded but heard.':
      'Eine Aufgabe für die Betreuung, 90 Tage vorher, fällig in fünf Werktagen. Wer gehen will, wird nicht erinnert, sondern angehört.',
    'The reminders': 'Die Erinnerungen',
    'I do not want to be surprised by a bill.': 'Ich möchte nicht von einer Rechnung überrascht werden.',
    'Two plain reminders of what happens when, and of how to say no.':
      'Zwei schlichte Erinnerungen daran, was wann geschieht und wie man Nein sagt.',
    '30 and 7 days ahead. An answer brings in a person at once.':
      '30 und 7 Tage vorher. Auf eine Antwort meldet sich sofort ein Mensch.',
    'I want to leave': 'Ich möchte gehen',
    'I want to leave without a fight, and be asked why only once.':
      'Ich möchte ohne Streit gehen und nur einmal nach dem Grund gefragt werden.',
    'One question about the reason, and a person who may change what can be changed.':
      'Eine Frage nach dem Grund und ein Mensch, der ändern darf, was sich ändern lässt.',
    'The reason is kept as data. A task for the owner, due in two business days.':
      'Der Grund wird festgehalten. Eine Aufgabe für die Betreuung, fällig in zwei Werktagen.',
    'The decision': 'Die Entscheidung',
    'I want to settle it with somebody who can say yes.': 'Ich möchte es mit jemandem klären, der Ja sagen kann.',
    'Their contact brings it to an end with them.': 'Die Ansprechperson bringt es gemeinsam mit dem Kunden zu Ende.',
    'When the date has come, or as soon as the customer wants to talk. Due in three business days.':
      'Wenn der Termin da ist oder sobald der Kunde sprechen möchte. Fällig in drei Werktagen.',
    'Thanks for staying': 'Danke fürs Bleiben',
    'I have stayed; I want that to count for something.': 'Ich bin geblieben; das soll etwas zählen.',
    'Thanks, with nothing to sell in them.': 'Ein Dank, der nichts verkaufen will.',
    'Renewing at any moment leads here and ends everything else.':
      'Eine Verlängerung führt jederzeit hierher und beendet alles andere.',
  },
};

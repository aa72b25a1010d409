import type { Translation } from '../../domain/translation';

/** A rate that is measured against its guardrail, as it stands in alarms, warnings and holds. */
const RATES = {
  '{} by {} about {}: {} of {} in {} days ({} %)': '{} per {} zum Thema {}: {} von {} in {} Tagen ({} %)',
  '{} by {} to {}: {} of {} in {} days ({} %)': '{} per {} an {}: {} von {} in {} Tagen ({} %)',
  '{} by {}: {} of {} in {} days ({} %)': '{} per {}: {} von {} in {} Tagen ({} %)',
};

/** What the product itself writes on tasks, in German. It stands in the database as it was written, so it is translated where it is read. */
export const product: Translation = {
  names: {},
  sentences: {
    'asked for a person': 'hat um einen Menschen gebeten',
    'wrote something urgent by {}, as {} recognised': 'hat per {} Dringendes geschrieben, wie {} erkannt hat',
    'wrote something urgent by {}: {}': 'hat per {} Dringendes geschrieben: {}',
    'messages do not get through to them, and nobody has called yet':
      'Nachrichten kommen nicht durch, und bisher hat niemand angerufen',
    'the automation does not reach them': 'die Automatik erreicht diesen Kunden nicht',
    'their journey cannot go on': 'die Journey kommt nicht weiter',
    'a person should have called, and nobody took it': 'jemand hätte anrufen sollen, und niemand hat es übernommen',
    'their address does not work': 'die Adresse funktioniert nicht',
    'no channel is open for the last message': 'für die letzte Nachricht ist kein Kanal offen',
    'nothing opened, clicked or answered in the last messages':
      'in den letzten Nachrichten wurde nichts geöffnet, angeklickt oder beantwortet',
    'no journey has ever begun for them': 'noch nie hat eine Journey begonnen',
    email: 'E-Mail',
    sms: 'SMS',
    push: 'Benachrichtigung',
    'in-app': 'Nachricht im Produkt',
    survey: 'Umfrage',
    social: 'soziale Medien',

    'asks for something': 'Bitte',
    'already solved': 'schon gelöst',
    'cannot get in': 'kommt nicht hinein',
    complaint: 'Beschwerde',
    'danger to life': 'Gefahr für Leib und Leben',
    'data lost': 'Daten verloren',
    deadline: 'Frist',
    'everything down': 'nichts geht mehr',
    idea: 'Idee',
    insult: 'Beleidigung',
    legal: 'Rechtliches',
    'money wrong': 'Fehler beim Geld',
    'no hurry': 'eilt nicht',
    praise: 'Lob',
    problem: 'Problem',
    question: 'Frage',
    'question mark': 'Fragezeichen',
    'says urgent': 'nennt es dringend',
    security: 'Sicherheit',
    threat: 'Drohung',
    'wants to leave': 'will gehen',

    'Nothing is done about it: it goes back to its queue.':
      'Es geschieht nichts daran: Sie geht zurück in ihre Warteschlange.',
    'Nobody has claimed it: the queue is reminded.': 'Niemand hat sie übernommen: Die Warteschlange wird erinnert.',
    'It is overdue: the lead is told.': 'Sie ist überfällig: Die Leitung erfährt es.',
    'It expires: the journey goes on without an answer.': 'Sie verfällt: Die Journey geht ohne Ergebnis weiter.',
    'It expires: the customer was never answered.': 'Sie verfällt: Der Kunde hat nie eine Antwort bekommen.',
    'It expires. {}': 'Sie verfällt. {}',

    'The customer has acted in the meantime; nothing more is needed.':
      'Der Kunde hat inzwischen selbst gehandelt; es ist nichts mehr nötig.',
    'The journey that asked for this has ended; nothing more is needed.':
      'Die Journey, die darum gebeten hat, ist zu Ende; es ist nichts mehr nötig.',
    'The journey that asked for this has moved on; nothing more is needed.':
      'Die Journey, die darum gebeten hat, ist weitergegangen; es ist nichts mehr nötig.',

    'The customer {}.': 'Der Kunde {}.',
    '{} is away: {} stands in.': '{} ist abwesend: {} übernimmt die Vertretung.',
    '{} is away and nobody stands in: the queue has it.':
      '{} ist abwesend, und niemand vertritt: Die Warteschlange hat sie.',
    '{} has as many tasks as they may have: the queue has it.':
      '{} hat schon so viele Aufgaben wie erlaubt: Die Warteschlange hat sie.',
    '{} does not work here any more: the queue has it.': '{} arbeitet nicht mehr hier: Die Warteschlange hat sie.',
    '{} does not work here any more: {} stands in.': '{} arbeitet nicht mehr hier: {} übernimmt die Vertretung.',
    'It is theirs already.': 'Sie liegt schon dort.',
    'The task has changed since you read it.': 'Die Aufgabe wurde inzwischen geändert.',
    'The task is already {} by {}.': 'Die Aufgabe ist schon {} ({}).',
    'The task is already {}.': 'Die Aufgabe ist schon {}.',
    done: 'erledigt',
    expired: 'verfallen',
    cancelled: 'hinfällig',
    '{} has as many tasks as they may have.': '{} hat schon so viele Aufgaben wie erlaubt.',
    '{} is away, and nobody stands in.': '{} ist abwesend, und niemand vertritt.',
    '{} does not work here any more.': '{} arbeitet nicht mehr hier.',
    'It was handed on.': 'Sie wurde weitergegeben.',
    '{} gave it to {}: {}': '{} hat sie weitergegeben an {}: {}',
    'the queue': 'die Warteschlange',
    '{} had claimed it and did nothing about it for {}: it is back in its queue.':
      '{} hatte sie übernommen und {} lang nichts getan: Sie ist zurück in ihrer Warteschlange.',
    '1 hour': '1 Stunde',
    '{} hours': '{} Stunden',
    '1 day': '1 Tag',
    '{} days': '{} Tage',
    '1 minute': '1 Minute',
    '{} minutes': '{} Minuten',
    'The customer has answered: the snooze is over.':
      'Der Kunde hat geantwortet: Die Aufgabe ist nicht mehr zurückgestellt.',
    'Tasks wait in {}, and nobody is there to take them: everybody who serves it is away or has as many as they may have.':
      'In {} warten Aufgaben, und niemand kann sie übernehmen: Alle, die dort arbeiten, sind abwesend oder haben so viele wie erlaubt.',
    'Tasks of {} expire because nobody takes them: customers wait for a person who does not come.':
      'Aufgaben in {} verfallen, weil niemand sie übernimmt: Kunden warten auf einen Menschen, der nicht kommt.',
    "A customer's wish to {} is due on {}.": 'Der Wunsch eines Kunden ist fällig ({}, {}).',
    "A customer's wish to {} was due on {} and is not met.":
      'Der Wunsch eines Kunden ist überfällig und nicht erfüllt ({}, {}).',
    'have their data': 'Kopie der Daten',
    'be erased': 'Löschung',
    'A webhook endpoint is told nothing more: {}.': 'Ein Webhook-Empfänger erfährt nichts mehr: {}.',
    'its receiver says that it is gone': 'er sagt, dass es ihn nicht mehr gibt',
    'nothing got through for five days': 'seit fünf Tagen kommt nichts an',
    'the receiver is gone for good': 'der Empfänger sagt, dass es ihn nicht mehr gibt',
    'the receiver answered {}': 'der Empfänger antwortete mit {}',
    'the receiver redirects, which is not followed': 'der Empfänger leitet weiter, und dem wird nicht gefolgt',
    'the receiver took too long': 'der Empfänger brauchte zu lange',
    'the receiver could not be reached': 'der Empfänger ist nicht erreichbar',
    'the receiver could not be reached ({})': 'der Empfänger ist nicht erreichbar ({})',
    'forbidden: the name leads to an address that is not public':
      'verboten: der Name führt zu einer Adresse, die nicht öffentlich ist',
    'A customer says more than {} things an hour by {}: they are kept and a stop is heeded, but they answer nothing and ask nobody.':
      'Ein Kunde schreibt mehr als {} Nachrichten in der Stunde per {}: Sie werden aufbewahrt und ein Stopp wird beachtet, aber sie beantworten nichts und bitten niemanden.',
    '{} is filtered for its words ({}, {}): rewrite it, or register what it is for.':
      '{} wird wegen des Wortlauts ausgefiltert ({}, {}): umschreiben oder den Zweck anmelden.',
    ...RATES,
    ...Object.fromEntries(Object.entries(RATES).map(([original, said]) => [`${original}.`, `${said}.`])),
    '{}: marketing is paused until somebody resumes it.':
      '{}: Werbung ist angehalten, bis jemand sie weitergehen lässt.',
    Complaints: 'Beschwerden',
    Unsubscriptions: 'Abmeldungen',
    Bounces: 'Unzustellbare Nachrichten',
    'Customers whom the automation does not reach, week {}: {}':
      'Kunden, die die Automatik nicht erreicht, Woche {}: {}',
    '{} refuses us ({}): look at its key, sender, account and registration. Customers wait, none is lost.':
      '{} weist uns ab ({}): Prüfen Sie Schlüssel, Absender, Konto und Anmeldung. Kunden warten, keiner geht verloren.',
    '{} fails: it is asked again from time to time. Customers wait, none is lost.':
      '{} antwortet nicht: Es wird von Zeit zu Zeit wieder gefragt. Kunden warten, keiner geht verloren.',

    '{} fails again and again: {}': '{} schlägt immer wieder fehl: {}',
    'the code of this stage was changed in a way that this run cannot follow ({})':
      'der Code dieses Abschnitts wurde so geändert, dass dieser Lauf ihm nicht folgen kann ({})',
    'Temporal could not take what its code did ({})': 'Temporal konnte nicht annehmen, was sein Code tat ({})',
    '{} was refused for good in stage {} of {}: remove the cause, then reset the run.':
      '{} wurde im Abschnitt {} von {} endgültig abgewiesen: Beheben Sie die Ursache, dann setzen Sie den Lauf zurück.',

    'This world is seeded: {} journeys that have not ended stand in the database only. Temporal does not know them, and they do not go on.':
      'Diese Welt ist erfunden: {} nicht beendete Journeys stehen nur in der Datenbank. Temporal kennt sie nicht, und sie gehen nicht weiter.',

    'Opened again: {}': 'Wieder geöffnet: {}',
    'Wrong email: {}': 'Falsche E-Mail-Adresse: {}',
    'Wrong phone: {}': 'Falsche Telefonnummer: {}',
    'Wrong name: {}': 'Falscher Name: {}',
    'Wrong company: {}': 'Falsche Firma: {}',
    'Wrong other: {}': 'Falsche Angabe: {}',
  },
};

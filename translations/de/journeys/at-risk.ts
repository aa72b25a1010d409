import type { Translation } from '../../../domain/translation';

/** The journey of customers whose use drops, in German. */
export const atRisk: Translation = {
  names: {
    journeys: { 'at-risk': 'Gefährdete Kunden' },
    stages: {
      'at-risk/checkIn': 'Nachfrage',
      'at-risk/answer': 'Antwort',
      'at-risk/personCalls': 'Anruf',
    },
    messages: {
      'at-risk/check-in': 'Nachfrage',
      'at-risk/offer-help': 'Hilfsangebot',
      'at-risk/after-call': 'Nach dem Anruf',
    },
  },
  sentences: {
    'Two unanswered check-ins and no login bring in a person who calls.':
      'Bleiben zwei Nachfragen unbeantwortet und meldet sich niemand an, ruft ein Mensch an.',
    'At-risk: the cardinal rule. A customer whose use drops gets two helpful check-ins, four days apart. Silence after both brings in a person who calls; what the call comes to steers what is said afterwards. Logging in or buying again at any moment is the goal: the journey ends, and a task that nobody has finished is settled.':
      'Gefährdete Kunden: die wichtigste Regel. Wer das Produkt weniger nutzt, bekommt zwei hilfreiche Nachfragen im Abstand von vier Tagen. Folgt auf beide Schweigen, ruft ein Mensch an; was dabei herauskommt, bestimmt, was danach gesagt wird. Das Ziel ist jederzeit erreicht, wenn sich der Kunde wieder anmeldet oder etwas kauft: Die Journey endet, und eine noch offene Aufgabe erledigt sich.',
    'Two helpful check-ins, four days apart. An answer goes to a person at once; silence after both brings one in.':
      'Zwei hilfreiche Nachfragen im Abstand von vier Tagen. Eine Antwort geht sofort an einen Menschen; auch auf Schweigen nach beiden folgt einer.',
    'The customer wrote back: the owner answers within a day, in the conversation that the customer chose.':
      'Der Kunde hat geantwortet: Wer ihn betreut, antwortet binnen eines Tages in dem Gespräch, das der Kunde gewählt hat.',
    'A person calls. A problem that was solved is followed by a short summary.':
      'Ein Mensch ruft an. Auf ein gelöstes Problem folgt eine kurze Zusammenfassung.',

    'answered a check-in while their use is dropping':
      'hat auf eine Nachfrage geantwortet, während die Nutzung zurückgeht',
    'two check-ins unanswered and no login': 'zwei Nachfragen unbeantwortet und keine Anmeldung',

    'The journey ends, and the customer was never answered.':
      'Die Journey endet, und der Kunde hat nie eine Antwort bekommen.',
    'The journey ends, and nobody has called.': 'Die Journey endet, und niemand hat angerufen.',

    'Use falls away': 'Die Nutzung lässt nach',
    'I have other things to do, or this no longer helps me.': 'Ich habe anderes zu tun, oder es hilft mir nicht mehr.',
    'Nothing happens for them: no pop-up and no reproach.':
      'Für den Kunden geschieht nichts: kein Pop-up und kein Vorwurf.',
    'The backend reports a drop in use, or 14 days pass without a login, or 60 without an order.':
      'Das Backend meldet einen Rückgang der Nutzung, oder es vergehen 14 Tage ohne Anmeldung oder 60 ohne Bestellung.',
    'The first check-in': 'Die erste Nachfrage',
    'If something is in my way, I want it gone without much effort.':
      'Wenn mir etwas im Weg steht, soll es ohne große Mühe verschwinden.',
    'One short mail that asks what is in the way and offers to put it right. A reply is enough.':
      'Eine kurze E-Mail, die fragt, was im Weg steht, und anbietet, es in Ordnung zu bringen. Eine Antwort genügt.',
    'By email, else by text message or in the product. Four days to answer.':
      'Per E-Mail, sonst per SMS oder im Produkt. Vier Tage Zeit für eine Antwort.',
    'The offer of help': 'Das Hilfsangebot',
    'I do not want to hear the same again.': 'Ich möchte nicht noch einmal dasselbe hören.',
    'A second and last mail that names what a person can do for them.':
      'Eine zweite und letzte E-Mail, die nennt, was ein Mensch für den Kunden tun kann.',
    'Only after four silent days. Four more days to answer, then no further mail.':
      'Erst nach vier Tagen Schweigen. Noch einmal vier Tage für eine Antwort, dann keine weitere E-Mail.',
    'Somebody answers me': 'Jemand antwortet mir',
    'I have taken the trouble to write, so I want to be heard soon.':
      'Ich habe mir die Mühe gemacht zu schreiben, also möchte ich bald gehört werden.',
    'A person who knows the account answers in the conversation that the customer began.':
      'Ein Mensch, der den Kunden kennt, antwortet in dem Gespräch, das der Kunde begonnen hat.',
    'A task for the owner, due in one business day. Who is still at risk afterwards is called.':
      'Eine Aufgabe für die Betreuung, fällig in einem Werktag. Wer danach noch gefährdet ist, wird angerufen.',
    'The call': 'Der Anruf',
    'I want to be understood, not talked round.': 'Ich möchte verstanden und nicht überredet werden.',
    'A call by a person who has everything that happened before them.':
      'Ein Anruf von einem Menschen, der alles vor sich hat, was geschehen ist.',
    'Two unanswered check-ins bring it about. Due in one business day, then the lead hears of it.':
      'Zwei unbeantwortete Nachfragen führen dazu. Fällig in einem Werktag, danach erfährt es die Leitung.',
    'Back again': 'Wieder da',
    'I want to go on with my work.': 'Ich möchte mit meiner Arbeit weitermachen.',
    'Silence from us: nothing is asked of somebody who has come back.':
      'Wir schweigen: Wer zurückgekommen ist, wird nichts gefragt.',
    'A login or an order at any moment ends the journey and settles an open task.':
      'Eine Anmeldung oder Bestellung beendet die Journey jederzeit und erledigt eine offene Aufgabe.',
  },
};

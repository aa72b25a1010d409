import type { Translation } from '../../../domain/translation';

/** Answering an urgent message, in German. */
export const urgentMessage: Translation = {
  names: {},
  sentences: {
    'Answer an urgent message': 'Auf eine dringende Nachricht antworten',

    'Read what they wrote, and what was said before: the conversation has it from every channel.':
      'Lesen, was geschrieben wurde und was vorher war: Im Gespräch steht es aus allen Kanälen.',
    'Is it urgent? If not, correct the triage, so that the rules can be bettered, and answer as usual.':
      'Ist es dringend? Wenn nicht, die Einordnung berichtigen, damit die Regeln besser werden, und wie üblich antworten.',
    'If life or limb is in danger, call the emergency services of their country first, then your lead.':
      'Bei Gefahr für Leib und Leben zuerst den Notruf des Landes anrufen, dann die Leitung.',
    'Answer at once that you have it and what you do now, on the channel that they used, also when you cannot solve it yet.':
      'Sofort auf demselben Kanal antworten, dass es angekommen ist und was jetzt geschieht, auch ohne Lösung.',
    'Bring in whoever can solve it: data, money, access and security have owners of their own.':
      'Hinzuholen, wer es lösen kann: Für Daten, Geld, Zugang und Sicherheit gibt es eigene Zuständige.',
    'Tell them when it is solved, and check that it is.': 'Sagen, wenn es gelöst ist, und prüfen, dass es so ist.',
    'Note the cause in one line, so that the same trouble can be counted. Then pick the outcome.':
      'Die Ursache in einer Zeile notieren, damit gleicher Ärger gezählt werden kann. Dann das Ergebnis wählen.',

    'I have read it, I understand that it cannot wait, and I am on it now.':
      'Ich habe es gelesen, ich verstehe, dass es nicht warten kann, und ich kümmere mich jetzt darum.',
    'This is what I know, this is what I do next, and you hear from me by …':
      'Das weiß ich, das tue ich als Nächstes, und Sie hören von mir bis …',
    'If money or data of theirs is gone: say so plainly, and say what is done about it. Promise nothing that you cannot see.':
      'Sind Geld oder Daten des Kunden weg: offen sagen, auch was dagegen getan wird. Nichts versprechen, was nicht abzusehen ist.',
    'If they are angry: they have a reason. Say sorry once, and go to the remedy.':
      'Bei Ärger: Es gibt einen Grund dafür. Sich einmal entschuldigen und zur Lösung übergehen.',
  },
};

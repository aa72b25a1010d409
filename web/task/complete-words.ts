import { words } from '../parts/words';

/** What is said where a task is completed. */
export const COMPLETE_WORDS = words(
  {
    title: 'Complete the task',
    outcome: 'What did it come to?',
    note: 'Note (optional)',
    complete: 'Complete',
    cancel: 'Cancel',
    steers: 'The outcome steers the journey.',
    andNext: 'Then go on to the next task',
    done: (name: string) => `The task of ${name} is completed.`,
    undone: 'Not completed. Everything is as it was.',
    back: 'Go back to it',
    tooLate: 'It is too late to take this back: the journey goes on with it.',
    closed: 'The task is closed.',
    pick: 'Pick what it came to.',
    step: {
      label: 'Next step',
      none: 'None',
      what: 'What is to be done',
      example: 'send the new price list',
      dues: { '4 hours': 'In four hours', '1 day': 'In a day', '3 days': 'In three days', '7 days': 'In a week' },
    },
  },
  {
    title: 'Aufgabe abschließen',
    outcome: 'Was ist dabei herausgekommen?',
    note: 'Notiz (freiwillig)',
    complete: 'Abschließen',
    cancel: 'Abbrechen',
    steers: 'Das Ergebnis steuert die Journey.',
    andNext: 'Danach weiter zur nächsten Aufgabe',
    done: (name: string) => `Die Aufgabe von ${name} ist abgeschlossen.`,
    undone: 'Nicht abgeschlossen. Alles ist, wie es war.',
    back: 'Dorthin zurück',
    tooLate: 'Das lässt sich nicht mehr zurücknehmen: die Journey geht damit weiter.',
    closed: 'Die Aufgabe ist geschlossen.',
    pick: 'Wählen Sie, was herausgekommen ist.',
    step: {
      label: 'Nächster Schritt',
      none: 'Keiner',
      what: 'Was zu tun ist',
      example: 'die neue Preisliste schicken',
      dues: {
        '4 hours': 'In vier Stunden',
        '1 day': 'In einem Tag',
        '3 days': 'In drei Tagen',
        '7 days': 'In einer Woche',
      },
    },
  },
);

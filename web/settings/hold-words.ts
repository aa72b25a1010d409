import { SENDING_WORDS } from '../parts/sending';
import { words } from '../parts/words';

const EN = {
  ...SENDING_WORDS.en,
  title: 'Holds',
  introduction: 'Stop sending without losing anybody: what is held waits, and goes on when you say so.',
  place: 'Hold something',
  which: 'Which holds',
  on: 'On',
  over: 'Over',
  noneOn: 'Nothing is held',
  noneOver: 'Nothing was ever held',
  noneMore: 'Hold a journey, a channel or all sending when something is wrong, and let it go on when it is mended.',
  scopes: {
    everything: 'Everything',
    journey: 'A journey',
    channel: 'A channel',
    customer: 'A customer',
    class: 'A class of messages',
    provider: 'A provider',
  },
  what: 'What is held',
  target: 'Which one',
  customerHint: 'The user id of your product, or our id.',
  openCustomer: 'Open the customer',
  reason: 'Why',
  reasonHint: 'For whoever asks later. No names of customers.',
  until: 'Until',
  untilHint: 'Empty: until somebody lets it go on.',
  effect:
    'Messages that fall due wait. What a customer has asked for, like a receipt, still leaves unless everything is held.',
  hold: 'Hold it',
  placed: 'It is held from now on.',
  resume: 'Let it go on',
  resumed: 'It goes on.',
  byItself: 'by itself',
  ends: 'ends',
  ended: (by: string | null) => (by === null ? 'ended' : `ended by ${by}`),
};

export type HoldWords = typeof EN;

/** What the section on holds says. */
export const HOLD_WORDS = words(EN, {
  ...SENDING_WORDS.de,
  title: 'Sperren',
  introduction:
    'Halten Sie Versand an, ohne jemanden zu verlieren: Was gesperrt ist, wartet und geht weiter, wenn Sie es sagen.',
  place: 'Etwas sperren',
  which: 'Welche Sperren',
  on: 'Aktiv',
  over: 'Vorbei',
  noneOn: 'Nichts ist gesperrt',
  noneOver: 'Es war noch nie etwas gesperrt',
  noneMore:
    'Sperren Sie eine Journey, einen Kanal oder allen Versand, wenn etwas nicht stimmt, und lassen Sie es danach weitergehen.',
  scopes: {
    everything: 'Alles',
    journey: 'Eine Journey',
    channel: 'Ein Kanal',
    customer: 'Eine Kundin oder ein Kunde',
    class: 'Eine Art von Nachrichten',
    provider: 'Ein Anbieter',
  },
  what: 'Was gesperrt wird',
  target: 'Welche oder welcher',
  customerHint: 'Die Nutzerkennung Ihres Produkts oder unsere Kennung.',
  openCustomer: 'Kundenseite öffnen',
  reason: 'Warum',
  reasonHint: 'Für alle, die später fragen. Keine Namen von Kunden.',
  until: 'Bis',
  untilHint: 'Leer: bis jemand es weitergehen lässt.',
  effect:
    'Fällige Nachrichten warten. Was jemand verlangt hat, etwa eine Quittung, geht weiter hinaus, außer wenn alles gesperrt ist.',
  hold: 'Sperren',
  placed: 'Ab jetzt gesperrt.',
  resume: 'Weitergehen lassen',
  resumed: 'Es geht weiter.',
  byItself: 'von selbst',
  ends: 'endet',
  ended: (by: string | null) => (by === null ? 'beendet' : `beendet von ${by}`),
});

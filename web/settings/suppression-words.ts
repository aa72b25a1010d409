import { SENDING_WORDS } from '../parts/sending';
import { words } from '../parts/words';

const EN = {
  ...SENDING_WORDS.en,
  title: 'Barred addresses',
  introduction:
    'Addresses that are not written to any more. We keep no list that can be read: you find one only by giving it.',
  address: 'Email address or phone number',
  look: 'Look it up',
  free: 'This address is not barred',
  freeMore: 'It is written to when its holder consents to it.',
  everything: 'all messages',
  since: (channel: string, what: string) => `${channel}, ${what}, since`,
  ends: 'ends',
  reasons: {
    hard_bounce: 'It does not exist: a message came back',
    soft_bounce_limit: 'Messages came back again and again',
    complaint: 'Its holder reported a message as spam',
    opted_out: 'Its holder told the carrier to stop',
    invalid: 'It is no address that can be reached',
    carrier_block: 'The carrier blocks it',
    erased: 'Its holder was erased at their wish',
    manual: 'Somebody barred it by hand',
    legal: 'It was barred for a legal reason',
  },
  bar: 'Bar an address',
  barred: 'It is not written to any more.',
  channel: 'For',
  lift: 'Let it be written to',
  liftTitle: 'Write to this address again?',
  liftText:
    'Do this only when its holder has asked for it, or when it was barred by mistake. Consent is a matter of its own, and is not given by this.',
  lifted: 'It can be written to again.',
};

export type SuppressionWords = typeof EN;

/** What the section on barred addresses says. */
export const SUPPRESSION_WORDS = words(EN, {
  ...SENDING_WORDS.de,
  title: 'Gesperrte Adressen',
  introduction:
    'Adressen, an die nicht mehr geschrieben wird. Eine lesbare Liste gibt es nicht: Man findet eine nur, wenn man sie angibt.',
  address: 'E-Mail-Adresse oder Telefonnummer',
  look: 'Nachsehen',
  free: 'Diese Adresse ist nicht gesperrt',
  freeMore: 'An sie wird geschrieben, soweit eine Einwilligung vorliegt.',
  everything: 'alle Nachrichten',
  since: (channel: string, what: string) => `${channel}, ${what}, seit`,
  ends: 'endet',
  reasons: {
    hard_bounce: 'Es gibt sie nicht: Eine Nachricht kam zurück',
    soft_bounce_limit: 'Nachrichten kamen immer wieder zurück',
    complaint: 'Eine Nachricht wurde dort als Spam gemeldet',
    opted_out: 'Beim Netzbetreiber abbestellt',
    invalid: 'Keine Adresse, die man erreichen kann',
    carrier_block: 'Der Netzbetreiber sperrt sie',
    erased: 'Auf Wunsch gelöscht',
    manual: 'Von Hand gesperrt',
    legal: 'Aus rechtlichem Grund gesperrt',
  },
  bar: 'Adresse sperren',
  barred: 'An sie wird nicht mehr geschrieben.',
  channel: 'Für',
  lift: 'Wieder erlauben',
  liftTitle: 'Wieder an diese Adresse schreiben?',
  liftText:
    'Nur, wenn darum gebeten wurde oder die Sperre ein Irrtum war. Eine Einwilligung ist etwas anderes und wird dadurch nicht erteilt.',
  lifted: 'An sie kann wieder geschrieben werden.',
});

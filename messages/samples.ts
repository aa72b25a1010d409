import type { Values } from './bind';
import { valuesFor, type PageLinks, type SenderSettings } from './values';

const SETTINGS: SenderSettings = {
  productName: 'Fieldnotes',
  productUrl: 'https://app.fieldnotes.example',
  senderName: 'Robin Keller',
  postalAddress: 'Fieldnotes Ltd, 1 Harbour Street, Bristol',
};

const PAGES: PageLinks = {
  help: 'https://engage.fieldnotes.example/c/h/sample',
  why: 'https://engage.fieldnotes.example/c/w/sample',
  preferences: 'https://engage.fieldnotes.example/c/p/sample',
  unsubscribe: 'https://engage.fieldnotes.example/c/u/sample',
};

/** As long as a short link of ours is. */
export const SAMPLE_LINK = `https://engage.fieldnotes.example/c/k/${'x'.repeat(90)}`;

/** The customers with whom messages are shown to authors and checked. */
export type Sample = 'known' | 'unknown' | 'unicode';

/**
 * Values of a made-up customer. `known`: every fact is there; `unknown`: only what is always known, so that all
 * fall-backs show; `unicode`: a name outside of the SMS alphabet, which makes an SMS that uses it cost more.
 */
export function sampleValues(sample: Sample, locale: string): Values {
  const name = { known: 'Alexandra Sommerfeld', unknown: null, unicode: 'Zażółć Gęślą-Jaźń' }[sample];
  const traits = sample === 'unknown' ? {} : { plan: 'Team', renewal_date: '2027-09-30', company: 'Nordlicht Studio' };
  const reply = { text: { prose: 'Thank you for asking.\n\nThe export is in the menu at the top right.' } };
  const confirm = {
    url: `https://engage.fieldnotes.example/c/y/${'x'.repeat(55)}`,
    wording: { prose: 'Yes, write to me about news of Fieldnotes.' },
  };
  const wish = {
    url: `https://engage.fieldnotes.example/c/d/${'x'.repeat(55)}`,
    date: { at: new Date('2027-09-30T10:00:00Z'), timeZone: 'Europe/Berlin' },
  };
  return { ...valuesFor({ name, locale, timeZone: 'Europe/Berlin', traits }, SETTINGS, PAGES), reply, confirm, wish };
}

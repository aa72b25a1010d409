import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'html-to-text';
import { Liquid } from 'liquidjs';
import { footerWords } from './footer';
import type { Channel } from '../domain/channel';
import type { Slots } from './slots';

/** What a message brings to the layout: pieces of HTML in which values are still marks. */
export interface LayoutPieces {
  readonly locale: string;
  readonly subject: string;
  readonly preheader: string;
  readonly opening: string;
  readonly closing: string;
  readonly action: { readonly label: string; readonly url: string } | null;
  /** It can be stopped, so it says how, and where its sender lives (domain/policy/duties.ts). */
  readonly stoppable: boolean;
}

const EMAIL_VARIABLES: Readonly<Record<string, string | undefined>> = {
  'product.name': undefined,
  'product.url': undefined,
  'sender.name': undefined,
  'sender.postal': '',
  'pages.help': '',
  'pages.why': '',
  'pages.preferences': '',
  'pages.unsubscribe': '',
};

/** Values that each channel's frame shows by itself, so they are bound whether or not a message declares them, and what stands in when one is not known. */
export const LAYOUT_VARIABLES: Readonly<Record<Channel, Readonly<Record<string, string | undefined>>>> = {
  email: EMAIL_VARIABLES,
  sms: {},
  push: {},
  'in-app': { 'pages.help': '' },
};

/** Sets a message into layout.liquid. The layout reads `message.*` once, here; what differs between customers stays marks. */
export function layOut(slots: Slots, message: LayoutPieces): string {
  const mark = (variable: string): string => slots.take(`{{ ${variable} }}`);
  const words = footerWords(message.locale);
  const page = (name: 'help' | 'why' | 'preferences' | 'unsubscribe') => {
    return { url: mark(`pages.${name}`), if: slots.take(`{% if pages.${name} %}`), label: words[name] };
  };
  return String(
    liquid.renderSync(layout, {
      message,
      product: { name: mark('product.name'), url: mark('product.url') },
      sender: { name: mark('sender.name'), postal: mark('sender.postal') },
      pages: {
        help: page('help'),
        why: page('why'),
        preferences: page('preferences'),
        unsubscribe: page('unsubscribe'),
      },
      end: slots.take('{% endif %}'),
      if_postal: slots.take('{% if sender.postal %}'),
    }),
  );
}

/** The plain-text part of an email, or of a piece of it, from its HTML. Links keep their address; decoration is left out. */
export const toPlainText = compile({
  wordwrap: false,
  formatters: {
    button: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 2 });
      walk(element.children, builder);
      builder.addInline(`: ${element.attribs['href'] ?? ''}`, { noWordTransform: true });
      builder.closeBlock({ trailingLineBreaks: 2 });
    },
    lines: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 2 });
      builder.addInline('--');
      walk(element.children, builder);
      builder.closeBlock({ trailingLineBreaks: 1 });
    },
  },
  selectors: [
    { selector: '.not-in-text', format: 'skip' },
    { selector: 'a.button', format: 'button' },
    { selector: 'div.lines', format: 'lines' },
    { selector: 'p.line', format: 'paragraph', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'h3', options: { uppercase: false } },
  ],
});

const liquid = new Liquid({
  templates: {},
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: true,
});
const layout = liquid.parse(readFileSync(path.join(__dirname, 'layout.liquid'), 'utf8'));

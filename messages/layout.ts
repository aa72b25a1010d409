import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'html-to-text';
import { Liquid } from 'liquidjs';
import type { Slots } from './slots';

/** What a message brings to the layout: pieces of HTML in which values are still marks. */
export interface LayoutPieces {
  readonly locale: string;
  readonly subject: string;
  readonly preheader: string;
  readonly opening: string;
  readonly closing: string;
  readonly action: { readonly label: string; readonly url: string } | null;
}

/** Values that the layout itself shows in every email, so they are bound whether or not a message declares them. */
export const LAYOUT_VARIABLES = ['product.name', 'product.url', 'sender.name'] as const;

/** Sets a message into layout.liquid. The layout reads `message.*` once, here; `product.*` and `sender.*` stay marks. */
export function layOut(slots: Slots, message: LayoutPieces): string {
  const mark = (variable: (typeof LAYOUT_VARIABLES)[number]): string => slots.take(`{{ ${variable} }}`);
  return String(
    liquid.renderSync(layout, {
      message,
      product: { name: mark('product.name'), url: mark('product.url') },
      sender: { name: mark('sender.name') },
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

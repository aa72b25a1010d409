import type { Template } from 'liquidjs';
import type { Channel } from '../domain/channel';
import { escapeHtml } from './escape';
import type { MessageFile } from './file';
import type { Action } from './front-matter';
import { layOut, toPlainText } from './layout';
import { emailMarkdown, plainMarkdown } from './markdown';
import { Slots } from './slots';

type Parsed = readonly Template[];

/** One variant of a message, ready to be filled with values: a parsed template for each part of what is sent. */
export type Variant =
  | { readonly channel: 'email'; readonly subject: Parsed; readonly html: Parsed; readonly text: Parsed }
  | { readonly channel: 'sms'; readonly text: Parsed }
  | {
      readonly channel: 'in-app';
      readonly title: Parsed;
      readonly body: Parsed;
      readonly html: Parsed;
      readonly action: { readonly label: Parsed; readonly url: Parsed } | null;
    };

/** Compiles one variant. Throws liquidjs's errors on a fault in the Liquid; returns undefined when the file has no such variant. */
export function compileVariant(file: MessageFile, channel: Channel): Variant | undefined {
  const text = file.sections.get(channel)?.text;
  if (text === undefined) return undefined;
  const slots = new Slots(variablesWithEmptyFallback(file));
  switch (channel) {
    case 'email':
      return file.head.email && compileEmail(slots, file.locale, file.head.email, text);
    case 'sms':
      return { channel, text: slots.parse(slots.take(unwrapLines(text)), 'text') };
    case 'in-app':
      return file.head['in-app'] && compileInApp(slots, file.head['in-app'], text);
  }
}

/** The line of an email's body in whose place the button comes; without it the button comes last. */
export const ACTION_LINE = /^\{\{ *action *\}\} *$/m;

function compileEmail(
  slots: Slots,
  locale: string,
  head: { subject: string; preheader: string; action?: Action | undefined },
  text: string,
): Variant {
  const [opening = '', closing = ''] = text.split(ACTION_LINE);
  const html = (markdown: string): string => slots.unwrapTags(emailMarkdown.render(slots.take(markdown)));
  const inHtml = (source: string): string => escapeHtml(slots.take(source));
  const page = slots.settleLinks(
    layOut(slots, {
      locale,
      subject: inHtml(head.subject),
      preheader: inHtml(head.preheader),
      opening: html(opening),
      closing: html(closing),
      action: head.action ? { label: inHtml(head.action.label), url: inHtml(head.action.url) } : null,
    }),
  );
  return {
    channel: 'email',
    subject: slots.parse(slots.take(head.subject), 'line'),
    html: slots.parse(page, 'html'),
    text: slots.parse(toPlainText(page), 'text'),
  };
}

function compileInApp(slots: Slots, head: { title: string; action?: Action | undefined }, text: string): Variant {
  const html = slots.settleLinks(slots.unwrapTags(plainMarkdown.render(slots.take(text))).trim());
  return {
    channel: 'in-app',
    title: slots.parse(slots.take(head.title), 'line'),
    body: slots.parse(toPlainText(html), 'text'),
    html: slots.parse(html, 'html'),
    action: head.action
      ? {
          label: slots.parse(slots.take(head.action.label), 'line'),
          url: slots.parse(slots.settleLink(slots.take(head.action.url)), 'text'),
        }
      : null,
  };
}

/** An SMS is plain text: lines that follow each other are one paragraph, and paragraphs are parted by one line break. */
function unwrapLines(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .join('\n');
}

function variablesWithEmptyFallback(file: MessageFile): string[] {
  return Object.entries(file.head.variables).flatMap(([name, spec]) => (spec?.fallback === '' ? [name] : []));
}

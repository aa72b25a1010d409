import type { Template } from 'liquidjs';
import type { Channel } from '../domain/channel';
import type { InAppForm } from '../domain/in-app';
import { owesUnsubscribe } from '../domain/policy/duties';
import type { PushUrgency } from '../domain/push';
import { escapeHtml } from './escape';
import type { MessageFile } from './file';
import type { Action, FrontMatter } from './front-matter';
import { footerWords } from './footer';
import { layOut, toPlainText } from './layout';
import { emailMarkdown, plainMarkdown } from './markdown';
import { Slots } from './slots';

type Parsed = readonly Template[];

/** One variant of a message, ready to be filled with values: a parsed template for each part of what is sent. */
export type Variant =
  | { readonly channel: 'email'; readonly subject: Parsed; readonly html: Parsed; readonly text: Parsed }
  | { readonly channel: 'sms'; readonly text: Parsed }
  | {
      readonly channel: 'push';
      readonly title: Parsed;
      readonly body: Parsed;
      readonly url: Parsed;
      readonly ttlSeconds: number;
      readonly urgency: PushUrgency;
    }
  | {
      readonly channel: 'in-app';
      readonly as: InAppForm;
      readonly title: Parsed;
      readonly body: Parsed;
      readonly html: Parsed;
      readonly steps: readonly { readonly label: Parsed; readonly url: Parsed | null }[];
      readonly action: { readonly label: Parsed; readonly url: Parsed } | null;
    };

/** Compiles one variant. Throws liquidjs's errors on a fault in the Liquid; returns undefined when the file has no such variant. */
export function compileVariant(file: MessageFile, channel: Channel): Variant | undefined {
  const text = file.sections.get(channel)?.text;
  if (text === undefined) return undefined;
  const slots = new Slots(variablesWithEmptyFallback(file));
  switch (channel) {
    case 'email':
      return file.head.email && compileEmail(slots, file, file.head.email, text);
    case 'sms':
      return { channel, text: slots.parse(slots.take(unwrapLines(text)), 'text') };
    case 'push':
      return file.head.push && compilePush(slots, file.head.push, text);
    case 'in-app':
      return file.head['in-app'] && compileInApp(slots, file.locale, file.head['in-app'], text);
  }
}

/** The line of an email's body in whose place the button comes; without it the button comes last. */
export const ACTION_LINE = /^\{\{ *action *\}\} *$/m;

function compileEmail(
  slots: Slots,
  { locale, head: { class: messageClass } }: MessageFile,
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
      stoppable: owesUnsubscribe(messageClass),
    }),
  );
  return {
    channel: 'email',
    subject: slots.parse(slots.take(head.subject), 'line'),
    html: slots.parse(page, 'html'),
    text: slots.parse(toPlainText(page), 'text'),
  };
}

function compilePush(slots: Slots, head: NonNullable<FrontMatter['push']>, text: string): Variant {
  return {
    channel: 'push',
    title: slots.parse(slots.take(head.title), 'line'),
    body: slots.parse(slots.take(unwrapLines(text)), 'text'),
    url: link(slots, head.url),
    ttlSeconds: head.useful_for,
    urgency: head.urgency,
  };
}

function compileInApp(slots: Slots, locale: string, head: NonNullable<FrontMatter['in-app']>, text: string): Variant {
  const html = slots.settleLinks(slots.unwrapTags(plainMarkdown.render(slots.take(text))).trim());
  const person = slots.settleLinks(slots.take(personLine(locale)));
  const label = (source: string): Parsed => slots.parse(slots.take(source), 'line');
  return {
    channel: 'in-app',
    as: head.as,
    title: label(head.title),
    body: slots.parse(toPlainText(html), 'text'),
    html: slots.parse(html + person, 'html'),
    steps: (head.steps ?? []).map((step) => ({
      label: label(step.label),
      url: step.url === undefined ? null : link(slots, step.url),
    })),
    action: head.action ? { label: label(head.action.label), url: link(slots, head.action.url) } : null,
  };
}

/** A way to a person stands in every message (M10). */
function personLine(locale: string): string {
  const label = escapeHtml(footerWords(locale).help);
  return `{% if pages.help %}<p class="help"><a href="{{ pages.help }}">${label}</a></p>{% endif %}`;
}

/** An address that stands alone, where nothing is HTML. */
function link(slots: Slots, source: string): Parsed {
  return slots.parse(slots.settleLink(slots.take(source)), 'text');
}

/** SMS and notifications are plain text: lines that follow each other are one paragraph, and paragraphs are parted by one line break. */
function unwrapLines(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .join('\n');
}

function variablesWithEmptyFallback(file: MessageFile): string[] {
  return Object.entries(file.head.variables).flatMap(([name, spec]) => (spec?.fallback === '' ? [name] : []));
}

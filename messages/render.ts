import type { Template } from 'liquidjs';
import type { Channel } from '../domain/channel';
import { InvalidInput } from '../domain/errors';
import type { InAppForm, InAppStep } from '../domain/in-app';
import type { PushUrgency } from '../domain/push';
import { bindValues, type Values } from './bind';
import type { MessageCatalog } from './catalog';
import type { Variant } from './compile';
import { renderTemplate } from './liquid';
import { chooseLocale, formattingLocale } from './locale';

/** One message for one customer on one channel. `locale` is the customer's; `values` come from `valuesFor`. */
export interface RenderRequest {
  readonly message: string;
  readonly locale: string;
  readonly channel: Channel;
  readonly values: Values;
}

/** A message as it leaves: an email has both its parts; an in-app message brings its text and its HTML; a notification leads to `url`. */
export type RenderedMessage =
  | { readonly channel: 'email'; readonly subject: string; readonly html: string; readonly text: string }
  | { readonly channel: 'sms'; readonly text: string }
  | {
      readonly channel: 'push';
      readonly title: string;
      readonly body: string;
      readonly url: string;
      readonly ttlSeconds: number;
      readonly urgency: PushUrgency;
      /** A second thing that can be pressed: a person. */
      readonly help?: { readonly label: string; readonly url: string };
    }
  | {
      readonly channel: 'in-app';
      readonly as: InAppForm;
      readonly title: string;
      readonly body: string;
      readonly html: string;
      readonly steps: readonly InAppStep[];
      readonly action: { readonly label: string; readonly url: string } | null;
    };

/**
 * Renders a message in the best locale there is for the customer. Values are escaped for where they stand: in HTML they
 * are text, in a subject they are one line, in an address they are percent-encoded.
 * Rejects with NotFound (no such message) or InvalidInput (no variant for the channel; a value without fall-back is missing). Neither is worth a retry.
 */
export async function renderMessage(catalog: MessageCatalog, request: RenderRequest): Promise<RenderedMessage> {
  const { message, channel, values } = request;
  const locale = chooseLocale(request.locale, catalog.get(message).locales);
  const variant = catalog.variant(message, locale, channel);
  if (!variant) throw new InvalidInput(`Message ${message} has no variant for ${channel}`);

  const formatting = formattingLocale(request.locale, locale);
  const scope = bindValues(catalog.file(message, locale), channel, values, formatting);
  return fill(variant, (template) => renderTemplate(template, scope, formatting));
}

function fill(variant: Variant, render: (template: readonly Template[]) => string): RenderedMessage {
  const line = (template: readonly Template[]): string => render(template).replace(/\s+/g, ' ').trim();
  switch (variant.channel) {
    case 'email':
      return {
        channel: 'email',
        subject: line(variant.subject),
        html: render(variant.html),
        text: tidy(render(variant.text)),
      };
    case 'sms':
      return { channel: 'sms', text: tidy(render(variant.text)) };
    case 'push': {
      const { channel, ttlSeconds, urgency } = variant;
      const words = { title: line(variant.title), body: tidy(render(variant.body)), url: line(variant.url) };
      return { channel, ...words, ttlSeconds, urgency };
    }
    case 'in-app':
      return {
        channel: 'in-app',
        as: variant.as,
        steps: variant.steps.map(({ label, url }) => ({ label: line(label), url: url && line(url) })),
        title: line(variant.title),
        body: tidy(render(variant.body)),
        html: render(variant.html),
        action: variant.action && { label: line(variant.action.label), url: line(variant.action.url) },
      };
  }
}

/** Closes the gaps that an untaken `{% if %}` leaves in a plain text. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

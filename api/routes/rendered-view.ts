import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import type { RenderedMessage } from '../../messages/render';
import { measureSms } from '../../messages/segments';

/** A message as it would leave. Which members there are depends on the channel; `html` is to be shown in a frame that runs nothing. */
export const renderedSchema = z.object({
  channel: z.enum(CHANNELS),
  subject: z.string().nullable().meta({ description: 'Of a mail; the title of a notification or an in-app message.' }),
  text: z.string(),
  html: z.string().nullable(),
  action: z.object({ label: z.string(), url: z.string() }).nullable(),
  steps: z.array(z.object({ label: z.string(), url: z.string().nullable() })),
  form: z.string().nullable().meta({ description: 'Of an in-app message: card, banner or checklist.' }),
  segments: z.int().nullable().meta({ description: 'Of a text message: how many it costs.' }),
});

/** A rendered message as it is answered. */
export function renderedView(message: RenderedMessage): z.input<typeof renderedSchema> {
  const none = { subject: null, html: null, action: null, steps: [], form: null, segments: null };
  const { channel } = message;
  switch (channel) {
    case 'email':
      return { ...none, channel, subject: message.subject, text: message.text, html: message.html };
    case 'sms':
      return { ...none, channel, text: message.text, segments: measureSms(message.text).segments };
    case 'push':
      return { ...none, channel, subject: message.title, text: message.body };
    case 'in-app':
      return {
        ...none,
        channel,
        subject: message.title,
        text: message.body,
        html: message.html,
        action: message.action,
        steps: message.steps.map(({ label, url }) => ({ label, url: url ?? null })),
        form: message.as,
      };
  }
}

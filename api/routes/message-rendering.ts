import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import { InvalidInput } from '../../domain/errors';
import { escapeHtml } from '../../messages/escape';
import { renderMessage } from '../../messages/render';
import { sampleValues } from '../../messages/samples';
import type { ApiDeps } from '../deps';
import { inQuery } from '../place';
import { route, type Route } from '../route';
import { messageNamed } from './messages';
import { renderedSchema, renderedView } from './rendered-view';

const shownQuery = z.object({
  locale: z
    .string()
    .max(35)
    .default('en')
    .meta({ description: 'Of the customer: the best locale that there is is taken.' }),
  channel: z.enum(CHANNELS).optional().meta({ description: 'The first of the message when not given.' }),
  sample: z.enum(['known', 'unknown', 'unicode']).default('known').meta({
    description:
      '`known`: every fact is there; `unknown`: all fall-backs show; `unicode`: a name outside of the SMS alphabet.',
  }),
});

/** Messages as customers get them, with values of a made-up customer. */
export function messageRenderingRoutes({ messages }: Pick<ApiDeps, 'messages'>): Route[] {
  const render = async (name: string, { locale, channel: asked, sample }: z.output<typeof shownQuery>) => {
    const { channels } = messages.get(name);
    const channel = asked ?? channels[0] ?? 'email';
    if (!channels.includes(channel))
      throw fault('channel', `the message is not written for it; it is for ${channels.join(', ')}`);
    return renderMessage(messages, { message: name, locale, channel, values: sampleValues(sample, localeOf(locale)) });
  };

  return [
    route({
      method: 'get',
      path: '/v1/messages/:name/rendering',
      right: 'read',
      tag: 'Messages',
      summary: 'See a message as a made-up customer would get it',
      params: messageNamed,
      query: shownQuery,
      responses: { 200: { description: 'The message, with values of a made-up customer.', schema: renderedSchema } },
      handle: async ({ params: { name }, query }) => ({ status: 200, body: renderedView(await render(name, query)) }),
    }),

    route({
      method: 'get',
      path: '/v1/messages/:name/page',
      right: 'read',
      tag: 'Messages',
      summary: 'See the page that a mail or an in-app message is, as HTML',
      description: 'For a frame on a page of ours. Its policy lets nothing run in it and loads nothing but images.',
      params: messageNamed,
      query: shownQuery,
      responses: { 200: { description: 'A page of HTML.' } },
      async handle({ params: { name }, query }) {
        const { subject, html } = renderedView(await render(name, query));
        if (html === null) throw fault('channel', 'has no HTML on this channel');
        return { status: 200, body: pageOfMessage(html, subject, query.locale), headers: FRAMED };
      },
    }),
  ];
}

/** Nothing runs in the frame, and it stands on our own pages alone. */
const FRAMED = {
  'Content-Type': 'text/html; charset=utf-8',
  // Otherwise browsers complain that the page around it was put elsewhere before.
  'Origin-Agent-Cluster': '?0',
  'Content-Security-Policy':
    "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
};

/** A mail is a page already; an in-app message is a piece of one. */
function pageOfMessage(html: string, title: string | null, locale: string): string {
  if (/^\s*<!doctype/i.test(html)) return html;
  const style = 'body{font:15px/1.5 system-ui,sans-serif;margin:16px;color:#1b2420;background:#fff}';
  return `<!doctype html><html lang="${localeOf(locale)}"><meta charset="utf-8"><title>${escapeHtml(title ?? '')}</title><style>${style}</style>${html}</html>`;
}

/** Dates and numbers are written in a locale, so it has to be one. */
function localeOf(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    throw fault('locale', 'is no locale such as en or de-AT');
  }
}

function fault(parameter: string, detail: string): InvalidInput {
  return new InvalidInput('The message cannot be shown so.', [{ pointer: inQuery([parameter]), detail }]);
}

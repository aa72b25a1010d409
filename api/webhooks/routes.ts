import { Router, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock';
import type { Db } from '../../prisma/client';
import { storeProviderEvents, type NewProviderEvent } from '../../prisma/provider-events';
import { contextOf } from '../context';
import { HttpProblem } from '../problem';
import { rawBody } from './raw-body';
import { eventsIn } from './sendgrid-events';
import { mailIn } from './sendgrid-inbound';
import { isSigned, signatureOf } from './sendgrid-signature';
import type { WebhookSettings } from './settings';
import { inboundText, isFromTwilio, paramsIn, statusEvent } from './twilio';

/** What webhooks are built from. `wake` tells the processor that events wait; `count` what became of a request. */
export interface WebhookDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly settings: WebhookSettings;
  readonly wake: () => void;
  readonly count: (source: string, outcome: 'stored' | 'known' | 'forged' | 'unreadable', events: number) => void;
}

const EVENTS_LIMIT = 5 * 1024 * 1024;
/** Inbound Parse takes mails of up to 30 MB. */
const MAIL_LIMIT = 31 * 1024 * 1024;
const FORM_LIMIT = 128 * 1024;

const EVENTS = '/sendgrid/events';
const MAIL = '/sendgrid/inbound';
const STATUS = '/twilio/status';
const TEXTS = '/twilio/inbound';

/**
 * Where providers report, mounted at `/webhooks` before anything that parses bodies: verify what was signed, store it raw, answer 2xx.
 * It is understood afterwards (api/webhooks/processor.ts), so that no fault of ours makes a provider give up. 403 for what is not signed,
 * 413 for what is too large, 404 where no key is configured.
 */
export function webhookRoutes(deps: WebhookDeps): Router {
  const { settings } = deps;
  const router = Router();
  const readEvents = rawBody(EVENTS_LIMIT);
  const readMail = rawBody(MAIL_LIMIT);
  const readForm = rawBody(FORM_LIMIT);

  if (settings.sendgridEvents.length > 0) {
    router.post(EVENTS, async (request, response) => {
      const body = await signedBody(deps, {
        request,
        response,
        read: readEvents,
        keys: settings.sendgridEvents,
        source: EVENTS,
      });
      await keep(deps, EVENTS, eventsIn(body));
      response.status(204).end();
    });
  }
  if (settings.sendgridInbound.length > 0) {
    router.post(MAIL, async (request, response) => {
      const body = await signedBody(deps, {
        request,
        response,
        read: readMail,
        keys: settings.sendgridInbound,
        source: MAIL,
      });
      await keep(deps, MAIL, listOf(await mailIn(request.get('content-type'), body)));
      response.status(204).end();
    });
  }
  if (settings.twilioTokens.length > 0 && settings.publicUrl !== undefined) {
    router.post(STATUS, async (request, response) => {
      const params = await signedParams(deps, request, response, { read: readForm, source: STATUS });
      await keep(deps, STATUS, listOf(statusEvent(params, request.query)));
      response.status(204).end();
    });
    router.post(TEXTS, async (request, response) => {
      const params = await signedParams(deps, request, response, { read: readForm, source: TEXTS });
      await keep(deps, TEXTS, listOf(inboundText(params)));
      // Nothing is answered to the text: whoever answers does so later, through the gate.
      response.status(200).type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    });
  }
  return router;
}

type Read = ReturnType<typeof rawBody>;

interface Signed {
  readonly request: Request;
  readonly response: Response;
  readonly read: Read;
  readonly keys: WebhookSettings['sendgridEvents'];
  readonly source: string;
}

async function signedBody(deps: WebhookDeps, { request, response, read, keys, source }: Signed): Promise<Buffer> {
  contextOf(response).route = `/webhooks${source}`;
  const signature = signatureOf(request, deps.now());
  if (!signature) throw forged(deps, source);
  const body = await read(request, response);
  if (!isSigned(keys, signature, body)) throw forged(deps, source);
  return body;
}

async function signedParams(
  deps: WebhookDeps,
  request: Request,
  response: Response,
  { read, source }: Pick<Signed, 'read' | 'source'>,
) {
  contextOf(response).route = `/webhooks${source}`;
  if (!request.get('x-twilio-signature')) throw forged(deps, source);
  const params = paramsIn(await read(request, response));
  if (!isFromTwilio(deps.settings, request, params)) throw forged(deps, source);
  return params;
}

function forged({ log, count }: WebhookDeps, source: string): HttpProblem {
  count(source, 'forged', 1);
  log.warn({ source }, 'a webhook was refused: its signature is not that of the configured key and address');
  return new HttpProblem('unsigned', 'This request is not signed by the provider whose webhook this is.');
}

async function keep(
  { db, now, count, wake }: WebhookDeps,
  source: string,
  events: readonly NewProviderEvent[] | null,
): Promise<void> {
  if (events === null) {
    count(source, 'unreadable', 1);
    throw new HttpProblem('malformed_webhook', 'The body is not what this provider sends.');
  }
  const stored = await storeProviderEvents(db, events, now());
  count(source, 'stored', stored);
  count(source, 'known', events.length - stored);
  if (stored > 0) wake();
}

function listOf(event: NewProviderEvent | null): NewProviderEvent[] | null {
  return event && [event];
}

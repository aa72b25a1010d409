import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { Router, type ErrorRequestHandler } from 'express';
import { PAGE_PATHS } from '../../domain/public-pages';
import type { LinkKind } from '../../domain/signed-link';
import { contextOf } from '../context';
import { followLink } from './click';
import { confirm, showConfirmation } from './confirm';
import { downloadCopy, showCopy } from './copy';
import type { PublicDeps } from './deps';
import { pageHeaders } from './headers';
import { askForHelp, showHelp } from './help';
import { changePreferences, showPreferences } from './preferences';
import { showUnsubscribe, unsubscribe } from './unsubscribe';
import { sendTrouble, visits, type Answer } from './visit';
import { showWhy } from './why';

/**
 * The pages for customers, to be mounted at `/c`: choices, unsubscribing, why a message came, links of messages, help, double opt-in, a copy of one's data.
 * Each is reached by a signed link and by nothing else. They work without script and cookies; GET never changes anything.
 */
export function publicPages(deps: PublicDeps): Router {
  const router = Router();
  const visit = visits(deps);
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 2_000 });
  const anything = express.raw({ type: () => true, limit: '64kb' });
  const shows = <K extends LinkKind>(
    kind: K,
    answer: (deps: PublicDeps, visit: Parameters<Answer<K>>[0]) => Promise<void>,
  ) => visit(kind, (one) => answer(deps, one));
  const at = (kind: LinkKind) => `/${PAGE_PATHS[kind]}/:token`;

  router.use(pageHeaders);
  router.get('/assets/style.css', stylesheet());
  router.get(at('preferences'), shows('preferences', showPreferences));
  router.post(at('preferences'), form, shows('preferences', changePreferences));
  router.get(at('unsubscribe'), shows('unsubscribe', showUnsubscribe));
  router.post(at('unsubscribe'), anything, shows('unsubscribe', unsubscribe));
  router.get(at('why'), shows('why', showWhy));
  router.get(at('click'), shows('click', followLink));
  router.get(at('help'), shows('help', showHelp));
  router.post(at('help'), form, shows('help', askForHelp));
  router.get(at('confirm'), shows('confirm', showConfirmation));
  router.post(at('confirm'), form, shows('confirm', confirm));
  router.get(at('copy'), shows('copy', showCopy));
  router.post(at('copy'), form, shows('copy', downloadCopy));
  router.use((request, response) => sendTrouble(deps, request, response, 'forged'));
  return router.use(troubleAsPage(deps));
}

/** Read once, at the start, so that a missing file is noticed there. */
function stylesheet(): express.RequestHandler {
  const text = readFileSync(path.join(__dirname, 'assets', 'style.css'));
  return (_request, response) => {
    contextOf(response).route = '/c/assets/style.css';
    response.set('Cache-Control', 'public, max-age=3600').type('text/css').send(text);
  };
}

/** Customers read what went wrong on a page. A form that cannot be read is theirs; anything else is a defect, and logged. */
function troubleAsPage(deps: PublicDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = error as { readonly status?: unknown };
    const isTheirs = typeof status === 'number' && status >= 400 && status < 500;
    if (!isTheirs) {
      const { requestId, route } = contextOf(response);
      deps.log.error({ err: error, request_id: requestId, method: request.method, route }, 'request failed');
    }
    sendTrouble(deps, request, response, isTheirs ? (status === 413 ? 'large' : 'forged') : 'broken');
  };
}

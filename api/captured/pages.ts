import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { findCaptured } from '../../prisma/captured';
import { readLetters } from '../../prisma/captured-letters';
import type { ApiDeps } from '../deps';
import { decodeCursor } from '../page';
import { HttpProblem } from '../problem';
import { actions } from './actions';
import { deskPage } from './desk';
import { MESSAGE_POLICY, onlyThisMachine, pageHeaders, sameSiteOnly } from './guard';
import { STYLES, type Document, type Link } from './layout';
import { lettersPage } from './letters';
import { noticeOf } from './notices';
import { readDesk } from './read';

/** What the captured-messages page is built from. `links` stand in its header (API reference, Temporal's web UI). */
export interface CapturedDeps extends Pick<ApiDeps, 'db' | 'now' | 'journeys' | 'playbooks' | 'wakeRelay'> {
  readonly links?: readonly Link[];
}

/**
 * The captured-messages page, for development only: mount it at `/captured` when messages are captured instead of sent. It shows every
 * message as the customer would see it and lets one play both the customer and the person who helps; what is played becomes
 * real events. Answers only to this machine, and posts only from its own pages. Needs no script.
 */
export function capturedPages(deps: CapturedDeps): Router {
  const { db, journeys } = deps;
  const router = Router();
  router.use(onlyThisMachine, sameSiteOnly, pageHeaders);
  for (const [name, type] of ASSETS) router.get(`/assets/${name}`, asset(name, type));

  router.get('/', async (request, response) => {
    const query = deskQuery.safeParse(request.query).data ?? {};
    const [at, id] = query.before === undefined ? [] : decodeCursor(query.before, ['time', 'uuid']);
    const asked = {
      customerId: query.customer,
      search: query.q?.trim() ?? '',
      before: at && id ? { at: new Date(at), id } : undefined,
    };
    const desk = await readDesk(db, asked, journeys);
    sendPage(request, response, deskPage(desk, deps, noticeOf(query.notice), deps.now()));
  });

  router.get('/letters', async (request, response) => {
    sendPage(request, response, lettersPage(await readLetters(db, MOST_LETTERS), deps.links ?? []));
  });

  router.get('/messages/:id/content', async (request, response) => {
    const message = z.uuid().safeParse(request.params.id).success ? await findCaptured(db, request.params.id) : null;
    if (!message?.html) throw new HttpProblem('not_found', 'There is no such message.');
    response.set('Content-Security-Policy', MESSAGE_POLICY).set('X-Frame-Options', 'SAMEORIGIN').type('html');
    response.send(message.channel === 'in-app' ? IN_APP_HEAD + message.html : withInertLinks(message.html));
  });

  router.use(express.urlencoded({ extended: false, limit: '32kb' }), actions(deps));
  return router;
}

const MOST_LETTERS = 50;

const deskQuery = z.object({
  customer: z.uuid().optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  before: z.string().max(1000).optional(),
  notice: z.string().max(100).optional().catch(undefined),
});

/** The script asks again and again with the version that it shows, and is mostly told that nothing is new. */
function sendPage(request: Request, response: Response, { text, version }: Document): void {
  const tag = `"${version}"`;
  response.set('ETag', tag).vary('Accept');
  if (request.get('if-none-match') === tag) return void response.status(304).end();
  response.type('html').send(text);
}

const ASSETS = [
  ...STYLES.map((name) => [name, 'text/css'] as const),
  ['live.js', 'text/javascript'],
  ['icon.svg', 'image/svg+xml'],
] as const;

/** Read once, at the start, so that a missing file is noticed there. */
function asset(name: string, type: string) {
  const bytes = readFileSync(path.join(__dirname, 'assets', name));
  return (_request: Request, response: Response) => {
    response.set('Cache-Control', 'no-cache').type(type).send(bytes);
  };
}

/** A link would open a tab, which its frame forbids, so nothing happens but what the page's script makes of the click. */
const INERT = '<base target="_blank">';

function withInertLinks(document: string): string {
  return document.replace(/<head[^>]*>/i, (head) => head + INERT);
}

/** An in-app message is a part of a page, so it comes without a head of its own. */
const IN_APP_HEAD = `<!doctype html><meta charset="utf-8">${INERT}<meta name="color-scheme" content="light dark">
<style>html{font:15px/1.55 system-ui,sans-serif;color:#1c2a22}body{margin:0}p{margin:0 0 .7em}p:last-child{margin:0}a{color:#17603f}
@media (prefers-color-scheme:dark){html{color:#e4eae6}a{color:#7fd4a8}}</style>`;

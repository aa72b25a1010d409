import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { inHeader } from '../place';
import { HttpProblem } from '../problem';

/** The page loads its own style and script, shows its own frames, and talks to nobody else; nothing inline runs. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A message in its frame: its own styles and images, no script, no form, no way out. The page may only measure its height. */
export const MESSAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin',
].join('; ');

/**
 * Keeps the page to the machine it runs on: the connection must come from a loopback address, and the name asked for must be
 * one of this machine, so that no website can reach it under a name of its own (DNS rebinding).
 */
export const onlyThisMachine: RequestHandler = (request, _response, next) => {
  const { remoteAddress = '', localPort = 0 } = request.socket;
  const open = `open http://localhost:${localPort}${request.baseUrl} there`;
  if (!/^(::1|(::ffff:)?127\.)/.test(remoteAddress)) {
    throw new HttpProblem('wrong_host', `This page is shown on the machine that it runs on: ${open}.`);
  }
  if (!LOOPBACK_NAMES.has(hostName(request))) {
    throw new HttpProblem('wrong_host', `This page is shown under the name localhost only: ${open}.`, {
      errors: [{ pointer: inHeader('Host'), detail: `must be localhost:${localPort}` }],
    });
  }
  next();
};

/** Refuses a post that another site's page has made. Browsers say where a form stands (Fetch Metadata; `Origin` before that). */
export const sameSiteOnly: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const isForeign = site === undefined ? origin !== undefined && !isOwn(origin, request) : site !== 'same-origin';
  if (request.method !== 'GET' && request.method !== 'HEAD' && isForeign) {
    throw new HttpProblem('foreign_form', 'This form can only be sent from the page that shows it.');
  }
  next();
};

/** Sets the headers of a page that shows customers' data. */
export function pageHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Content-Security-Policy': PAGE_POLICY,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
  });
  next();
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

function hostName(request: Request): string {
  return (request.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
}

function isOwn(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.get('host')?.toLowerCase();
}

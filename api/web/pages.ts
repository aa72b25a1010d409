import { randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { contextOf } from '../context';
import { HttpProblem } from '../problem';
import { cookieIn, SESSION_COOKIE } from '../sign-in/cookie';
import type { Asset, BuiltPages } from './built';

/** What the build leaves in the page for a value that is new each time. */
const NONCE_MARK = 'NONCE_OF_THIS_PAGE';
/** What it leaves for whether the browser has a session, so that a page for nobody need not ask who is there. */
const SESSION_MARK = 'SESSION_OF_THIS_BROWSER';
/** Named by what is in them, so they never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * What the pages may do. Scripts come from here alone, and no text becomes a script or markup (Trusted Types; the one policy lets through what
 * has no markup in it). Style sheets come from here or carry the nonce: the component library writes some as it goes.
 */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/**
 * The staff pages: mount it at `/app`. Every path below that is not a file answers the page that begins, which then shows what its
 * address names; the API decides what whoever is signed in may see there.
 */
export function webPages({ index, assets }: BuiltPages): Router {
  const router = Router();

  router.get('/assets/:name', (request, response) => {
    const asset = assets.get(request.params.name);
    // After a release somebody may still ask for a file of the one before.
    if (!asset) throw new HttpProblem('not_found', 'There is no such file; reload the page.');
    sendAsset(request, response, asset);
  });

  router.get(/.*/, (request, response) => {
    const nonce = randomBytes(16).toString('base64');
    contextOf(response).route = '/app';
    response.set('Cache-Control', 'no-store').set('Content-Security-Policy', policyWith(nonce));
    const session = cookieIn(request.headers.cookie, SESSION_COOKIE) === undefined ? 'none' : 'some';
    response.type('html').send(index.replaceAll(NONCE_MARK, nonce).replaceAll(SESSION_MARK, session));
  });
  return router;
}

function sendAsset(request: Request, response: Response, asset: Asset): void {
  contextOf(response).route = '/app/assets/:name';
  response.set('Cache-Control', FOR_EVER).vary('Accept-Encoding').type(asset.type);
  const encoding = request.acceptsEncodings(['br', 'gzip']);
  const packed = encoding === 'br' || encoding === 'gzip' ? asset[encoding] : undefined;
  if (packed) response.set('Content-Encoding', String(encoding));
  response.send(packed ?? asset.plain);
}

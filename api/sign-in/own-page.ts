import type { Request } from 'express';
import { inHeader } from '../place';
import { HttpProblem } from '../problem';

/** What of a request tells which page sent it. */
export type Sent = Pick<Request, 'method' | 'get'>;

/**
 * Refuses what a page of another site has sent: by `Sec-Fetch-Site` where the browser says it, and by `Origin`. Programs that are no browsers send
 * neither, and pass; with a cookie that is not enough (insistOnOrigin).
 */
export function refuseForeign(request: Sent, publicUrl: string | undefined): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreignSite || (origin !== undefined && !isOwn(origin, request, publicUrl))) throw foreign();
}

/** Refuses a change that a session's cookie came with, unless the browser says that a page of ours has sent it. */
export function insistOnOrigin(request: Sent, publicUrl: string | undefined): void {
  refuseForeign(request, publicUrl);
  if (request.get('origin') === undefined) throw foreign();
}

/** By host: what stands before us may have taken TLS off. Or the public address, where that is another. */
function isOwn(origin: string, request: Sent, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin) return true;
  return new URL(origin).host === request.get('host')?.toLowerCase();
}

function foreign(): HttpProblem {
  return new HttpProblem('foreign_page', 'This can only be sent from a page of this address.', {
    errors: [{ pointer: inHeader('Origin'), detail: 'must be the address of this API' }],
  });
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Router } from 'express';
import { contextOf } from '../context';

const CACHE = 'public, max-age=600';

/** What pages load from us: `perennial.js`, the part of it for notifications, and the worker that shows them. Read once, so that a missing file is noticed at start. */
export function liveAssets(): Router {
  const router = Router();
  for (const name of ['perennial.js', 'perennial-push.js', 'push-worker.js']) {
    const text = lean(readFileSync(path.join(__dirname, 'assets', name), 'utf8'));
    router.get(`/${name}`, (_request, response) => {
      contextOf(response).route = `/live/${name}`;
      response.set({
        'Cache-Control': CACHE,
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
        'Service-Worker-Allowed': '/',
      });
      response.type('text/javascript').send(text);
    });
  }
  return router;
}

/** Without comments on lines of their own, indentation and the room in style sheets, which is a quarter of what would go over the wire. */
function lean(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  const bare = lines.filter((line) => line !== '' && !/^(\/\/|\/\*.*\*\/$)/.test(line)).join('\n');
  return bare.replaceAll(/(?<=CSS = `)[^`]*/g, (css) => css.replaceAll(/\s*([{};:,])\s*/g, '$1').trim());
}

import path from 'node:path';
import { Router, type Response } from 'express';
import { contextOf } from '../context';
import { HttpProblem } from '../problem';
import { PROBLEMS, type ProblemCode } from '../problem-codes';
import type { OpenApiDocument } from '../openapi/document';
import { homePage, problemPage, referencePage } from './html';
import { START_SCRIPT, STYLE } from './assets';

/** Everything comes from here: no other host is asked for a script, a style, a font or an image. Swagger UI draws with inline styles and data images. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SWAGGER = path.dirname(require.resolve('swagger-ui-dist/package.json'));

/** `/`, `/openapi.json`, `/reference` and `/problems/<code>`: what the API says of itself, without a key. A browser is led from `/` to the staff pages, where they are. */
export function referencePages(
  document: OpenApiDocument,
  { captured, web }: { readonly captured: boolean; readonly web: boolean },
): Router {
  const router = Router();
  const json = JSON.stringify(document);

  router.get('/openapi.json', (_request, response) => {
    sent(response, '/openapi.json').type('application/json').end(json);
  });
  router.get('/', (request, response) => {
    sent(response, '/').vary('Accept');
    const isBrowser = request.accepts(['json', 'html']) === 'html';
    if (isBrowser && web) response.redirect('/app/');
    else if (isBrowser) page(response, homePage({ captured }), PAGE_POLICY);
    else
      response.json({
        name: 'Perennial',
        openapi: '/openapi.json',
        reference: '/reference',
        ...(web && { pages: '/app/' }),
        ...(captured && { captured: '/captured' }),
      });
  });
  router.get('/problems/:code', (request, response) => {
    const code = request.params.code;
    sent(response, '/problems/:code');
    if (!isProblem(code)) throw new HttpProblem('not_found', 'There is no such problem.');
    page(response, problemPage(code, PROBLEMS[code]), PAGE_POLICY);
  });
  router.get('/reference', (_request, response) =>
    page(sent(response, '/reference'), referencePage({ captured }), REFERENCE_POLICY),
  );
  router.get('/reference/start.js', (_request, response) => {
    sent(response, '/reference').type('text/javascript').end(START_SCRIPT);
  });
  router.get('/reference/style.css', (_request, response) => {
    sent(response, '/reference').type('text/css').end(STYLE);
  });
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
    router.get(`/reference/${file}`, (_request, response) =>
      sent(response, '/reference').sendFile(file, { root: SWAGGER, maxAge: '1h' }),
    );
  }
  return router;
}

function isProblem(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function sent(response: Response, route: string): Response {
  contextOf(response).route = route;
  return response;
}

function page(response: Response, html: string, policy: string): void {
  response.set('Content-Security-Policy', policy).type('html').end(html);
}

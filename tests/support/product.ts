import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../api/app';
import { isPassingDatabaseFault } from '../../api/database-fault';
import type { ApiDeps } from '../../api/deps';
import { listen, type Listening } from '../../api/listen';
import { createLiveHub, type LiveHub } from '../../api/live/hub';
import { createLogger } from '../../api/logging';
import { addressHashWith } from '../../domain/address-hash';
import { newLiveToken, signLiveToken } from '../../domain/live-token';
import { loadMessages } from '../../messages/catalog';
import { playbooks } from '../../playbooks';
import type { Db } from '../../prisma/client';
import { createIntake } from '../../prisma/intake';
import { TEST_LINKS } from './http';

/** Perennial's API as a server that can go away and come back at its address, and a product on another origin that embeds its script. */
export interface Product {
  /** Address of Perennial. */
  readonly api: string;
  /** Address of the product's page for a customer, with further attributes of the script. */
  readonly pageFor: (customerId: string, attributes?: string) => string;
  /** Requests that pages have made, as in `POST /live/messages/<id>/seen`. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** What a product is built on. */
export interface ProductOptions extends Partial<Pick<ApiDeps, 'journeys' | 'now' | 'push'>> {
  readonly db: Db;
  readonly databaseUrl: string;
}

/** As strict as a page can be: nothing inline, nothing from elsewhere but Perennial, and no text becomes markup (Trusted Types). */
const policyFor = (api: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${api}`,
    `connect-src 'self' ${api}`,
    "worker-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** Lends a product to a test. */
export async function withProduct<T>(options: ProductOptions, test: (product: Product) => Promise<T>): Promise<T> {
  const { now = () => new Date() } = options;
  const requests: string[] = [];
  let api = '';
  const site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/perennial-worker.js') {
      return void response.setHeader('Content-Type', 'text/javascript').end(workerOf(api));
    }
    if (pathname === '/token') {
      const token = signLiveToken(TEST_LINKS.keys[0], newLiveToken(searchParams.get('customer') ?? '', now()));
      return void response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ token }));
    }
    response.setHeader('Content-Security-Policy', policyFor(api));
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pageOf(api, searchParams, now()));
  });
  const siteUrl = await listenOn(site);

  let running: { readonly listening: Listening; readonly hub: LiveHub } | undefined;
  let port = 0;
  const start = async (): Promise<void> => {
    const log = createLogger({ level: 'silent' });
    const hub = createLiveHub({ db: options.db, now, log, listen: options.databaseUrl });
    const app = createApp({ ...partsOf(options), now, log }, { live: hub, corsOrigins: [siteUrl] });
    const watched = (...[request, response]: Parameters<typeof app>) => {
      requests.push(`${request.method} ${request.url}`);
      app(request, response);
    };
    const listening = await listen(watched as typeof app, { host: '127.0.0.1', port });
    api = listening.url;
    port = Number(new URL(api).port);
    running = { listening, hub };
  };
  const stop = async (): Promise<void> => {
    await running?.hub.close();
    await running?.listening.close(1_000);
    running = undefined;
  };

  await start();
  try {
    const pageFor = (customer: string, attributes = '') =>
      `${siteUrl}/?${new URLSearchParams({ customer, attributes }).toString()}`;
    return await test({ api, pageFor, requests, start, stop });
  } finally {
    await stop();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  }
}

function partsOf({ db, journeys = [], push }: ProductOptions): Omit<ApiDeps, 'now' | 'log'> {
  return {
    db,
    intake: createIntake({ db, journeys, isPassing: isPassingDatabaseFault }),
    journeys,
    playbooks,
    addressHash: addressHashWith('a secret of this test'),
    messages: loadMessages(),
    codeVersion: 'test',
    pageLinks: TEST_LINKS,
    speaker: { productName: 'Acme', productUrl: 'https://app.acme.example', postalAddress: null },
    ...(push && { push }),
    wakeRelay: () => {},
  };
}

/** The product's worker: ours, and its pages are told of each notification once the browser has shown it. */
const workerOf = (api: string) => `
  const { showNotification } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.showNotification = async function (...said) {
    await showNotification.apply(this, said);
    for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage('shown');
  };
  importScripts('${api}/live/push-worker.js');
`;

function pageOf(api: string, asked: URLSearchParams, now: Date): string {
  const token = signLiveToken(TEST_LINKS.keys[0], newLiveToken(asked.get('customer') ?? '', now));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A product</title><link rel="icon" href="data:,"></head>
<body>
<main><h1>A product</h1><p><a id="first" href="#work">Work</a></p></main>
<script src="${api}/live/perennial.js" data-token="${token}" data-worker="/perennial-worker.js" ${asked.get('attributes') ?? ''}></script>
</body>
</html>`;
}

async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

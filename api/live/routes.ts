import { Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { renewedLiveToken, signLiveToken, type LiveToken } from '../../domain/live-token';
import { resolveCustomerId } from '../../prisma/customers';
import { readLive } from '../../prisma/in-app-live';
import { forgetSubscriptions, keepSubscription } from '../../prisma/push-subscriptions';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { insistOnEndpoint, NO_PUSH, subscriptionBody, userAgentOf } from '../push-subscription';
import { liveAssets } from './assets';
import { askForPerson, clickMessage, markMessage, tickStep } from './deeds';
import type { LiveHub } from './hub';
import { allowPages } from './page-token';
import { samplePage } from './sample';
import { newsView, streamOn } from './stream';
import { liveVisits, tooMany, type LiveVisit } from './visit';

/** What live pages are built from. `origins`: whose pages may come, besides our own. */
export interface LiveDeps extends Pick<
  ApiDeps,
  'db' | 'now' | 'log' | 'journeys' | 'pageLinks' | 'push' | 'wakeRelay'
> {
  readonly hub: LiveHub;
  readonly origins: readonly string[];
  /** Serve the sample page, to this machine only. */
  readonly sample: boolean;
}

/**
 * In-app messages in an open page, mounted at `/live`: the script that products embed, the stream that it hears, and what it reports. Each
 * request carries a short-lived token of one customer, which a product's backend gets from `POST /v1/customers/:id/live-token`.
 */
export function liveRoutes(deps: LiveDeps): Router {
  const router = Router();
  const visit = liveVisits(deps);
  router.use(liveAssets(), allowPages(deps.origins));
  if (deps.sample) router.use('/sample', samplePage(deps));

  router.get(
    '/events',
    visit('/events', (one) => listen(deps, one)),
  );
  router.get(
    '/messages',
    visit('/messages', (one) => look(deps, one)),
  );
  router.post(
    '/token',
    visit('/token', (one) => renew(deps, one)),
  );
  const message = '/messages/:id';
  router.post(
    `${message}/seen`,
    visit(`${message}/seen`, (one) => markMessage(deps, one, 'seen')),
  );
  router.post(
    `${message}/dismissed`,
    visit(`${message}/dismissed`, (one) => markMessage(deps, one, 'dismissed')),
  );
  router.post(
    `${message}/clicked`,
    visit(`${message}/clicked`, (one) => clickMessage(deps, one)),
  );
  router.post(
    `${message}/help`,
    visit(`${message}/help`, (one) => askForPerson(deps, one)),
  );
  router.post(
    `${message}/steps/:step`,
    visit(`${message}/steps/:step`, (one) => tickStep(deps, one)),
  );
  router.post(
    '/push-subscriptions',
    visit('/push-subscriptions', (one) => subscribe(deps, one)),
  );
  router.delete(
    '/push-subscriptions',
    visit('/push-subscriptions', (one) => unsubscribe(deps, one)),
  );
  return router;
}

/** The stream: what the page needs to begin with, then every change, until the token's time is over, the page leaves, or we do. */
async function listen(deps: LiveDeps, { token, request, response, now }: LiveVisit): Promise<void> {
  const customerId = await resolveCustomerId(deps.db, token.customerId);
  const { locale } = await deps.db.customer.findUniqueOrThrow({ where: { id: customerId }, select: { locale: true } });
  const cursor = request.get('last-event-id') ?? null;
  const hello = helloOf(deps, token, locale, now);

  const stream = streamOn(response);
  const leave = deps.hub.open({
    of: customerId,
    cursor,
    tell: ({ cursor: place, items }) => stream.send(newsView({ cursor: place, messages: items }), place),
    beat: stream.beat,
    end: stream.end,
  });
  if (leave === 'too_many') throw tooMany(30);
  if (leave === 'closing') {
    throw new HttpProblem('unavailable', 'This process ends: another one takes over.', {
      headers: { 'Retry-After': '1' },
    });
  }
  stream.begin();
  stream.send({ hello });
  const end = setTimeout(stream.end, token.expiresAt.getTime() - now.getTime()).unref();
  response.once('close', () => {
    clearTimeout(end);
    leave();
  });
}

/** The same for whoever cannot hold a stream: what is new after a cursor. */
async function look(deps: LiveDeps, { token, request, response, now }: LiveVisit): Promise<void> {
  const after = z.string().max(30).safeParse(request.query['after']).data;
  const news = await readLive(deps.db, token.customerId, after ?? null, now);
  if (!news) throw new NotFound('There is no such customer.');
  response.json({ hello: helloOf(deps, token, news.locale, now), ...newsView(news) });
}

async function renew({ pageLinks }: LiveDeps, { token, response, now }: LiveVisit): Promise<void> {
  const renewed = renewedLiveToken(token, now);
  response.json({ token: signLiveToken(pageLinks.keys[0], renewed), expires_at: renewed.expiresAt.toISOString() });
}

async function subscribe(
  { db, push = NO_PUSH }: LiveDeps,
  { token, request, response, now, body }: LiveVisit,
): Promise<void> {
  const { endpoint, keys } = await body(subscriptionBody);
  insistOnEndpoint(endpoint, push);
  const customerId = await resolveCustomerId(db, token.customerId);
  const said = { customerId, endpoint, keys, userAgent: userAgentOf(request.get('user-agent')) };
  await inTransaction(db, (tx) => keepSubscription(tx, said, now));
  response.status(204).end();
}

async function unsubscribe({ db }: LiveDeps, { token, response, body }: LiveVisit): Promise<void> {
  const { endpoint } = await body(subscriptionBody.pick({ endpoint: true }));
  await forgetSubscriptions(db, await resolveCustomerId(db, token.customerId), { endpoint });
  response.status(204).end();
}

function helloOf({ push = NO_PUSH }: LiveDeps, { expiresAt }: LiveToken, locale: string, now: Date) {
  return { locale, push_key: push.publicKey, expires_in: Math.floor((expiresAt.getTime() - now.getTime()) / 1000) };
}

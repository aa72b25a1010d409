import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { Router } from 'express';
import { z } from 'zod';
import { InvalidInput, NotFound } from '../../domain/errors';
import { IN_APP_FORMS, type InAppForm } from '../../domain/in-app';
import { readItem } from '../../domain/ingest-item';
import { newLiveToken, signLiveToken } from '../../domain/live-token';
import { resolveCustomerId } from '../../prisma/customers';
import { putInApp } from '../../prisma/in-app';
import { ingest } from '../../prisma/ingest';
import { onlyThisMachine, sameSiteOnly } from '../captured/guard';
import { contextOf } from '../context';
import type { ApiDeps } from '../deps';
import { sampleFor, sampleStart } from './sample-page';

type SampleDeps = Pick<ApiDeps, 'db' | 'now' | 'journeys' | 'pageLinks'>;

/** As strict as a product's page can be, so that the sample proves what may be embedded there. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const who = z.string().trim().min(1).max(200);

/** A page as a product would have it, for development only: somebody is signed in, and messages can be sent to them. Plays the product's backend too. */
export function samplePage(deps: SampleDeps): Router {
  const { db, now, pageLinks } = deps;
  const router = Router();
  const script = readFileSync(path.join(__dirname, 'assets', 'sample.js'));
  router.use(onlyThisMachine, sameSiteOnly, express.urlencoded({ extended: false, limit: '4kb' }));
  router.use((_request, response, next) => {
    contextOf(response).route = '/live/sample';
    response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' });
    next();
  });

  router.get('/script.js', (_request, response) => void response.type('text/javascript').send(script));
  router.get('/', async (request, response) => {
    const userId = who.safeParse(request.query['customer']).data;
    const customerId = userId === undefined ? undefined : await knownAs(deps, userId);
    if (userId === undefined || customerId === undefined)
      return void response.type('html').send(sampleStart(userId).text);
    const token = signLiveToken(pageLinks.keys[0], newLiveToken(customerId, now()));
    response.type('html').send(sampleFor({ userId, customerId, token, origin: `http://${request.get('host')}` }).text);
  });

  router.post('/', async (request, response) => {
    const userId = customerIn(request.body);
    const { item } = readItem({ type: 'identify', userId, traits: {} }, { receivedAt: now() });
    if (!item) throw new InvalidInput('This cannot be the name of a customer.');
    await ingest(db, [item], { journeys: deps.journeys, now: now() });
    response.redirect(303, pageOf(userId));
  });

  router.post('/messages', async (request, response) => {
    const userId = customerIn(request.body);
    const form = z.object({ as: z.enum(IN_APP_FORMS) }).safeParse(request.body).data?.as ?? 'card';
    const customerId = await resolveCustomerId(db, userId);
    await putInApp(db, {
      attemptId: randomUUID(),
      touchId: randomUUID(),
      customerId,
      form,
      ...SAMPLES[form],
      at: now(),
    });
    response.redirect(303, pageOf(userId));
  });
  return router;
}

function customerIn(body: unknown): string {
  const { success, data } = z.object({ customer: who }).safeParse(body);
  if (!success) throw new InvalidInput('Say which customer is signed in.');
  return data.customer;
}

function pageOf(userId: string): string {
  return `/live/sample?${new URLSearchParams({ customer: userId }).toString()}`;
}

async function knownAs({ db }: SampleDeps, userId: string): Promise<string | undefined> {
  try {
    return await resolveCustomerId(db, userId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

const ACTION = { label: 'Show me how', url: 'https://example.com/guide' };

const SAMPLES: Readonly<
  Record<InAppForm, Pick<Parameters<typeof putInApp>[1], 'title' | 'body' | 'html' | 'action' | 'steps'>>
> = {
  card: {
    title: 'Is anything in your way?',
    body: 'Tell us what you are trying to do, and a person helps.\n\nOr read on at https://example.com/help.',
    html: '<p>Tell us what you are trying to do, and a person helps.</p><p>Or read on at https://example.com/help.</p>',
    action: ACTION,
  },
  banner: {
    title: 'Your plan renews on 1 June',
    body: 'Nothing to do if that suits you.',
    html: '<p>Nothing to do if that suits you.</p>',
    action: ACTION,
  },
  checklist: {
    title: 'Before your team comes in',
    body: 'Three things that save everybody questions later.',
    html: '<p>Three things that save everybody questions later.</p>',
    action: null,
    steps: [
      { label: 'Say in one sentence what it is for', url: null },
      { label: 'Make one shared place', url: 'https://example.com/places' },
      { label: 'Name one person to ask', url: null },
    ],
  },
};

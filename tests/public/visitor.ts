import { request } from 'node:http';
import { newId } from '../../domain/ids';
import { pageUrl } from '../../domain/public-pages';
import { signLink, type SignedLink } from '../../domain/signed-link';
import type { Prisma } from '../../prisma/generated/client';
import { TEST_LINKS, withApi, type ApiWorld } from '../support/http';

/** An answer to somebody who holds a link. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The public pages with one customer, visited as programs and browsers do: no cookies, no redirects followed. */
export interface Visitor extends ApiWorld {
  readonly customerId: string;
  readonly touchId: string;
  /** The path that a link leads to, from the addresses that messages carry. */
  readonly path: (link: SignedLink, expiresAt?: Date | null) => string;
  readonly visit: (
    method: string,
    path: string,
    body?: string | URLSearchParams,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Seen>;
  /** How many rows there are that a page might write. */
  readonly written: () => Promise<number>;
}

export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Lends the pages with a customer who got a message an hour ago. */
export function withVisitor(test: (visitor: Visitor) => Promise<void>): Promise<void> {
  return withApi(async (world) => {
    const { db, clock, url } = world;
    const [customerId, touchId, at] = [newId(clock.now()), newId(clock.now()), clock.now()];
    const profile = {
      email: 'ada@example.com',
      phone: '+14155550123',
      name: 'Ada Lovelace',
      timeZone: 'Europe/Berlin',
    };
    await db.customer.create({ data: { id: customerId, ...profile, createdAt: at, updatedAt: at } });
    const sentAt = new Date(at.getTime() - 3_600_000);
    await db.touch.create({ data: touchRow(customerId, touchId, sentAt) });
    await test({
      ...world,
      customerId,
      touchId,
      path: (link, expiresAt) => new URL(pageUrl(TEST_LINKS, link, expiresAt)).pathname,
      visit: (method, path, body, headers) => visit(url + path, method, body, headers),
      written: async () =>
        (await db.consent.count()) +
        (await db.event.count()) +
        (await db.touchSignal.count()) +
        (await db.preference.count()) +
        (await db.privacyRequest.count()) +
        (await db.task.count()) +
        (await db.outbox.count()) +
        (await db.auditEntry.count()),
    });
  });
}

/** A path to a page whose link somebody else signed. */
export function forgedPath(letter: string, link: SignedLink): string {
  return `/c/${letter}/${signLink('a key of an attacker', link, null)}`;
}

export function touchRow(customerId: string, id: string, sentAt: Date): Prisma.TouchCreateInput {
  const verdict = (rule: string, inputs = {}) => ({ rule, channel: 'email', pass: true, reason: 'ok', inputs });
  return {
    id,
    key: id,
    customerId,
    journey: 'at-risk',
    stage: 'checkIn',
    message: 'at-risk/check-in',
    messageClass: 'lifecycle',
    topic: 'check-ins',
    locale: 'en',
    state: 'accepted',
    channel: 'email',
    verdicts: [verdict('suppression'), verdict('consent', { needs: 'no-withdrawal' }), verdict('hours')],
    plannedAt: sentAt,
    updatedAt: sentAt,
    codeVersion: 'test',
    sentAt,
  };
}

function visit(
  url: string,
  method: string,
  body?: string | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const type = body instanceof URLSearchParams ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'User-Agent': BROWSER, ...type, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on('error', reject).end(body?.toString());
  });
}

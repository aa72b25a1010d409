import { createHash } from 'node:crypto';
import { scannerRule } from '../../domain/policy/human-click';
import { newId } from '../../domain/ids';
import { PAGE_PATHS } from '../../domain/public-pages';
import type { LinkKind, SignedLink } from '../../domain/signed-link';
import { requestConsent } from '../../prisma/consent-requests';
import { addConsent } from '../../prisma/consents';
import { inTransaction } from '../../prisma/transaction';
import { contentOf } from '../support/content';
import { TEST_LINKS } from '../support/http';
import { BROWSER, forgedPath, touchRow, withVisitor, type Visitor } from './visitor';

const URL_A = 'https://app.acme.example/import?from=mail&step=1';
const URL_B = 'https://app.acme.example/help';

describe('a link of a message', () => {
  test('leads on to where it goes, and a human click is heard once', () =>
    withVisitor(async (visitor) => {
      const { db, visit, touchId, customerId, relayWoken } = visitor;
      for (let again = 0; again < 2; again += 1) {
        const { status, headers } = await visit('GET', clickPath(visitor, URL_A));
        expect([status, headers['location'], headers['set-cookie']]).toEqual([302, URL_A, undefined]);
        expect(headers['referrer-policy']).toBe('no-referrer');
      }
      expect(await db.event.findMany()).toMatchObject([
        { customerId, type: 'message.clicked', properties: { touchId, link: URL_A } },
      ]);
      expect(await db.touchSignal.findMany()).toMatchObject([{ touchId, kind: 'clicked', human: true }]);
      expect((await db.touch.findUniqueOrThrow({ where: { id: touchId } })).answeredAt).not.toBeNull();
      expect(relayWoken()).toBeGreaterThan(0);
    }));

  test.each<[string, string, Record<string, string>]>([
    ['a gateway that asks for the headers', 'HEAD', {}],
    ['a browser that fetches ahead', 'GET', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['a mail scanner', 'GET', { 'User-Agent': 'Mozilla/5.0 (compatible; Barracuda Sentinel)' }],
    ['a program that does not say what it is', 'GET', { 'User-Agent': '' }],
  ])('followed by %s leads on all the same, and counts for nothing', (_who, method, headers) =>
    withVisitor(async (visitor) => {
      const { db, visit, touchId } = visitor;
      expect((await visit(method, clickPath(visitor, URL_A), undefined, headers)).headers['location']).toBe(URL_A);
      expect(await db.touchSignal.findMany()).toMatchObject([{ kind: 'clicked', human: false }]);
      expect(await db.event.count()).toBe(0);
      expect((await db.touch.findUniqueOrThrow({ where: { id: touchId } })).answeredAt).toBeNull();
    }),
  );

  test('is no open redirect: only what we signed is led to, and nothing but the web', () =>
    withVisitor(async (visitor) => {
      const { visit, touchId, path, db } = visitor;
      const evil = { kind: 'click', touchId, url: 'https://evil.example' } as const;
      const token = clickPath(visitor, URL_A).split('/').at(-1)!;
      const bytes = Buffer.from(token, 'base64url');
      bytes.write('evil', 30);
      const script = path({ kind: 'click', touchId, url: 'javascript:alert(1)' });
      for (const bad of [
        forgedPath('k', evil),
        `/c/k/${bytes.toString('base64url')}`,
        '/c/k/https://evil.example',
        script,
      ]) {
        const { status, headers } = await visit('GET', bad);
        expect([bad, status, headers['location']]).toEqual([bad, 404, undefined]);
      }
      expect(await db.touchSignal.count()).toBe(0);
    }));

  test('still leads on when its message is known no more', () =>
    withVisitor(async ({ db, visit, path, clock }) => {
      const old = path({ kind: 'click', touchId: newId(clock.now()), url: URL_A });
      expect((await visit('GET', old)).headers['location']).toBe(URL_A);
      expect(await db.event.count()).toBe(0);
    }));

  const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, second));
  const human = { method: 'GET', userAgent: BROWSER, purpose: undefined };
  const message = { sentAt: at(0), deliveredAt: null, link: URL_A, before: [] };
  test('was not followed by hand seconds after it left, nor together with the others when it arrived', () => {
    expect(scannerRule({ ...human, at: at(7) }, message)).toBe('too_soon');
    expect(scannerRule({ ...human, at: at(30) }, message)).toBeNull();
    expect(scannerRule({ ...human, at: at(34) }, { ...message, deliveredAt: at(30) })).toBe('too_soon');
    const others = { ...message, before: [{ link: URL_B, at: at(29) }] };
    expect(scannerRule({ ...human, at: at(30) }, others)).toBe('many_links');
    expect(scannerRule({ ...human, at: at(45) }, others)).toBeNull();
    const headed = { ...message, before: [{ link: URL_A, at: at(21), rule: 'head' }] };
    expect(scannerRule({ ...human, at: at(30) }, headed)).toBe('after_head');
    expect(scannerRule({ ...human, at: at(32) }, headed)).toBeNull();
    const again = { ...message, before: [{ link: URL_A, at: at(29) }] };
    expect(scannerRule({ ...human, at: at(30) }, again)).toBeNull();
    const lateAt = new Date(at(29).getTime() + 86_400_000);
    const late = { ...message, before: [{ link: URL_B, at: lateAt, rule: 'head' }] };
    expect(scannerRule({ ...human, at: new Date(lateAt.getTime() + 1_000) }, late)).toBeNull();
  });
});

describe('"why am I getting this?"', () => {
  test('is answered in plain words: what led to it, its topic, what allows it and since when, and what was checked', () =>
    withVisitor(async (visitor) => {
      const { db, visit, path, touchId, customerId, written, clock } = visitor;
      const before = await written();
      const { status, text } = await visit('GET', path({ kind: 'why', touchId }));
      expect(status).toBe(200);
      expect(text).toContain('2 March 2026 by email to a•••@example.com');
      expect(text).toContain('You have used the product less than before.');
      expect(text).toContain('How you are doing');
      expect(text).toContain('until you say no. You have not said no.');
      expect(text).toContain('that it is a decent hour where you are');
      expect(text).not.toMatch(/personCalls|customer-success|no-withdrawal|ada@/);
      expect(await written()).toBe(before);

      const yes = {
        channel: 'email',
        topic: 'stories',
        state: 'granted',
        basis: 'consent',
        method: 'form',
        actor: null,
      } as const;
      const since = new Date('2026-01-15T12:00:00Z');
      await addConsent(
        db,
        customerId,
        { ...yes, wording: 'Yes, stories please.', at: since, expiresAt: null },
        clock.now(),
      );
      const id = newId(clock.now());
      const story = {
        message: 'advocacy/story-invite',
        messageClass: 'marketing',
        topic: 'stories',
        journey: 'advocacy',
      };
      await db.touch.create({ data: { ...touchRow(customerId, id, clock.now()), ...story } });
      await db.customer.update({ where: { id: customerId }, data: { locale: 'de' } });
      const granted = (await visit('GET', path({ kind: 'why', touchId: id }))).text;
      expect(granted).toContain('Sie haben am 15. Januar 2026 zugestimmt.');
      expect(granted).toContain('Yes, stories please.');
      expect(granted).toMatch(/href="\/c\/u\/[\w-]+"/);
    }));

  test('of a message that is known no more, or by a forged link, tells nothing', () =>
    withVisitor(async ({ visit, path, touchId, clock }) => {
      expect((await visit('GET', path({ kind: 'why', touchId: newId(clock.now()) }))).status).toBe(410);
      expect((await visit('GET', forgedPath('w', { kind: 'why', touchId }))).status).toBe(404);
    }));
});

describe('raising a hand (M10)', () => {
  test('is one press: a person gets a task, and journeys hear it; pressing again changes nothing', () =>
    withVisitor(async (visitor) => {
      const { db, visit, path, customerId, touchId, written } = visitor;
      const here = path({ kind: 'help', customerId, touchId });
      const before = await written();
      expect((await visit('GET', here)).text).toContain('Ask a person');
      expect(await written()).toBe(before);

      for (let again = 0; again < 2; again += 1) {
        const { status, text } = await visit('POST', here, new URLSearchParams({ text: 'The import fails.' }));
        expect([status, text]).toEqual([200, expect.stringContaining('A person has been told')]);
      }
      expect(await db.event.findMany()).toMatchObject([
        { customerId, type: 'customer.help_requested', properties: { touchId, text: 'The import fails.' } },
      ]);
      expect(await db.task.findMany()).toMatchObject([{ customerId, state: 'open' }]);
    }));

  test('works without a word, from a page, and not for somebody else', () =>
    withVisitor(async ({ db, visit, path, customerId, touchId }) => {
      await visit('POST', forgedPath('h', { kind: 'help', customerId, touchId }), new URLSearchParams());
      expect(await db.event.count()).toBe(0);
      expect((await visit('POST', path({ kind: 'help', customerId, touchId: '' }), new URLSearchParams())).status).toBe(
        200,
      );
      expect(await db.event.findMany()).toMatchObject([{ properties: {} }]);
    }));
});

describe('a double opt-in', () => {
  test('is confirmed by a post alone, once, in the words that were shown, within seven days', () =>
    withVisitor(async (visitor) => {
      const { db, visit, customerId } = visitor;
      const here = await ask(visitor);
      for (let scans = 0; scans < 3; scans += 1) {
        expect((await visit('GET', here)).text).toContain('Yes, write to me &amp; my team.');
        await visit('HEAD', here);
      }
      expect(await db.consent.count({ where: { state: 'granted' } })).toBe(0);

      expect((await visit('POST', here, new URLSearchParams())).text).toContain('Thank you, it is confirmed');
      const replayed = await visit('POST', here, new URLSearchParams());
      expect([replayed.status, replayed.text]).toEqual([200, expect.stringContaining('This was confirmed already')]);
      expect(await db.consent.findMany({ where: { state: 'granted' } })).toMatchObject([
        {
          customerId,
          basis: 'double_opt_in',
          wording: 'Yes, write to me & my team.',
          evidence: { userAgent: BROWSER, requestedAt: '2026-03-02T09:00:00.000Z' },
          seq: 2,
        },
      ]);
    }));

  test('that comes too late, or was never asked for, grants nothing', () =>
    withVisitor(async (visitor) => {
      const { db, visit, clock, path } = visitor;
      const here = await ask(visitor);
      const unknown = path({ kind: 'confirm', requestId: newId(clock.now()) });
      expect((await visit('POST', unknown, new URLSearchParams())).status).toBe(410);
      clock.advance(7 * 86_400_000);
      expect((await visit('POST', here, new URLSearchParams())).status).toBe(410);
      expect(await db.consent.count({ where: { state: 'granted' } })).toBe(0);
    }));

  async function ask({ db, customerId, clock }: Visitor): Promise<string> {
    const words = { wording: 'Yes, write to me & my team.', wordingVersion: '3', locale: 'en', method: 'form' };
    const request = { customerId, channel: 'email', topic: 'stories', ...words, actor: null } as const;
    const { token } = await inTransaction(db, (tx) => requestConsent(tx, request, TEST_LINKS.keys[0], clock.now()));
    return `/c/y/${token}`;
  }
});

describe('the pages as a whole', () => {
  test('open by a link of their own kind alone: one of another kind, changed, cut, signed elsewhere or expired does nothing', () =>
    withVisitor(async ({ db, visit, path, customerId, touchId, clock }) => {
      const links = linksOf(customerId, touchId);
      const before = await contentOf(db);
      for (const { kind } of links) {
        const own = links.find((link) => link.kind === kind)!;
        const token = tokenOf(path(own));
        const end = token.endsWith('A') ? 'E' : 'A';
        const ended = tokenOf(path(own, new Date(clock.now().getTime())));
        const bad = [
          ...links.filter((link) => link.kind !== kind).map((link) => [404, tokenOf(path(link))] as const),
          ...[token.slice(0, -1) + end, token.slice(1), `${token}AAAA`, '%00', '%ff', '.'].map(
            (each) => [404, each] as const,
          ),
          [404, tokenOf(forgedPath('x', own))] as const,
          [410, ended] as const,
        ];
        for (const [status, each] of bad) {
          for (const method of ['GET', 'POST']) {
            clock.advance(60_000);
            const answer = await visit(
              method,
              `/c/${PAGE_PATHS[kind]}/${each}`,
              method === 'POST' ? everyForm() : undefined,
            );
            const wanted = status === 410 && method === 'POST' && READ_ONLY.has(kind) ? 404 : status;
            expect([kind, method, each, answer.status]).toEqual([kind, method, each, wanted]);
          }
        }
      }
      expect(await contentOf(db)).toEqual(before);
    }));

  test('take whatever is posted to them without breaking, and show whatever is on file as text', () =>
    withVisitor(async ({ db, visit, path, customerId, touchId, clock }) => {
      const attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>\r\nSet-Cookie: a=b';
      await db.customer.update({ where: { id: customerId }, data: { name: attack, email: 'a"><script>@x.example' } });
      const said = { state: 'granted', basis: 'consent', wording: attack, method: attack, actor: attack } as const;
      const about = { channel: 'email', topic: attack, at: clock.now(), expiresAt: null } as const;
      await addConsent(db, customerId, { ...said, ...about }, clock.now());
      const bodies = [
        '%ff%fe=%00&do=%ed%a0%80&text=%ff',
        'do=save&on[__proto__]=1&pause=9999-99-99&zone=../../etc/passwd&most=1e9',
        '{"do":"off"',
        new URLSearchParams({
          do: 'save',
          text: attack,
          language: attack,
          zone: attack,
          first: attack,
          scope: attack,
          lang: attack,
        }),
        'a=1&'.repeat(2_500),
        '['.repeat(20_000),
      ];
      for (const link of linksOf(customerId, touchId)) {
        const { pathname } = new URL(path(link), 'http://x');
        for (const body of [undefined, ...bodies]) {
          clock.advance(60_000);
          const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
          const hostile = `${pathname}?lang=${encodeURIComponent(attack)}&done=${encodeURIComponent(attack)}`;
          const answer = await visit(
            body === undefined ? 'GET' : 'POST',
            hostile,
            body,
            body === undefined ? {} : form,
          );
          expect([link.kind, String(body).slice(0, 20), answer.status < 500]).toEqual([
            link.kind,
            String(body).slice(0, 20),
            true,
          ]);
          expect(answer.text).not.toMatch(/<script|<img|onerror=alert\(2\)>/);
          expect(answer.headers['set-cookie']).toBeUndefined();
          expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
          expect(String(answer.headers['location'] ?? '/c/')).toMatch(/^(\/c\/|https:\/\/app\.acme\.example\/)/);
        }
      }
    }));

  test('slow down whoever guesses, and whoever hammers one link, for a minute', () =>
    withVisitor(async (visitor) => {
      const { visit, path, touchId, clock } = visitor;
      const guess = () => {
        const token = createHash('sha256').update(String(Math.random())).digest('base64url');
        // Whoever guesses may say that they are somebody else each time.
        return visit('GET', `/c/w/${token}`, undefined, { 'X-Forwarded-For': `198.51.100.${token.charCodeAt(0)}` });
      };
      const guesses = await Promise.all(Array.from({ length: 25 }, guess));
      expect(guesses.filter(({ status }) => status === 404)).toHaveLength(20);
      expect(guesses.filter(({ status }) => status === 429)).toHaveLength(5);
      expect((await visit('GET', path({ kind: 'why', touchId }))).status).toBe(200);
      clock.advance(60_000);
      expect((await guess()).status).toBe(404);
    }));

  test('leave no link, address or word of a customer in the log', () =>
    withVisitor(async ({ visit, path, customerId, touchId, logged }) => {
      const here = path({ kind: 'help', customerId, touchId });
      await visit('POST', here, new URLSearchParams({ text: 'a secret word' }));
      await visit('GET', path({ kind: 'click', touchId, url: 'https://app.acme.example/private' }));
      const lines = logged.join('\n');
      expect(lines).toContain('"route":"/c/h/:token"');
      expect(lines).not.toMatch(/a secret word|private|ada@example/);
      expect(lines.includes(here.split('/').at(-1)!)).toBe(false);
    }));

  test('bring their style, which may be kept, and nothing from elsewhere', () =>
    withVisitor(async ({ visit }) => {
      const { status, headers, text } = await visit('GET', '/c/assets/style.css');
      expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/css')]);
      expect(text).not.toMatch(/url\(|@import/);
    }));
});

/** A link of every kind of page. */
function linksOf(customerId: string, touchId: string): SignedLink[] {
  const requestId = touchId;
  const links: { readonly [K in LinkKind]: SignedLink<K> } = {
    preferences: { kind: 'preferences', customerId },
    unsubscribe: { kind: 'unsubscribe', customerId, touchId, channel: 'email', topic: 'stories', purpose: 'marketing' },
    why: { kind: 'why', touchId },
    click: { kind: 'click', touchId, url: URL_A },
    help: { kind: 'help', customerId, touchId },
    confirm: { kind: 'confirm', requestId },
    copy: { kind: 'copy', requestId },
  };
  return Object.values(links);
}

/** Pages that take no post. */
const READ_ONLY: ReadonlySet<LinkKind> = new Set(['why', 'click']);

/** What any of the forms would send. */
function everyForm(): URLSearchParams {
  return new URLSearchParams({ do: 'off', scope: 'everything', text: 'Hi', 'List-Unsubscribe': 'One-Click' });
}

function tokenOf(path: string): string {
  return path.split('/').at(-1)!;
}

function clickPath({ path, touchId }: Visitor, url: string): string {
  return path({ kind: 'click', touchId, url });
}

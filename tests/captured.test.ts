import { request } from 'node:http';
import fc from 'fast-check';
import { openTask } from '../activities/tasks/open';
import { html } from '../api/captured/html';
import { linksIn } from '../api/captured/links';
import { newId } from '../domain/ids';
import { playbooks } from '../playbooks';
import { captureMessage } from '../prisma/captured';
import type { Db } from '../prisma/client';
import { putInApp } from '../prisma/in-app';
import { withApi, type Answered, type ApiWorld } from './support/http';

const start = new Date('2026-03-02T09:00:00.000Z');

describe('a newcomer plays a journey by hand', () => {
  test('an empty page offers a start, and one form makes a customer whose journey begins', () =>
    withPage(async ({ get, submit, db, relayWoken }) => {
      expect((await get('/captured')).text).toContain('Play a journey by hand');
      const page = await submit('/captured/customers', {
        name: 'Mia Okafor',
        email: 'mia@example.com',
        locale: 'de',
        type: 'usage.dropped',
      });
      expect(page.text).toContain('Messages to Mia Okafor');
      expect(page.text).toContain('at-risk');
      expect(await db.customer.findMany()).toMatchObject([
        { name: 'Mia Okafor', email: 'mia@example.com', locale: 'de' },
      ]);
      expect(await db.outbox.findMany()).toMatchObject([{ kind: 'start', payload: { journey: 'at-risk' } }]);
      expect(relayWoken()).toBeGreaterThan(0);
    }));

  test('who agrees to text messages can be sent some', () =>
    withPage(async ({ submit, db }) => {
      await submit('/captured/customers', {
        name: 'Mia',
        phone: '+14155550123',
        texts: 'yes',
        type: 'customer.signed_up',
      });
      expect(await db.consent.findMany()).toMatchObject([{ channel: 'sms', state: 'granted' }]);
    }));

  test('a reply, a click, a login and a call for help are real events that the journey is told', () =>
    withPage(async ({ db, submit, customer }) => {
      const { customerId, enrollmentId } = await customer();
      const { id, touchId } = await captured(db, customerId);
      await submit(`/captured/messages/${id}/reply`, { text: 'The import fails.' });
      await submit(`/captured/messages/${id}/click`, { link: 'https://app.example/import' });
      await submit(`/captured/messages/${id}/help`, {});
      await submit(`/captured/messages/${id}/login`, {});
      const [said] = await db.utterance.findMany({ where: { direction: 'in', source: 'captured' } });
      expect(said).toMatchObject({ body: 'The import fails.', channel: 'email', triage: 'reply' });
      const events = await db.event.findMany({ orderBy: { id: 'asc' } });
      expect(events).toHaveLength(4);
      expect(events.map(({ type, properties }) => ({ type, properties }))).toEqual(
        expect.arrayContaining([
          { type: 'customer.replied', properties: { channel: 'email', touchId, utteranceId: said!.id } },
          { type: 'message.clicked', properties: { touchId, link: 'https://app.example/import' } },
          { type: 'customer.help_requested', properties: { touchId } },
          { type: 'customer.logged_in', properties: {} },
        ]),
      );
      const told = await db.outbox.findMany({ where: { enrollmentId, kind: 'event' }, orderBy: { id: 'asc' } });
      // What the customer wrote stays with us; only ids travel.
      expect(told[0]!.payload).toMatchObject({ type: 'customer.replied', data: { channel: 'email', touchId } });
      expect(JSON.stringify(told.map(({ payload }) => payload))).not.toContain('import fails');
    }));

  test('the button of an in-app message is clicked in the inbox too', () =>
    withPage(async ({ db, get, submit, customer }) => {
      const { customerId } = await customer();
      const action = { label: 'Ask a person', url: 'https://app.example/help' };
      await putInApp(db, {
        attemptId: newId(start),
        touchId: newId(start),
        customerId,
        title: 'Stuck?',
        body: 'Ask us.',
        html: '<p>Ask us.</p>',
        action,
        at: start,
      });
      const [message] = await db.inAppMessage.findMany();
      expect((await get(`/captured?customer=${customerId}`)).text).toContain('Ask a person');
      await submit(`/captured/messages/${message!.id}/click`, { link: action.url });
      expect(await db.inAppMessage.findMany()).toMatchObject([{ clickedAt: start }]);
    }));

  test('a notification stands there as a browser would show it, and a checklist with what is done', () =>
    withPage(async ({ db, get, submit, customer }) => {
      const { customerId } = await customer();
      const ids = () => ({ attemptId: newId(start), touchId: newId(start), customerId, at: start });
      const link = 'https://app.example/report';
      const words = { subject: 'Your report', text: 'It is ready.', html: null, link };
      await captureMessage(db, { ...ids(), channel: 'push', recipient: customerId, ...words });
      const steps = [
        { label: 'Say what it is for', url: null },
        { label: 'Invite somebody', url: null },
      ];
      const list = { title: 'To begin with', body: 'Two steps.', html: '<p>Two steps.</p>', action: null };
      await putInApp(db, { ...ids(), ...list, form: 'checklist', steps });
      await db.inAppMessage.updateMany({ data: { done: [1] } });

      const { text } = await get(`/captured?customer=${customerId}`);
      expect(text).toMatch(/class="notification">[\s\S]*<h2>Your report<\/h2>\s*<p>It is ready.<\/p>/);
      expect(text).toMatch(/<li class="">Say what it is for<\/li>\s*<li class="done">Invite somebody<\/li>/);
      expect(text).not.toContain(`class="address">${customerId}`);
      const { id } = await db.capturedMessage.findFirstOrThrow();
      await submit(`/captured/messages/${id}/click`, { link });
      expect(await db.event.findMany()).toMatchObject([{ type: 'message.clicked', properties: { link } }]);
    }));

  test('the page says what a journey waits for, and lets the time pass', () =>
    withPage(async ({ db, get, submit, customer }) => {
      const { customerId, enrollmentId } = await customer();
      const until = '2026-03-06T09:00:00.000Z';
      const detail = { for: ['customer.replied', 'customer.help_requested'], until };
      await db.timelineItem.create({
        data: { key: 'wait', customerId, enrollmentId, at: start, kind: 'wait', detail },
      });
      const { text } = await get(`/captured?customer=${customerId}`);
      expect(text).toContain('Listens for “replied” or “help requested” until');
      expect(text).toContain(`datetime="${until}"`);
      await submit(`/captured/enrollments/${enrollmentId}/advance`, {});
      expect(await db.outbox.findMany({ where: { kind: 'steer' } })).toMatchObject([
        { enrollmentId, payload: { kind: 'advance' } },
      ]);
    }));

  test('a task that waits for a person is completed in one step, also when somebody holds it', () =>
    withPage(async ({ db, get, submit, customer }) => {
      const { customerId, enrollmentId } = await customer();
      const request = {
        key: 'k',
        enrollmentId,
        customerId,
        journey: 'at-risk',
        stage: 'personCalls',
        playbook: 'save-call',
        because: 'no answer to two messages',
        assignTo: null,
        due: '1 day',
      } as const;
      const { taskId } = await openTask({ db, playbooks }, request, start);
      await db.task.update({ where: { id: taskId }, data: { state: 'claimed', assignee: 'ann', claimedAt: start } });
      expect((await get(`/captured?customer=${customerId}`)).text).toContain('no answer to two messages');
      await submit(`/captured/tasks/${taskId}/completion`, {
        version: '1',
        outcome: 'reached_resolved',
        note: 'All fine.',
      });
      expect(await db.task.findMany()).toMatchObject([
        { state: 'done', outcome: 'reached_resolved', finishedBy: 'ann' },
      ]);
      expect(await db.outbox.findMany({ where: { kind: 'event' } })).toMatchObject([
        { payload: { type: 'task.completed' } },
      ]);
    }));

  test('a journey that may not begin says why', () =>
    withPage(async ({ submit, customer }) => {
      const { customerId } = await customer();
      const page = await submit(`/captured/customers/${customerId}/enrollments`, { journey: 'at-risk' });
      expect(page.text).toContain('did not let them in: already running');
    }));

  test('what cannot be done is said on a page', () =>
    withPage(async ({ submit, customer }) => {
      const { customerId } = await customer();
      expect(await submit(`/captured/customers/${customerId}/events`, { type: 'reason.given' })).toMatchObject({
        status: 400,
        text: expect.stringContaining('needs a detail: the reason') as string,
      });
      expect((await submit(`/captured/messages/${newId(start)}/reply`, { text: 'hello' })).status).toBe(404);
      expect((await submit(`/captured/tasks/nonsense/completion`, { version: '1', outcome: 'x' })).status).toBe(404);
    }));
});

describe('a page about customers keeps to itself', () => {
  test('whatever customers write is shown and never runs', () =>
    withPage(async ({ db, get, customer }) => {
      const attack = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
      const { customerId, enrollmentId } = await customer(attack);
      const { id } = await captured(db, customerId, attack);
      const request = {
        key: 'k',
        enrollmentId,
        customerId,
        journey: 'at-risk',
        stage: attack,
        playbook: 'save-call',
        because: attack,
        assignTo: attack,
        due: '1 day',
      } as const;
      await openTask({ db, playbooks }, request, start);
      for (const path of [
        '/captured',
        `/captured?customer=${customerId}`,
        `/captured?q=${encodeURIComponent(attack)}`,
        `/captured?notice=${encodeURIComponent(attack)}`,
      ]) {
        const { text, headers } = await get(path);
        expect(text).not.toMatch(/<img|<script>|alert\(1\)>/);
        expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      }
      const content = await get(`/captured/messages/${id}/content`);
      expect(content.text).toBe(`<p>${attack}</p>`);
      expect(content.headers.get('content-security-policy')).toMatch(
        /default-src 'none';.*; sandbox allow-same-origin$/,
      );
    }));

  test('a link in a message leads nowhere by itself', () =>
    withPage(async ({ db, get, customer }) => {
      const { customerId } = await customer();
      const letter =
        '<!doctype html><html><head><title>x</title></head><body><a href="https://app.example/">Go</a></body></html>';
      const { id } = await captured(db, customerId, 'Go', letter);
      expect((await get(`/captured/messages/${id}/content`)).text).toContain('<head><base target="_blank"><title>');
      expect((await get('/captured')).text).toMatch(/<iframe[^>]*sandbox="allow-same-origin"/);
    }));

  test('no text that is put into markup can leave its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const rendered = html`<p title="${text}">${text}</p>`.text;
        expect(rendered).toMatch(/^<p title="[^"<>']*">[^"<>']*<\/p>$/s);
      }),
    );
  });

  test('other sites can neither post its forms nor reach it under a name of their own', () =>
    withPage(async ({ url, db, send, customer }) => {
      const { customerId } = await customer();
      const path = `/captured/customers/${customerId}/events`;
      const post = (headers: Record<string, string>) =>
        send('POST', path, 'type=customer.logged_in', { headers: { ...FORM, ...headers } });
      expect((await post({ Origin: 'https://evil.example' })).status).toBe(403);
      expect((await post({ Origin: 'null' })).status).toBe(403);
      expect((await post({ 'Sec-Fetch-Site': 'cross-site', Origin: url })).status).toBe(403);
      expect((await post({ 'Sec-Fetch-Site': 'same-site', Origin: url })).status).toBe(403);
      expect(await db.event.count({ where: { type: 'customer.logged_in' } })).toBe(0);
      expect((await post({ 'Sec-Fetch-Site': 'same-origin', Origin: url })).status).toBe(200);
      expect((await post({ Origin: url })).status).toBe(200);
      const port = new URL(url).port;
      expect(await problemUnderName(`${url}/captured`, 'rebound.example')).toMatchObject({
        status: 403,
        type: '/problems/wrong_host',
        title: 'This page is shown on its own machine only',
        detail: expect.stringContaining(`open http://localhost:${port}/captured`),
        errors: [{ pointer: 'header: Host', detail: `must be localhost:${port}` }],
      });
      expect(await statusUnderName(`${url}/captured`, `localhost:${new URL(url).port}`)).toBe(200);
    }));

  test('it is not there unless messages are captured', () =>
    withApi(async ({ get }) => {
      expect((await get('/captured')).status).toBe(404);
    }));
});

describe('the page stays fresh', () => {
  test('whoever asks again is told that nothing is new, until something is', () =>
    withPage(async ({ db, get, customer }) => {
      const { customerId } = await customer();
      const first = await get('/captured');
      const again = () => get('/captured', { headers: { 'If-None-Match': first.headers.get('etag')! } });
      expect((await again()).status).toBe(304);
      await captured(db, customerId);
      expect((await again()).status).toBe(200);
    }));

  test('older messages are a page away, each shown once', () =>
    withPage(async ({ db, get, customer }) => {
      const { customerId } = await customer();
      const ids: string[] = [];
      for (let count = 0; count < 23; count += 1) ids.push((await captured(db, customerId, `Number ${count}`)).id);
      const first = await get('/captured');
      const older = /href="(\/captured\?before=[^"]+)">Older/.exec(first.text)![1]!;
      const shown = [first, await get(older)].flatMap(({ text }) =>
        [...text.matchAll(/<article [^>]*id="m-([^"]+)"/g)].map((match) => match[1]),
      );
      expect(shown).toHaveLength(23);
      expect(new Set(shown)).toEqual(new Set(ids));
    }));

  test('a message offers its links to click on, each once, in its own words', () => {
    const letter =
      '<a class="b" href="https://a.example/?x=1&amp;y=2"><b>Pick &amp; go</b></a> <a href="https://a.example/?x=1&amp;y=2">again</a> <a href="javascript:alert(1)">no</a>';
    expect(linksIn({ html: letter, text: '' })).toEqual([{ label: 'Pick & go', url: 'https://a.example/?x=1&y=2' }]);
    expect(linksIn({ html: null, text: 'See https://a.example/b.' })).toMatchObject([{ url: 'https://a.example/b' }]);
  });
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

interface PageWorld extends ApiWorld {
  /** Sends a form and follows it to the page that it leads to. */
  readonly submit: (path: string, fields: Readonly<Record<string, string>>) => Promise<Answered<unknown>>;
  /** A customer who is in the at-risk journey. */
  readonly customer: (name?: string) => Promise<{ customerId: string; enrollmentId: string }>;
}

function withPage(test: (world: PageWorld) => Promise<void>): Promise<void> {
  return withApi({ startAt: start, captured: {} }, (world) => {
    const { db, send } = world;
    return test({
      ...world,
      submit: (path, fields) => send('POST', path, new URLSearchParams(fields).toString(), { headers: FORM }),
      async customer(name = 'Mia Okafor') {
        const customerId = newId(start);
        const enrollmentId = newId(start);
        await db.customer.create({
          data: { id: customerId, name, email: 'mia@example.com', createdAt: start, updatedAt: start },
        });
        await db.enrollment.create({
          data: {
            id: enrollmentId,
            journey: 'at-risk',
            customerId,
            workflowId: `at-risk:${customerId}`,
            state: 'active',
            stage: 'checkIn',
            cause: {},
            causeKey: 'x',
            enteredAt: start,
            stageAt: start,
          },
        });
        return { customerId, enrollmentId };
      },
    });
  });
}

async function captured(
  db: Db,
  customerId: string,
  text = 'How is it going?',
  letter = `<p>${text}</p>`,
): Promise<{ id: string; touchId: string }> {
  const attemptId = newId(start);
  const touchId = newId(start);
  await db.touch.create({
    data: {
      id: touchId,
      key: touchId,
      customerId,
      message: 'at-risk/check-in',
      messageClass: 'lifecycle',
      topic: 'check-ins',
      state: 'accepted',
      channel: 'email',
      plannedAt: start,
      updatedAt: start,
      codeVersion: 'test',
    },
  });
  const email = {
    channel: 'email',
    recipient: 'mia@example.com',
    subject: text,
    html: letter,
    text,
  } as const;
  await captureMessage(db, { ...email, attemptId, touchId, customerId, at: start });
  return { id: (await db.capturedMessage.findUniqueOrThrow({ where: { attemptId } })).id, touchId };
}

/** Fetch names the host by itself, so this asks by hand. */
async function statusUnderName(url: string, host: string): Promise<number | undefined> {
  return (await underName(url, host)).status;
}

async function problemUnderName(url: string, host: string): Promise<unknown> {
  return JSON.parse((await underName(url, host)).text);
}

function underName(url: string, host: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      let text = '';
      response.on('data', (part) => (text += String(part)));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

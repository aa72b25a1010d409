import { newId } from '../../domain/ids';
import { raiseAlarm } from '../../prisma/alarms';
import { noteStuck } from '../../prisma/stuck';
import { knownCustomer } from './known';
import { withOffice, type Office } from './office';

/** Each of the ways by which a text becomes more than a text on a page that takes it for markup, for Markdown, for a link or for a style. */
const HOSTILE =
  '<img src=x onerror="window.hit=1"><svg onload=window.hit=1><style>*{display:none!important}</style>[go](javascript:window.hit=1) ![x](//evil.example/x.png) https://evil.example';
const SHORT = '<img src=x onerror="window.hit=1"><a href=javascript:window.hit=1>go</a>';
/** A part of both that stands only where somebody has written it. */
const SEEN = /onerror=\\?"window.hit=1/;

/** Puts hostile words wherever customers, backends and colleagues can write some. Gives the ids of those who have pages. */
async function poison(
  office: Office,
): Promise<{ readonly customer: string; readonly task: string; readonly run: string }> {
  const { db, post, asks, clock } = office;
  const now = clock.now();
  const customerId = await knownCustomer(office, { name: SHORT, says: HOSTILE, noted: HOSTILE, company: SHORT });
  await post('/v1/batch', {
    batch: [
      {
        type: 'track',
        userId: 'ada',
        event: SHORT,
        properties: { [SHORT]: HOSTILE, url: 'javascript:window.hit=1' },
      },
      {
        type: 'identify',
        userId: 'ada',
        traits: { [SHORT]: HOSTILE, plan: HOSTILE, website: 'javascript:window.hit=1' },
      },
    ],
  });
  const run = await db.enrollment.findFirstOrThrow({ where: { customerId, journey: 'at-risk' } });
  await noteStuck(db, { workflowId: run.workflowId, customerId, because: HOSTILE, at: now });
  const task = await asks({ name: SHORT, company: SHORT, because: HOSTILE, queue: SHORT, owner: 'ada' });
  await post(`/v1/tasks/${task.id}/notes`, { body: HOSTILE });
  await post('/v1/reply-templates', { name: SHORT, locale: 'en', body: HOSTILE });
  await post('/v1/holds', { scope: 'channel', target: 'push', reason: HOSTILE });
  await post('/v1/keys', { name: SHORT, role: 'ingest' });
  await post('/v1/suppressions', { channel: 'email', address: 'x@evil.example', note: SHORT });
  const listening = { name: SHORT, url: `https://evil.example/${SHORT}`, events: ['alarm.raised'], createdBy: SHORT };
  await db.webhookEndpoint.create({ data: { id: newId(now), secret: 'whsec_x', createdAt: now, ...listening } });
  await raiseAlarm(db, { kind: SHORT, subject: SHORT, level: 'critical', text: HOSTILE }, now);
  const colleague = { id: 'mal', email: 'mal@acme.example', name: SHORT, role: 'agent', queues: [SHORT] };
  await db.staff.create({ data: { ...colleague, createdAt: now, joinedAt: now } });
  const touch = {
    message: SHORT,
    messageClass: 'lifecycle',
    topic: SHORT,
    codeVersion: SHORT,
    reason: `bounced:${SHORT}`,
  };
  const fate = { state: 'failed', channel: 'email', plannedAt: now, updatedAt: now, sentAt: now };
  await db.touch.create({
    data: { id: newId(now), key: SHORT, customerId, journey: 'at-risk', enrollmentId: run.id, ...touch, ...fate },
  });
  return { customer: customerId, task: task.id, run: run.id };
}

const TYPED = encodeURIComponent(SHORT);

test('nothing that anybody writes becomes markup, a link or a style on any page of the staff, and the policy has nothing to refuse', () =>
  withOffice(async (office) => {
    const { customer, task, run } = await poison(office);
    const { page, complaints } = await office.sit('admin');
    const policies = new Set<string>();
    const faults: unknown[] = [];
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame())
        policies.add((response.headers()['content-security-policy'] ?? 'none').replace(/nonce-[^']+/, 'nonce'));
    });
    for (const [path, shows] of [
      ['', true],
      ['?view=team', true],
      [`?q=${TYPED}&queue=${TYPED}&assignee=${TYPED}`, false],
      [`tasks/${task}`, true],
      [`tasks/${TYPED}`, false],
      [`customers/${customer}`, true],
      [`customers/${customer}?show=conversation`, true],
      [`customers/${TYPED}`, false],
      ['watch', true],
      [`watch?reason=${TYPED}`, false],
      [`search?q=${encodeURIComponent('<img')}`, true],
      ['journeys', false],
      ['journeys/at-risk', false],
      [`journeys/${TYPED}`, false],
      ['journeys/at-risk/people?who=standing&stage=checkIn&days=90', true],
      [`journeys/at-risk/people?who=${TYPED}&stage=${TYPED}&days=${TYPED}`, false],
      [`enrollments/${run}`, true],
      [`enrollments/${TYPED}`, false],
      ['forecast', false],
      ['messages', false],
      [`messages/${TYPED}?locale=${TYPED}&channel=${TYPED}`, false],
      ['settings/team', true],
      ['settings/keys', true],
      ['settings/webhooks', true],
      ['settings/rules', false],
      ['settings/guardrails', true],
      ['settings/holds', true],
      ['settings/suppressions', false],
      ['settings/audit', true],
      [`settings/${TYPED}`, false],
      [`reset?token=${TYPED}`, false],
      [`welcome?token=${TYPED}`, false],
      [TYPED, false],
      [`#sign-in=${TYPED}`, false],
    ] as const) {
      await page.goto(`${office.url}/app/${path}`);
      await page.getByRole('heading').first().waitFor();
      await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
      if (shows) await page.getByText(SEEN).first().waitFor({ state: 'attached' });
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      const found = await page.evaluate(`[...document.querySelectorAll(
        '#root :is(img[src="x"], svg[onload], style:not([data-mantine-styles]), script), a[href^="javascript:" i], a[href*="evil.example"], [onerror], [onclick]'
      )].map((each) => each.outerHTML.slice(0, 200))`);
      const hit = await page.evaluate('window.hit');
      if (hit !== undefined || (found as string[]).length > 0) faults.push([path, hit, found]);
    }
    expect(faults).toEqual([]);
    expect([...policies]).toEqual([
      expect.stringMatching(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce';/),
    ]);
    // What is not there is answered 404, and browsers write that down.
    expect(complaints.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
  }));

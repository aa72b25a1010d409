import type { Page } from 'playwright-core';
import type { StaffRole } from '../../domain/right';
import { believable } from '../map/believable';
import { accessibilityFaults } from '../support/accessible';
import { expectSoon, withBrowser, type Tab } from '../support/browser';
import { withApi, type ApiWorld } from '../support/http';
import { signedInStaff } from '../support/staff';
import { builtPages } from '../support/web';

type Open = (path: string, settings?: { width?: number; role?: StaffRole }) => Promise<Tab>;

/** Pages of an installation in which sixty customers are in the at-risk journey, read by an engineer unless another role is named. */
async function withPages(test: (world: ApiWorld, open: Open) => Promise<void>): Promise<void> {
  await withApi({ web: await builtPages(), stream: true, startAt: new Date() }, (world) =>
    withBrowser(async (browse) => {
      await believable(world.db, world.clock.now());
      await test(world, async (path, { width = 1280, role = 'engineer' } = {}) => {
        const tab = await browse({ viewport: { width, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' });
        const headers = await signedInStaff(world.db, { url: world.url, role }, world.clock.now());
        const [name = '', value = ''] = headers['Cookie']!.split('=');
        await tab.page.context().addCookies([{ name, value, url: world.url }]);
        await tab.page.goto(world.url + path);
        await tab.page.locator('h1').first().waitFor();
        return tab;
      });
    }),
  );
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

test('every number on the map opens its people, and a person leads to their way through the journey (M15)', () =>
  withPages(async (_world, open) => {
    const { page, complaints } = await open('/app/journeys');
    await page.getByRole('link', { name: 'At risk' }).click();
    await heading(page, 'At risk');
    await page.getByText('the cardinal rule').waitFor();
    const move = page
      .getByRole('group', { name: 'The way through' })
      .getByRole('link', { name: /went from Check in to Person calls/ });
    const count = Number(await move.innerText());
    expect(count).toBeGreaterThan(5);
    await move.click();
    await heading(page, 'Went from Check in to Person calls');
    await page.getByRole('row').nth(count).waitFor();
    await expectSoon(() => page.getByRole('row').count(), count + 1);
    await page.getByRole('link', { name: 'See their way' }).first().click();
    await page.getByRole('heading', { name: 'What happened, in order' }).waitFor();
    await page.getByRole('button', { name: 'Why?' }).first().click();
    await page.getByText('Every rule that was asked, in order').waitFor();
    await page.getByText(/legitimate interest/).waitFor();
    expect(complaints).toEqual([]);
  }));

test('a run is steered after a question that says what it does, and by those alone who may', () =>
  withPages(async ({ db }, open) => {
    const run = await db.enrollment.findFirstOrThrow({
      where: { state: 'active', stage: 'personCalls', stuckSince: null },
    });
    const { page } = await open(`/app/enrollments/${run.id}`);
    const steer = async (act: string) => {
      await page.getByRole('button', { name: 'Steer' }).click();
      await page.getByRole('menuitem', { name: act }).click();
    };
    await steer('Pause');
    await page.getByRole('dialog').getByText('Nothing is sent while it is paused').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Do nothing' }).last().click();
    expect((await db.enrollment.findUniqueOrThrow({ where: { id: run.id } })).state).toBe('active');
    await steer('Pause');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused by hand.').waitFor();
    await steer('Move to a stage');
    await page.getByRole('dialog').getByLabel('Stage to move to').first().click();
    await page.getByRole('option', { name: 'Answer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to a stage' }).click();
    await page.getByText('Moved to another stage by eli').waitFor();

    const agent = await open(`/app/enrollments/${run.id}`, { role: 'agent' });
    await agent.page.getByRole('button', { name: 'Steer' }).click();
    await expectSoon(() => agent.page.getByRole('menuitem').allInnerTexts(), ['Resume', 'End it']);
    const auditor = await open(`/app/enrollments/${run.id}`, { role: 'auditor' });
    await auditor.page.getByRole('heading', { name: 'What happened, in order' }).waitFor();
    expect(await auditor.page.getByRole('button', { name: 'Steer' }).count()).toBe(0);
  }));

test('a run that cannot go on says since when and why', () =>
  withPages(async ({ db }, open) => {
    const run = await db.enrollment.findFirstOrThrow({ where: { stuckSince: { not: null } } });
    const { page } = await open(`/app/enrollments/${run.id}`);
    const alert = page.getByRole('alert').filter({ hasText: 'openTask (not_found) was refused for good' });
    expect(await alert.innerText()).toMatch(/^It cannot go on, since \w+, \d/);
  }));

test('the map is walked by keyboard: stages, ways and endings are reached and opened', () =>
  withPages(async (_world, open) => {
    const { page } = await open('/app/journeys/at-risk');
    await page.getByRole('group', { name: 'The way through' }).focus();
    const reached = new Set<string>();
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`),
      );
    }
    const all = [...reached].join('\n');
    for (const name of [/Check in: \d+ here now/, /went from Check in to Answer/, /Person calls: Goal reached/])
      expect(all).toMatch(name);
    await page
      .getByRole('link', { name: /Check in: \d+ here now/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await heading(page, 'Standing in Check in');
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await heading(page, 'Messages');
  }));

test('a message is shown in a frame that runs nothing, in each language, and its numbers open their people', () =>
  withPages(async (_world, open) => {
    const { page, complaints } = await open('/app/messages');
    await page.getByRole('searchbox', { name: 'Find a message' }).fill('check');
    await page.getByRole('link', { name: 'At risk · Check in' }).click();
    await heading(page, 'At risk · Check in');
    const frame = page.frameLocator('iframe');
    await frame.getByText('Plans change', { exact: false }).waitFor();
    await page.getByText('German', { exact: true }).click();
    await frame
      .getByText('Hallo', { exact: false })
      .or(frame.getByText('Guten Tag', { exact: false }))
      .first()
      .waitFor();
    await page.getByText('Text message', { exact: true }).click();
    await page.getByText(/^(One|\d) text message/).waitFor();
    await page.getByRole('link', { name: /^Answered: \d+/ }).click();
    await page.getByRole('heading', { name: 'Who they are: Answered' }).waitFor();
    expect(complaints.filter((line) => !line.includes('Blocked script execution'))).toEqual([]);
  }));

test('the forecast shows what is coming to each queue, and says the same in a table', () =>
  withPages(async (_world, open) => {
    const { page } = await open('/app/forecast');
    await page.getByRole('heading', { name: 'What this rests on' }).waitFor();
    const queue = page.getByRole('region', { name: /^Customer success$/ });
    await queue.getByText('As a table').click();
    await expectSoon(() => queue.getByRole('row').count(), 15);
    await page.getByText('new tasks are expected in two weeks', { exact: false }).first().waitFor();
  }));

test.each(['light', 'dark'] as const)('no page of journeys and messages has a fault that axe finds, in %s', (theme) =>
  withPages(async ({ db }, open) => {
    const run = await db.enrollment.findFirstOrThrow({ where: { stuckSince: { not: null } } });
    for (const path of [...PATHS, `/app/enrollments/${run.id}`]) {
      const { page } = await open(path);
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction(`document.querySelector('[aria-busy]') === null`);
      expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
      await page.context().close();
    }
  }),
);

test('pages fit a narrow phone, and what the map shows stands in the list there', () =>
  withPages(async ({ db }, open) => {
    const run = await db.enrollment.findFirstOrThrow({ where: { stuckSince: { not: null } } });
    for (const path of [...PATHS, `/app/enrollments/${run.id}`]) {
      const { page } = await open(path, { width: 320 });
      const wide = await page.evaluate(`document.documentElement.scrollWidth`);
      expect([path, wide]).toEqual([path, 320]);
      await page.context().close();
    }
    const { page } = await open('/app/journeys/at-risk', { width: 320 });
    await expectSoon(() => page.getByRole('group', { name: 'The way through' }).isVisible(), false);
    await expectSoon(() => page.getByRole('link', { name: /Check in, Here now/ }).isVisible(), true);
  }));

test('whoever reads German is told everything in German', () =>
  withPages(async ({ db, clock }, open) => {
    const staff = { id: 'eli', email: 'eli@acme.example', name: 'Eli', role: 'engineer', locale: 'de' };
    await db.staff.create({ data: { ...staff, createdAt: clock.now(), joinedAt: clock.now() } });
    const { page } = await open('/app/journeys/at-risk');
    await page.getByRole('heading', { name: 'Hilft sie?' }).waitFor();
    await expectSoon(
      () => page.getByRole('heading', { level: 2 }).allInnerTexts(),
      [
        'Der Weg hindurch',
        'Momente, auf die es ankommt',
        'Die Abschnitte als Liste',
        'Hilft sie?',
        'Wie es endete',
        'Nicht eingelassen',
      ],
    );
  }));

test('a name that is markup is a name', () =>
  withPages(async (_world, open) => {
    const { page, complaints } = await open('/app/journeys/at-risk/people?who=entered&stage=checkIn&days=90');
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(complaints).toEqual([]);
  }));

const PATHS = [
  '/app/journeys',
  '/app/journeys/at-risk',
  '/app/journeys/at-risk/people?who=standing&stage=checkIn',
  '/app/forecast',
  '/app/messages',
  '/app/messages/at-risk%2Fcheck-in?result=sent',
];

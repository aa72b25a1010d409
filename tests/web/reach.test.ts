import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../support/accessible';
import { withOffice } from './office';

const MARKUP = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';

test('a task is found, claimed, noted and completed by keyboard alone', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    await asks({ name: 'Grace', owner: 'ann', priority: 'urgent' });
    const task = await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/`);
    await page.getByRole('link', { name: /Ada/ }).waitFor();
    const strike = (key: string) => page.keyboard.press(key);

    await strike('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Snooze', { exact: true }).waitFor();
    await strike('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await strike('j');
    await strike('j');
    expect(await focused(page)).toContain('Ada');
    await strike('k');
    expect(await focused(page)).toContain('Grace');
    await strike('j');
    await strike('c');
    await page.getByText('It is yours.').waitFor();
    await strike('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ada' }).waitFor();
    await page.getByText('with you').waitFor();

    await strike('n');
    await page.keyboard.type('Called, left a word.');
    await strike('Control+Enter');
    await page.getByText('You noted').waitFor();
    await strike('Escape');
    await strike('e');
    await page.getByRole('dialog', { name: 'Complete the task' }).waitFor();
    await strike('Space');
    await strike('ArrowDown');
    await strike('Enter');
    await page.getByRole('heading', { level: 1, name: 'Grace' }).waitFor();
    expect(await db.task.findUniqueOrThrow({ where: { id: task.id } })).toMatchObject({ outcome: 'reached_follow_up' });

    await page.goto(`${url}/app/`);
    await page.getByRole('link', { name: /Grace/ }).waitFor();
    await strike('g');
    await strike('t');
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await strike('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('done to');
    await page.getByRole('option', { name: /Done today/, selected: true }).waitFor();
    await strike('Enter');
    await page.waitForURL(/view=done/);
    await page.getByRole('link', { name: /Ada/ }).waitFor();
  }));

test('shortcuts of a single key can be turned off, and then nothing happens by accident (WCAG 2.1.4)', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    const task = await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await page.getByRole('button', { name: 'Claim' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Shortcuts of a single key' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('c');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    expect((await db.task.findUniqueOrThrow({ where: { id: task.id } })).state).toBe('open');
  }));

test('the pages hold on a phone: one column, nothing to push sideways, and targets large enough for a thumb', () =>
  withOffice(async ({ sit, url, asks, post }) => {
    const task = await asks({
      name: 'Zoë Nguyễn-Østergård-Featherstonehaugh',
      company: 'A company with a long name',
      owner: 'ann',
    });
    await post('/v1/inbound', {
      message_id: 'm',
      channel: 'email',
      customer_id: task.customerId,
      text: 'a'.repeat(400),
    });
    const { page } = await sit('agent', 'ann', { viewport: { width: 320, height: 640 }, hasTouch: true });
    for (const path of ['', '?view=team', `tasks/${task.id}`]) {
      await page.goto(`${url}/app/${path}`);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      await page
        .getByText(/Zoë|People/)
        .first()
        .waitFor();
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320]);
      expect([path, await smallTargets(page)]).toEqual([path, []]);
    }
    await page.getByRole('button', { name: 'Claim' }).tap();
    await page.getByText('with you').waitFor();
  }));

test.each(['light', 'dark'] as const)(
  'axe finds nothing against WCAG 2.2 AA on any page or dialog, in %s',
  (colorScheme) =>
    withOffice(async ({ sit, open, url, asks, post }) => {
      const task = await asks({
        name: 'Ada',
        company: 'Engines',
        owner: 'ann',
        priority: 'urgent',
        traits: { plan: 'pro' },
      });
      await post('/v1/inbound', { message_id: 'm', channel: 'email', customer_id: task.customerId, text: 'Hello?' });
      const settings = { colorScheme, reducedMotion: 'reduce' } as const;
      const { page, complaints } = await sit('lead', 'ann', settings);
      const look = async (where: string, at: Page = page) =>
        expect([where, await accessibilityFaults(at)]).toEqual([where, []]);

      for (const view of ['next', 'done', 'team']) {
        await page.goto(`${url}/app/?view=${view}`);
        await page.getByText({ next: 'Engines', done: 'All clear', team: 'Queues' }[view]!, { exact: true }).waitFor();
        await look(view);
      }
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
      await look('palette');
      await page.goto(`${url}/app/tasks/${task.id}`);
      await page.locator('q').waitFor();
      await page.getByText('Ways to reach them now').waitFor();
      await look('task');
      expect(await obscured(page)).toEqual([]);
      for (const [key, title] of [
        ['e', 'Complete the task'],
        ['s', 'Snooze'],
        ['?', 'Keyboard shortcuts'],
      ] as const) {
        await page.keyboard.press(key);
        await page.getByRole('dialog', { name: title }).waitFor();
        await look(title);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
      }
      expect(complaints).toEqual([]);

      const stranger = await open(settings);
      await stranger.page.goto(`${url}/app/`);
      await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
      await look('sign-in', stranger.page);
      await stranger.page.goto(`${url}/app/welcome?token=x`);
      await stranger.page.getByText('This link has been used').waitFor();
      await look('welcome', stranger.page);
    }),
);

test('whatever customers, backends and colleagues write stays text on every page', () =>
  withOffice(async ({ sit, url, asks, db, post, clock }) => {
    const task = await asks({ name: MARKUP, company: MARKUP, because: MARKUP, owner: 'ann', queue: MARKUP });
    const { customerId } = task;
    await post('/v1/inbound', { message_id: 'm', channel: 'email', customer_id: customerId, text: MARKUP });
    await post(`/v1/tasks/${task.id}/notes`, { body: MARKUP });
    const times = { occurredAt: clock.now(), receivedAt: clock.now() };
    const id = '01a2288d-76e8-7432-83ee-b6e016828900';
    await db.event.create({
      data: { id, messageId: 'e', customerId, type: MARKUP, properties: { note: MARKUP }, ...times },
    });

    const { page, complaints } = await sit('agent');
    for (const path of [
      '',
      '?view=team',
      `tasks/${task.id}`,
      `?q=${encodeURIComponent(MARKUP)}&queue=${encodeURIComponent(MARKUP)}`,
    ]) {
      await page.goto(`${url}/app/${path}`);
      await page.getByText('onerror').first().waitFor();
      expect([path, await page.evaluate('window.hit'), await page.locator('#root img[src=x]').count()]).toEqual([
        path,
        undefined,
        0,
      ]);
    }
    expect(complaints).toEqual([]);
  }));

function focused(page: Page): Promise<unknown> {
  return page.evaluate('document.activeElement.textContent');
}

/** Controls below 24 by 24 px (WCAG 2.5.8), but for links within a line of text. */
function smallTargets(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('a, button, input, summary, [role=switch]')].filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    if (width === 0 || getComputedStyle(each).display === 'inline' || each.closest('label, .mantine-Checkbox-root')) return false;
    return each.checkVisibility() && (width < 24 || height < 24);
  }).map((each) => each.outerHTML.slice(0, 200))`);
}

/** What has the focus somewhere under a bar that stays in place (WCAG 2.4.11). */
async function obscured(page: Page): Promise<string[]> {
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight); document.body.focus()');
  const hidden: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Shift+Tab');
    const found = await page.evaluate(`(() => {
      const each = document.activeElement;
      if (!each || each === document.body) return '';
      // The first of the page: after it the focus is the browser's.
      if (each.matches('a[href="#content"]')) return null;
      const { left, top, width, height } = each.getBoundingClientRect();
      const shown = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9]].some(([x, y]) => {
        const above = document.elementFromPoint(left + width * x, top + height * y);
        return above && (each.contains(above) || above.contains(each) || above.closest('label')?.control === each);
      });
      return shown ? '' : each.outerHTML.slice(0, 200);
    })()`);
    if (found === null) break;
    if (typeof found === 'string' && found !== '') hidden.push(found);
  }
  return hidden;
}

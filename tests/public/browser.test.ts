import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { requestConsent } from '../../prisma/consent-requests';
import { inTransaction } from '../../prisma/transaction';
import { withBrowser } from '../support/browser';
import { TEST_LINKS } from '../support/http';
import { withVisitor } from './visitor';

/* What a customer does with the pages, in a real browser that runs no script. */

const MEASURE = readFileSync(path.join(__dirname, 'page-faults.js'), 'utf8');
const PHONE = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };

test('a customer changes their choices, turns everything off and asks a person, on a narrow phone without script (M19, M10)', () =>
  withBrowser((open) =>
    withVisitor(async ({ url, path: to, db, customerId }) => {
      const { page, complaints } = await open(PHONE);
      await page.goto(url + to({ kind: 'preferences', customerId }));
      await page.getByRole('group', { name: 'How you are doing' }).getByLabel('Text message').check();
      await page.getByLabel('At most').selectOption('2');
      await page.getByLabel('Pause until').fill('2026-04-01');
      await page.getByRole('button', { name: 'Save choices' }).click();
      expect(await page.getByRole('status').textContent()).toBe('Saved. Your choices hold from now on.');
      expect(await page.getByRole('group', { name: 'How you are doing' }).getByLabel('Text message').isChecked()).toBe(
        true,
      );
      expect(await db.consent.findMany()).toMatchObject([{ channel: 'sms', topic: 'check-ins', state: 'granted' }]);

      await page.getByText('What you agreed to and took back').click();
      expect(await page.getByText('[How you are doing: Text message]').isVisible()).toBe(true);
      await page.getByRole('link', { name: 'Deutsch' }).click();
      await page.getByRole('button', { name: 'Alles ausschalten' }).click();
      expect(await page.getByRole('status').textContent()).toContain('Alles ist aus');
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);

      await page.getByRole('link', { name: 'Einen Menschen fragen' }).click();
      await page.getByLabel('Worum geht es?').fill('The import fails.');
      await page.getByRole('button', { name: 'Einen Menschen fragen' }).click();
      await page.getByRole('heading', { level: 1, name: 'Ein Mensch weiß Bescheid', exact: true }).waitFor();
      expect(await db.task.count()).toBe(1);
      expect(complaints).toEqual([]);
    }),
  ));

test('unsubscribing, asking why and confirming take a press of one button each, also by keyboard alone', () =>
  withBrowser((open) =>
    withVisitor(async ({ url, path: to, db, customerId, touchId, clock }) => {
      const { page, complaints } = await open(PHONE);
      await page.goto(url + to({ kind: 'why', touchId }));
      await page.getByRole('link', { name: 'Stop messages like this' }).click();
      await page.getByRole('radio').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Done, it has stopped', exact: true }).waitFor();
      expect(await db.consent.findMany()).toMatchObject([
        { purpose: 'lifecycle', channel: 'email', state: 'withdrawn' },
      ]);

      const words = { wording: 'Yes, stories.', wordingVersion: null, locale: 'de', method: 'form', actor: null };
      const asked = { customerId, channel: 'email', topic: 'stories', ...words } as const;
      const { token } = await inTransaction(db, (tx) => requestConsent(tx, asked, TEST_LINKS.keys[0], clock.now()));
      await page.goto(`${url}/c/y/${token}`);
      await page.getByRole('button', { name: 'Ja, ich bestätige' }).click();
      await page.getByRole('heading', { level: 1, name: 'Danke, das ist bestätigt', exact: true }).waitFor();
      expect(complaints).toEqual([]);
    }),
  ));

test.each(['light', 'dark'] as const)(
  'every page can be read and used: %s, 320 px wide, targets of 24 px and more, enough contrast',
  (colorScheme) =>
    withBrowser((open) =>
      withVisitor(async ({ url, path: to, customerId, touchId }) => {
        // A script of the test measures; the page itself has none.
        const { page, complaints } = await open({ viewport: PHONE.viewport, colorScheme, bypassCSP: true });
        const stop = {
          kind: 'unsubscribe',
          customerId,
          touchId,
          channel: 'email',
          topic: 'stories',
          purpose: 'marketing',
        } as const;
        const pages = [
          to({ kind: 'preferences', customerId }),
          to(stop),
          to({ kind: 'why', touchId }),
          to({ kind: 'help', customerId, touchId }),
          '/c/w/nothing',
        ];
        for (const one of pages) {
          await page.goto(url + one);
          expect([one.slice(0, 5), await faultsOf(page)]).toEqual([one.slice(0, 5), []]);
        }
        expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
      }),
    ),
);

/** What keeps somebody from using a page, measured in it (page-faults.js). */
function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(MEASURE);
}

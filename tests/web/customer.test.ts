import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../support/accessible';
import { expectSoon } from '../support/browser';
import { knownCustomer } from './known';
import { withOffice } from './office';

const MARKUP = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.getByText('Hello, how do I export').or(page.getByText(MARKUP)).first().waitFor();
}

test('a customer is seen whole: who they are, where they stand, what comes next, how they fare and why, and all that happened (M18)', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office);
    const { page, complaints } = await office.sit('agent');
    await open(page, `${office.url}/app/customers/${id}`);

    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    await page.getByText('Analytical Engines · Team').waitFor();
    await page.getByRole('link', { name: 'Call +442071234567' }).waitFor();
    await page.getByText(/\d\d:\d\d where they are \(London\)/).waitFor();
    expect(await page.locator('[aria-current=step]').innerText()).toBe('check in');
    await page
      .getByText(/Waits for customer replied, customer help requested, until/)
      .first()
      .waitFor();

    await page.getByText(/of 100 · (Poor|Fair|Good)/).waitFor();
    await page.getByText(/in 28 days, \d+ in the 28 before/).waitFor();
    await page.getByText('Active → At risk').waitFor();
    await page.getByRole('link', { name: 'Call a customer who has gone quiet' }).waitFor();
    await page.getByText('Yes, write to me.').waitFor();
    await page.getByRole('link', { name: 'Charles Babbage' }).waitFor();

    await page.getByText('“offer help” went out by email').waitFor();
    await page.getByText('Opened “check in”').waitFor();
    await page.getByText('Prefers short calls in the morning.').waitFor();
    await page.getByText('From Active to At risk').waitFor();
    const before = await page.getByRole('listitem').count();
    await page.getByRole('button', { name: 'Show earlier' }).click();
    await page.getByText('From New to Onboarding').waitFor();
    await page
      .getByText(/Report exported, \d+ times from/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show each' }).first().click();
    await page.getByText('pages: 5').first().waitFor();
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(before);
    await page.getByText('Conversation', { exact: true }).click();
    await page.waitForURL(/show=conversation/);
    await page.getByText('“offer help” went out by email').waitFor({ state: 'hidden' });
    await page.getByText('Shall I show you?').waitFor();
    expect(complaints).toEqual([]);
  }));

test('whoever comes by the id that the backend knows goes on under the customer’s own, and sees what was corrected at once', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office);
    const { page, complaints } = await office.sit('lead');
    await open(page, `${office.url}/app/customers/ada?show=conversation`);
    await page.waitForURL(`${office.url}/app/customers/${id}?show=conversation`);

    await page.getByRole('button', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Correct' }).click();
    await page.getByLabel('What is right').fill('ada@engines.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('the backend says ada@analytical.example').waitFor();
    expect(complaints).toEqual([]);
  }));

test('who works here notes, answers, corrects and takes it back, pauses and takes it back, and asks a person', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office);
    const { db, url } = office;
    const { page, complaints } = await office.sit('lead');
    await open(page, `${url}/app/customers/${id}`);

    await page.getByRole('textbox', { name: 'Add a note' }).fill('Wants a spreadsheet.');
    await page.reload();
    await expectSoon(() => page.getByRole('textbox', { name: 'Add a note' }).inputValue(), 'Wants a spreadsheet.');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('You noted').first().waitFor();
    expect(await db.customerNote.count({ where: { body: 'Wants a spreadsheet.' } })).toBe(1);

    await page.getByText('Answer the customer', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Answer the customer' }).fill('Here is how.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('You answered in the product').first().waitFor();

    await page.getByRole('button', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Correct' }).click();
    await page.getByLabel('What is right').fill('ada@engines.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'ada@engines.example' }).waitFor();
    await page.getByText('the backend says ada@analytical.example').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.getByRole('link', { name: 'ada@analytical.example' }).waitFor();

    await page.getByRole('button', { name: 'Actions: at risk' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    const stands = page.getByRole('region', { name: 'Where they stand' });
    await stands.getByText('Paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await stands.getByText('Paused', { exact: true }).waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Hold back everything' }).click();
    await page.getByLabel('Why').fill('on holiday');
    await page.getByRole('button', { name: 'Hold back', exact: true }).click();
    await page.getByText('holds back everything that would be sent to them: on holiday').waitFor();
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await page.getByText('holds back everything that would').waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Actions: at risk' }).click();
    await page.getByRole('menuitem', { name: 'End' }).click();
    await page.getByRole('dialog', { name: 'End at risk for this customer?' }).waitFor();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await db.outbox.count({ where: { kind: 'steer', payload: { path: ['kind'], equals: 'exit' } } })).toBe(1);
    expect(complaints.filter((line) => !/status of 4/.test(line))).toEqual([]);
  }));

test('whoever may only read sees all and changes nothing, and only data protection erases (roles)', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office);
    const auditor = await office.sit('auditor');
    await open(auditor.page, `${office.url}/app/customers/${id}`);
    expect(await auditor.page.getByRole('textbox').count()).toBe(0);
    for (const name of ['Actions', 'Actions: at risk', 'Add', 'Start a journey: onboarding'])
      expect([name, await auditor.page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 0]);

    const { page: agents } = await office.sit('agent');
    await open(agents, `${office.url}/app/customers/${id}`);
    await agents.getByRole('button', { name: 'Actions', exact: true }).click();
    await expectSoon(() => agents.getByRole('menuitem').allInnerTexts(), ['Ask a person', 'Correct']);

    const { page } = await office.sit('admin');
    await open(page, `${office.url}/app/customers/${id}`);
    await page.getByRole('button', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Erase everything about them' }).click();
    const erase = page.getByRole('button', { name: 'Erase for good' });
    await expectSoon(() => erase.isDisabled(), true);
    await page.getByLabel(/^Type “erase”/).fill('erase');
    await erase.click();
    await page.waitForURL(/\/app\/?(\?|$)/);
    expect((await office.get(`/v1/customers/${id}`)).status).toBe(404);
  }));

test('markup in a name, a text, a note, a company or a property is text and nothing else', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office, { name: MARKUP, says: MARKUP, noted: MARKUP, company: MARKUP });
    await office.post('/v1/batch', {
      batch: [
        { type: 'track', userId: 'ada', event: MARKUP, properties: { [MARKUP]: MARKUP } },
        { type: 'identify', userId: 'ada', traits: { [MARKUP]: MARKUP, website: 'javascript:window.hit=1' } },
      ],
    });
    const { page, complaints } = await office.sit('lead');
    await open(page, `${office.url}/app/customers/${id}`);
    await page.getByText(MARKUP).nth(4).waitFor();
    await page.goto(`${office.url}/app/search?q=${encodeURIComponent('<img')}`);
    await page.getByText(MARKUP).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('<img');
    await page.getByRole('option').filter({ hasText: MARKUP }).first().waitFor();
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('main img, [role=listbox] img').count()).toBe(0);
    expect(complaints).toEqual([]);
  }));

test('is read and used by everybody: WCAG 2.2 AA in both themes, at 320 px, and by keyboard alone', () =>
  withOffice(async (office) => {
    const id = await knownCustomer(office);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await office.sit('admin', 'ann', { colorScheme, viewport: { width: 1280, height: 900 } });
      await open(page, `${office.url}/app/customers/${id}`);
      await page.getByText(/of 100 ·/).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    const { page } = await office.sit('admin', 'ann', { viewport: { width: 320, height: 700 } });
    await open(page, `${office.url}/app/customers/${id}`);
    await page.getByText(/of 100 ·/).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await accessibilityFaults(page)).toEqual([]);

    const { page: keys } = await office.sit('agent');
    await open(keys, `${office.url}/app/customers/${id}`);
    await keys.keyboard.press('n');
    await keys.keyboard.type('By keyboard.');
    await keys.keyboard.press('Control+Enter');
    await keys.getByText('By keyboard.', { exact: true }).nth(0).waitFor();
    await keys.keyboard.press('Escape');
    await keys.keyboard.press('e');
    await keys.getByRole('dialog', { name: 'Correct what is known' }).waitFor();
    await keys.keyboard.press('Escape');
    await keys.getByRole('dialog').waitFor({ state: 'hidden' });
    await keys.keyboard.press('g');
    await keys.keyboard.press('c');
    await keys.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  }));

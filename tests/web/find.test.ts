import { newId } from '../../domain/ids';
import { accessibilityFaults } from '../support/accessible';
import { knownCustomer } from './known';
import { withOffice, type Office } from './office';

const DAY_MS = 86_400_000;
/** Who has not written has no conversation, and browsers write down that it is not there. */
const NOT_WRITTEN_YET = /status of 404/;

/** A customer whose last message came back, and one who wants no more of them. */
async function unreached({ db, post, get, clock }: Office): Promise<void> {
  for (const [userId, name, reason] of [
    ['grace', 'Grace Hopper', 'bounced:550'],
    ['alan', 'Alan Turing', 'consent_withdrawn'],
  ] as const) {
    await post('/v1/identify', { userId, traits: { name, email: `${userId}@mail.example` } });
    const { id: customerId } = (await get<{ id: string }>(`/v1/customers/${userId}`)).body;
    const at = new Date(clock.now().getTime() - 3 * DAY_MS);
    const touch = { message: 'at-risk/check-in', messageClass: 'lifecycle', topic: 't', codeVersion: 'x', reason };
    const fate =
      reason === 'consent_withdrawn' ? { state: 'suppressed' } : { state: 'failed', channel: 'email', sentAt: at };
    await db.touch.create({
      data: { id: newId(at), key: userId, customerId, ...touch, ...fate, plannedAt: at, updatedAt: at },
    });
  }
}

test('whoever is not reached stands on the watch by reason, with counts, and one click brings in a person (M03, M15)', () =>
  withOffice(async (office) => {
    await unreached(office);
    const { page, complaints } = await office.sit('agent');
    await page.goto(`${office.url}/app/watch`);
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    await page.getByRole('link', { name: 'All reasons 2' }).waitFor();
    await page.getByText('Leave them be').waitFor();
    await page.getByText('The last message, “check in”, came back: bounced.').waitFor();
    await page.getByRole('button', { name: 'Ask a person', exact: true }).click();
    await page.getByText('A person has it in hand').waitFor();
    expect(await office.db.task.findMany()).toMatchObject([{ playbook: 'reach-out', state: 'open' }]);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('link', { name: /^No channel is open/ }).click();
    await page.waitForURL(/reason=no_channel/);
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Alan Turing' }).waitFor();
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Alan Turing');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alan Turing' }).waitFor();
    await page.goto(`${office.url}/app/watch?reason=stuck`);
    await page.getByText('Nobody is here for this reason.').waitFor();
    expect(complaints.filter((line) => !NOT_WRITTEN_YET.test(line))).toEqual([]);

    const { page: auditor } = await office.sit('auditor', 'otto', { viewport: { width: 320, height: 700 } });
    await auditor.goto(`${office.url}/app/watch?reason=bounced`);
    await auditor.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    expect(await auditor.getByRole('button', { name: 'Ask a person', exact: true }).count()).toBe(0);
    expect(await auditor.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await accessibilityFaults(auditor)).toEqual([]);
  }));

test('a customer is found while one types, on the page and in the palette, forgiving accents and slips', () =>
  withOffice(async (office) => {
    await knownCustomer(office);
    await unreached(office);
    const { page, complaints } = await office.sit('agent');
    await page.goto(`${office.url}/app/search`);
    await page.getByText('Type a part of a name').waitFor();
    await page.keyboard.type('lovelase');
    await page.getByRole('link', { name: /Ada Lovelace/ }).waitFor();
    await page.getByText('spelt alike').waitFor();
    await page.waitForURL(/q=lovelase/);
    await page.getByRole('searchbox').fill('analytical');
    await page.getByText('3 found.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/customers\//);

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('hopper');
    await page.getByRole('option', { name: /Grace Hopper/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor();

    await page.goto(`${office.url}/app/search?q=nobody-like-this`);
    await page.getByText('Nobody is found by “nobody-like-this”').waitFor();
    expect(complaints.filter((line) => !NOT_WRITTEN_YET.test(line))).toEqual([]);
  }));

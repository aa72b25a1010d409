import { openTask } from '../../activities/tasks/open';
import { resolveTasks } from '../../activities/tasks/resolve';
import { hashPassword } from '../../api/sign-in/password';
import { playbooks } from '../../playbooks';
import { expectSoon } from '../support/browser';
import { withOffice, type Office } from './office';

const PASSWORD = 'seven quiet green boats';

test('in the morning one signs in, sees whom to help next and why, answers, completes, and is led to the next (X05)', () =>
  withOffice(async (office) => {
    const { open, url, asks, db, post } = office;
    await hire(office, 'ann');
    const ada = await asks({
      name: 'Ada',
      company: 'Engines',
      owner: 'ann',
      priority: 'high',
      because: 'asked for a person',
    });
    await asks({ name: 'Grace', owner: 'ann', dueInHours: 48, because: 'answered a check-in' });
    await post('/v1/inbound', writes(ada.customerId, 'Where do I find my invoices?'));

    const { page, complaints } = await open();
    await page.goto(`${url}/app/`);
    await page.getByLabel('Email').fill('ann@acme.example');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();

    const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('link');
    await rows.first().waitFor();
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(
        /Ada.*Engines.*Asked for a person.*counts \d+ h earlier: high priority, waits for an answer/,
      ),
      expect.stringMatching(/Grace.*Answered a check-in/),
    ]);
    await rows.first().click();
    await page.getByRole('heading', { level: 1, name: 'Ada' }).waitFor();
    await page.getByText('Where do I find my invoices?').waitFor();
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('with you').waitFor();

    await page.getByLabel('Answer the customer').fill('Under Settings, then Billing.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your answer is on its way.').waitFor();
    await page.locator('q', { hasText: 'Under Settings, then Billing.' }).waitFor();
    await expectSoon(() => page.getByLabel('Answer the customer').inputValue(), '');

    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('radio', { name: /Reached, and solved/ }).check();
    await page.getByRole('dialog').getByLabel('Note (optional)').fill('Found them.');
    await page.getByRole('dialog').getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grace' }).waitFor();
    expect(await db.task.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({
      state: 'done',
      outcome: 'reached_resolved',
      finishedBy: 'ann',
    });
    expect(complaints.filter((line) => !line.startsWith('Failed to load resource'))).toEqual([]);
  }));

test('a completion can be taken back for ten seconds, and nobody was told', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    const task = await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('with you').waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('radio', { name: /Reached, and solved/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('button', { name: /Undo/ }).click();
    await page.getByText('Not completed. Everything is as it was.').waitFor();
    expect(await db.task.findUniqueOrThrow({ where: { id: task.id } })).toMatchObject({
      state: 'claimed',
      outcome: null,
    });
  }));

test('what is ticked of the checklist is seen by whoever opens the task, on any machine', () =>
  withOffice(async ({ sit, url, asks }) => {
    const task = await asks({ name: 'Ada' });
    const [ann, lea] = [await sit('agent'), await sit('lead')];
    for (const { page, hears } of [ann, lea]) {
      await page.goto(`${url}/app/tasks/${task.id}`);
      await hears();
    }
    const first = (page: typeof ann.page, checked: boolean) =>
      page.getByRole('checkbox', { name: /Read what they wrote/, checked });
    await first(ann.page, false).click();
    await first(lea.page, true).click();
    await first(ann.page, false).waitFor();
    expect(await first(ann.page, true).count()).toBe(0);
  }));

test('of two people who claim at once the slower one is told in words who was quicker (X05)', () =>
  withOffice(async ({ sit, url, asks }) => {
    const task = await asks({ name: 'Ada' });
    const [ann, lea] = [await sit('agent'), await sit('lead')];
    // News travel fast; here they do not arrive in time.
    await lea.page.route('**/v1/stream', (route) => route.abort());
    for (const { page } of [ann, lea]) {
      await page.goto(`${url}/app/tasks/${task.id}`);
      await page.getByRole('button', { name: 'Claim' }).waitFor();
    }
    await ann.page.getByRole('button', { name: 'Claim' }).click();
    await ann.page.getByText('with you').waitFor();
    await lea.page.getByRole('button', { name: 'Claim' }).click();
    await lea.page.getByText('Ann was quicker and has this task. Take the next one.').waitFor();
    await lea.page.getByText('Ann has claimed this.').waitFor();
    expect(await lea.page.getByRole('button', { name: 'Claim' }).count()).toBe(0);
  }));

test('who else is looking is visible, and what a colleague does appears by itself', () =>
  withOffice(async ({ sit, url, asks }) => {
    const task = await asks({ name: 'Ada' });
    const [ann, lea] = [await sit('agent'), await sit('lead')];
    await ann.page.goto(`${url}/app/tasks/${task.id}`);
    await ann.page.getByRole('button', { name: 'Claim' }).waitFor();
    await ann.hears();
    await lea.page.goto(`${url}/app/tasks/${task.id}`);
    await ann.page.getByText('Lea is looking at this, too').waitFor();
    await lea.page.getByText('Ann is looking at this, too').waitFor();
    await lea.page.getByRole('button', { name: 'Claim' }).click();
    await ann.page.getByText('Lea has claimed this.').waitFor();
    expect(await ann.page.getByRole('button', { name: 'Claim' }).count()).toBe(0);
  }));

test('when the customer answers first, whoever works on the task sees it at once', () =>
  withOffice(async ({ sit, url, asks, post, clock }) => {
    const task = await asks({ name: 'Ada', owner: 'ann' });
    const { page, hears } = await sit('agent');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await hears();
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('with you').waitFor();
    clock.advance(60_000);
    await post('/v1/inbound', writes(task.customerId, 'I found it, thank you!'));
    await page.getByText(/The customer has written since this was opened/).waitFor();
    await page.locator('q', { hasText: 'I found it, thank you!' }).waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Complete' }).isVisible(), true);
  }));

test('when the customer is faster while one writes down what a task came to, it is said there', () =>
  withOffice(async ({ sit, url, post, get, db, clock }) => {
    await post('/v1/identify', { userId: 'ada', traits: { name: 'Ada' } });
    const { id: customerId } = (await get<{ id: string }>('/v1/customers/ada')).body;
    await post('/v1/enrollments', { customer_id: customerId, journey: 'at-risk' });
    const { id: enrollmentId } = await db.enrollment.findFirstOrThrow({ where: { customerId } });
    const place = { enrollmentId, customerId, journey: 'at-risk', stage: 'personCalls', playbook: 'save-call' };
    const asking = { ...place, key: 'call', because: 'went quiet', assignTo: 'ann', due: '1 day' } as const;
    const { taskId } = await openTask({ db, playbooks }, asking, clock.now());
    const { page, hears } = await sit('agent');
    await page.goto(`${url}/app/tasks/${taskId}`);
    await hears();
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('with you').waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Complete the task' });
    await dialog.getByRole('radio', { name: /Reached, and solved/ }).waitFor();
    expect(await dialog.getByRole('status').innerText()).toBe('');
    await resolveTasks({ db }, { enrollmentId, cause: 'customer_acted' }, clock.now());
    await dialog.getByText(/The customer has acted in the meantime/).waitFor();
  }));

test('on whatever page one is, it is said when somebody begins to wait for oneself', () =>
  withOffice(async ({ sit, url, asks }) => {
    const { page, hears } = await sit('agent');
    await page.goto(`${url}/app/?view=team`);
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    await hears();
    await asks({ name: 'Grace', owner: 'lea' });
    await asks({ name: 'Ada', owner: 'ann', because: 'asked for a person' });
    await page.getByText('Ada waits for you. Asked for a person.').waitFor();
    expect(await page.getByText('Grace waits for you').count()).toBe(0);
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ada' }).waitFor();
  }));

test('every number of the board opens its tasks, narrowed down in the address, also after a reload (M15)', () =>
  withOffice(async ({ sit, url, asks, post }) => {
    const task = await asks({ name: 'Ada', owner: 'ann' });
    await asks({ name: 'Grace', owner: 'ann' });
    await post(`/v1/tasks/${task.id}/claim`, { assignee: 'ann' }, { headers: { 'If-Match': '"1"' } });
    const { page } = await sit('lead');
    await page.goto(`${url}/app/?view=team`);
    await page.getByRole('row', { name: /ann/ }).getByRole('link', { name: '1', exact: true }).click();
    await page.waitForURL('**/?view=all&assignee=ann&state=claimed');
    await expectSoon(() => page.locator('[data-task]').count(), 1);
    await page.reload();
    await page.getByRole('link', { name: /Ada/ }).waitFor();
    expect(await page.locator('[data-task]').count()).toBe(1);
    await page.getByRole('button', { name: 'Filters · 2' }).click();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expectSoon(() => page.locator('[data-task]').count(), 2);
  }));

test('a session that ends while something is written asks for the password in place, and nothing is lost', () =>
  withOffice(async (office) => {
    const { sit, url, asks, db, post } = office;
    await hire(office, 'ann');
    const task = await asks({ name: 'Ada', owner: 'ann' });
    await post('/v1/inbound', writes(task.customerId, 'Hello?'));
    const { page } = await sit('agent');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await page.getByLabel('Answer the customer').fill('Hello Ada, here I am.');
    await db.staffSession.deleteMany({});
    await page.getByRole('button', { name: 'Send' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await expectSoon(() => page.getByLabel('Answer the customer').inputValue(), 'Hello Ada, here I am.');
    await page.reload();
    await expectSoon(() => page.getByLabel('Answer the customer').inputValue(), 'Hello Ada, here I am.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('q', { hasText: 'Hello Ada, here I am.' }).waitFor();
  }));

test('without a connection it is said since when the page is old, and it is live again by itself', () =>
  withOffice(async ({ sit, url, asks }) => {
    await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/`);
    await page.getByRole('link', { name: /Ada/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByText(/You are offline. What you see is from/).waitFor();
    await expectSoon(() => page.getByRole('link', { name: /Ada/ }).isVisible(), true);
    await page.context().setOffline(false);
    await page.getByText(/You are offline/).waitFor({ state: 'hidden' });
    await asks({ name: 'Grace', owner: 'ann' });
    await page.getByRole('link', { name: /Grace/ }).waitFor();
  }));

test('whoever reads German is spoken to in German, and it stays so', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    await asks({ name: 'Ada', owner: 'ann', priority: 'high' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/`);
    await page.getByRole('button', { name: /Account/ }).click();
    await page.getByText('Deutsch').click();
    await page.getByRole('link', { name: /Als Nächstes/ }).waitFor();
    await page.reload();
    const inGerman = /Ada.*Hat um einen Menschen gebeten.*Auf eine Bitte um einen Menschen antworten.*hohe Priorität/;
    await page.getByRole('link', { name: inGerman }).click();
    await page.getByText('Hat um einen Menschen gebeten.').waitFor();
    await page.getByRole('checkbox', { name: 'Lesen, was geschrieben wurde', exact: false }).waitFor();
    await page.getByText('Sie verfällt: Der Kunde hat nie eine Antwort bekommen.').waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    await page.goto(`${url}/app/settings/account`);
    await page.getByLabel('Jetziges Passwort').fill('was auch immer');
    await page.getByLabel('Neues Passwort').fill('abababababab');
    await page.getByRole('button', { name: 'Passwort ändern' }).click();
    await page.getByText('Dieses Passwort ist zu leicht zu erraten').waitFor();
    expect((await db.staff.findUniqueOrThrow({ where: { id: 'ann' } })).locale).toBe('de');
  }));

test('an auditor sees tasks and can do nothing about them', () =>
  withOffice(async ({ sit, url, asks }) => {
    const task = await asks({ name: 'Ada' });
    const { page } = await sit('auditor');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await page.getByRole('heading', { level: 1, name: 'Ada' }).waitFor();
    for (const name of ['Claim', 'Complete', 'Snooze', 'Send'])
      expect([name, await page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 0]);
    await page.keyboard.press('c');
    await page.keyboard.press('e');
    expect(await page.getByRole('dialog').count()).toBe(0);
  }));

test('whoever completes a task can leave themselves the next step', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    const task = await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/tasks/${task.id}`);
    await page.getByRole('button', { name: 'Complete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Reached, something follows/ }).check();
    await dialog.getByLabel('Next step').selectOption('In three days');
    await dialog.getByLabel('What is to be done').fill('send the new price list');
    await dialog.getByRole('button', { name: 'Complete' }).click();
    await page.getByText('Send the new price list.', { exact: true }).waitFor();
    const [next] = await db.task.findMany({ where: { customerId: task.customerId, state: 'open' } });
    expect(next).toMatchObject({ assignee: 'ann', because: 'send the new price list' });
    await page.getByRole('button', { name: /Undo/ }).click();
    await page.getByText('Not completed. Everything is as it was.').waitFor();
    expect(await db.task.findUniqueOrThrow({ where: { id: next!.id } })).toMatchObject({ state: 'cancelled' });
  }));

test('a lead shares out work after seeing what would become of each task, and whoever is given some hears why', () =>
  withOffice(async (office) => {
    const { sit, url, asks, db } = office;
    await hire(office, 'ann');
    for (const name of ['Ada', 'Grace', 'Hedy']) await asks({ name });
    await asks({ name: 'Joan', owner: 'ann' });
    const { page } = await sit('lead');
    await page.goto(`${url}/app/?view=unclaimed`);
    await page.getByRole('checkbox', { name: 'Select the task of Joan' }).check();
    await page.getByRole('checkbox', { name: 'Select the task of Ada' }).check();
    await page.getByRole('checkbox', { name: 'Select the task of Grace' }).check();
    await page.getByRole('button', { name: 'Reassign…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reassign tasks' });
    await dialog.getByLabel('To whom?').click();
    await page.getByRole('option', { name: 'Ann' }).click();
    await dialog.getByText('2 tasks move, 1 is there already.').waitFor();
    await dialog.getByText('Ada: from the queue to Ann.').waitFor();
    await dialog.getByText('Grace: from the queue to Ann.').waitFor();
    await dialog.getByLabel('Why').fill('Ann knows them.');
    await dialog.getByRole('button', { name: 'Reassign' }).click();
    await page.getByText('2 tasks were reassigned. 1 is there already.').waitFor();
    await page.getByRole('link', { name: /Ada.*/ }).getByLabel('Offered to Ann').waitFor();
    expect(await db.task.count({ where: { assignee: 'ann' } })).toBe(3);
  }));

test('a lead selects all that match in one step, and more than are shown at once', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    for (let number = 1; number <= 60; number += 1)
      await asks({ name: `Ada ${number}`, because: 'asked for a person' });
    await asks({ name: 'Grace', because: 'answered a check-in' });
    const { page } = await sit('lead');
    await page.goto(`${url}/app/?view=unclaimed&q=Ada`);
    await page
      .getByRole('checkbox', { name: /Select the task of Ada/ })
      .first()
      .check();
    await page.getByRole('button', { name: 'Select all 60' }).click();
    await page.getByRole('region', { name: '60 selected' }).waitFor();
    await page.getByRole('button', { name: 'Reassign…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reassign tasks' });
    await dialog.getByLabel('To whom?').click();
    await page.getByRole('option', { name: 'Lea' }).click();
    await dialog.getByText('60 tasks move.').waitFor();
    await dialog.getByLabel('Why').fill('I have the time.');
    await dialog.getByRole('button', { name: 'Reassign' }).click();
    await page.getByText('60 tasks were reassigned.').waitFor();
    expect(await db.task.count({ where: { assignee: 'lea' } })).toBe(60);
  }));

test('a lead keeps an answer as a template, with which others begin theirs, and nothing is sent by that', () =>
  withOffice(async ({ sit, url, asks, db }) => {
    const task = await asks({ name: 'Ada Byron' });
    const [lea, ann] = [await sit('lead'), await sit('agent')];
    for (const { page } of [lea, ann]) await page.goto(`${url}/app/tasks/${task.id}`);
    await lea.page.getByLabel('Answer the customer').fill('Hello {{ customer.first_name | there }}, I look into it.');
    expect(await ann.page.getByRole('button', { name: 'Templates' }).count()).toBe(0);
    await lea.page.getByRole('button', { name: 'Templates' }).click();
    await lea.page.getByRole('menuitem', { name: 'Keep this text as a template…' }).click();
    await lea.page.getByLabel('What is it called?').fill('It takes a while');
    await lea.page.getByRole('button', { name: 'Keep it' }).click();
    await lea.page.getByText('The template is kept.').waitFor();
    expect(await db.utterance.count()).toBe(0);
    await ann.page.reload();
    await ann.page.getByRole('button', { name: 'Templates' }).click();
    await ann.page.getByRole('menuitem', { name: 'It takes a while' }).click();
    await ann.page.getByText('Hello Ada, I look into it.').waitFor();
  }));

test('of the views one is the present one (X05)', () =>
  withOffice(async ({ sit, url, asks }) => {
    await asks({ name: 'Ada' });
    const { page } = await sit('agent');
    await page.goto(`${url}/app/?view=unclaimed`);
    const present = page.getByRole('navigation', { name: 'Views' }).locator('[aria-current]');
    await present.filter({ hasText: 'Unclaimed' }).waitFor();
    expect(await present.count()).toBe(1);
  }));

/** Somebody who signs in by PASSWORD. */
async function hire({ db, clock }: Office, id: string): Promise<void> {
  const at = { createdAt: clock.now(), joinedAt: clock.now() };
  const passwordHash = await hashPassword(PASSWORD);
  await db.staff.create({ data: { id, email: `${id}@acme.example`, name: 'Ann', role: 'agent', passwordHash, ...at } });
}

function writes(customerId: string, text: string) {
  return { message_id: `m ${text}`, channel: 'email', source: 'test', customer_id: customerId, text };
}

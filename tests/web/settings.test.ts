import { hashPassword } from '../../api/sign-in/password';
import { firstLink } from '../../prisma/staff/invite';
import { STAFF_RIGHTS, STAFF_ROLES, type Right } from '../../domain/right';
import { accessibilityFaults } from '../support/accessible';
import { expectSoon } from '../support/browser';
import { withOffice } from './office';

/** Every section, what one needs to see it, and the heading that it then shows. */
const SECTIONS: readonly (readonly [section: string, right: Right, heading: string])[] = [
  ['account', 'read', 'My account'],
  ['team', 'read', 'Team'],
  ['keys', 'administer', 'API keys'],
  ['webhooks', 'administer', 'Webhooks'],
  ['rules', 'read', 'Caps, hours and topics'],
  ['guardrails', 'read', 'Guardrails'],
  ['holds', 'read', 'Holds'],
  ['suppressions', 'read', 'Barred addresses'],
  ['audit', 'audit', 'Audit log'],
];

/** What changes something in a section, and what one needs to be offered it. */
const OFFERS: readonly (readonly [section: string, button: string, right: Right])[] = [
  ['team', 'Invite somebody', 'administer'],
  ['webhooks', 'Add an endpoint', 'administer'],
  ['rules', 'See what changes', 'configure'],
  ['holds', 'Hold something', 'steer'],
  ['suppressions', 'Bar an address', 'work'],
];

test('every section of the settings shows itself or refuses itself by role, and offers what the role may do', () =>
  withOffice(async ({ sit, url }) => {
    for (const role of STAFF_ROLES) {
      const { page, complaints } = await sit(role);
      for (const [section, right, heading] of SECTIONS) {
        await page.goto(`${url}/app/settings/${section}`);
        const shown = STAFF_RIGHTS[role].includes(right);
        const expected = shown ? heading : 'Your role does not include this page';
        await page.getByRole('heading', { name: expected, exact: true }).waitFor();
        expect([role, section, await page.getByRole('link', { name: NAMES[section], exact: true }).count()]).toEqual([
          role,
          section,
          shown ? 1 : 0,
        ]);
        for (const [, button, needed] of OFFERS.filter(([where]) => where === section)) {
          const offered = (await page.getByRole('button', { name: button, exact: true }).count()) > 0;
          if (section === 'rules') await page.getByRole('heading', { name: 'How often at most' }).waitFor();
          expect([role, button, offered]).toEqual([role, button, STAFF_RIGHTS[role].includes(needed)]);
        }
      }
      expect([role, complaints]).toEqual([role, []]);
    }
  }));

const NAMES: Readonly<Record<string, string>> = {
  account: 'My account',
  team: 'Team',
  keys: 'API keys',
  webhooks: 'Webhooks',
  rules: 'Caps, hours and topics',
  guardrails: 'Guardrails',
  holds: 'Holds',
  suppressions: 'Barred addresses',
  audit: 'Audit log',
};

test('an administrator invites somebody by the page, who comes in by the link and is seen in the team', () =>
  withOffice(async ({ sit, open, url, db }) => {
    const { page } = await sit('admin');
    await page.goto(`${url}/app/settings/team`);
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Email').fill('zoe@acme.example');
    await dialog.getByLabel('Name').fill('Zoe <b>Bold</b>');
    await dialog.getByLabel('Role').selectOption('lead');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByText(/welcome\?token=/).textContent();
    await page.reload();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog.getByLabel('Email').fill('zoe@acme.example');
    await dialog.getByLabel('Name').fill('Zoe');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await dialog.getByText('Somebody is invited by this address already').waitFor();
    const { page: theirs } = await open();
    await theirs.goto(`${url}/app/welcome${new URL(link!).search}`);
    await theirs.getByLabel('Email').waitFor();
    await expectSoon(() => theirs.getByLabel('Email').inputValue(), 'zoe@acme.example');
    await theirs.getByLabel('Password', { exact: true }).fill('seven quiet green boats');
    await theirs.getByRole('button', { name: 'Begin' }).click();
    await theirs.getByRole('button', { name: /^Zoe.*Account/ }).waitFor();
    expect(await db.staff.findUniqueOrThrow({ where: { id: 'zoe' } })).toMatchObject({ role: 'lead' });
    await page.reload();
    await page.getByText('Zoe <b>Bold</b>').waitFor();
  }));

test('whoever lets somebody in no more is told first where their tasks go, and there they go', () =>
  withOffice(async ({ sit, asks, url, db }) => {
    await sit('agent', 'ben');
    await sit('agent', 'ann');
    await sit('agent', 'cleo');
    await db.staff.update({ where: { id: 'cleo' }, data: { loadLimit: 1 } });
    for (const owner of ['ann', 'ann', 'ben']) await asks({ owner });
    const { page } = await sit('admin');
    await page.goto(`${url}/app/settings/team`);
    await page.getByRole('button', { name: 'Change Ann' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('May sign in').uncheck();
    await dialog.getByText('Ann has 2 open tasks: 2 back to the queue Customer success.').waitFor();
    await dialog.getByLabel('Away').check();
    await dialog.getByLabel('Who stands in').selectOption('cleo');
    await dialog
      .getByText('Ann has 2 open tasks: 1 to Cleo, 1 back to the queue Customer success. Cleo cannot take more.')
      .waitFor();
    await dialog.getByLabel('Who stands in').selectOption('ben');
    await dialog.getByText('Ann has 2 open tasks: 2 to Ben.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await db.task.count({ where: { assignee: 'ben' } })).toBe(3);
    expect(await db.staff.findUniqueOrThrow({ where: { id: 'ann' } })).toMatchObject({ disabledAt: expect.any(Date) });
  }));

test('the first administrator says who they are, and no second one comes in by that link', () =>
  withOffice(async ({ open, url, db, clock }) => {
    const { token } = (await db.$transaction((tx) => firstLink(tx, clock.now())))!;
    const { page } = await open();
    await page.goto(`${url}/app/welcome?token=${token}`);
    await page.getByText('You are the first one here').waitFor();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Email').fill('ada@acme.example');
    await page.getByLabel('Password', { exact: true }).fill('seven quiet green boats');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: /^Ada.*Account/ }).waitFor();
    const { page: late } = await open();
    await late.goto(`${url}/app/welcome?token=${token}`);
    await late.getByText('This link has been used or is too old').waitFor();
    expect((await db.staff.findMany()).map(({ id, role }) => [id, role])).toEqual([['ada', 'admin']]);
  }));

test('what changes in the rules is shown before it rules, every version is on record, and a version that was overtaken is not lost', () =>
  withOffice(async ({ sit, get, send, url }) => {
    const { page } = await sit('engineer');
    await page.goto(`${url}/app/settings/rules`);
    const most = page.getByLabel('Text messages: how many at most');
    await most.fill('1');
    await page.getByRole('button', { name: 'See what changes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('at most 1 in 7 days').waitFor();
    await expectSoon(() => dialog.getByRole('listitem').count(), 1);
    await dialog.getByLabel('Why').fill('Fewer texts');
    // Somebody else is faster.
    const { settings } = (await get<{ settings: object }>('/v1/settings')).body;
    await send('PUT', '/v1/settings', { settings }, { headers: { 'If-Match': '"0"' } });
    await dialog.getByRole('button', { name: 'Let it rule' }).click();
    await dialog.getByText('Somebody else has changed the settings meanwhile').waitFor();
    await dialog.getByRole('button', { name: 'Read theirs' }).click();
    await page.getByText('Version 1').waitFor();
    await page.getByLabel('Text messages: how many at most').fill('1');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await dialog.getByRole('button', { name: 'Let it rule' }).click();
    await page.getByText('Version 2, by eli').waitFor();
    const { body } = await get<{ settings: { caps: { name: string; most: number }[] } }>('/v1/settings');
    expect(body.settings.caps.find(({ name }) => name === 'text-messages')?.most).toBe(1);
  }));

test('whoever signs out is before the door at once', () =>
  withOffice(async ({ sit, db, url }) => {
    const { page } = await sit('agent');
    await page.goto(`${url}/app/settings/account`);
    await page.getByRole('button', { name: /, Account/ }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await db.staffSession.count({ where: { staffId: 'ann' } })).toBe(0);
  }));

test('a password is changed, and the other browser is out while this one goes on', () =>
  withOffice(async ({ sit, db, url }) => {
    const { page } = await sit('agent');
    const { page: other } = await sit('agent');
    await db.staff.update({
      where: { id: 'ann' },
      data: { passwordHash: await hashPassword('seven quiet green boats') },
    });
    await page.goto(`${url}/app/settings/account`);
    await page.getByLabel('Present password').fill('not this one at all');
    await page.getByLabel('New password').fill('nine loud red trains');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('is not your password').waitFor();
    await page.getByLabel('Present password').fill('seven quiet green boats');
    await page.getByLabel('New password').fill('nine loud red trains');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Ann Smith');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /^Ann Smith.*Account/ }).waitFor();
    await other.goto(`${url}/app/settings/account`);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await db.staffSession.count({ where: { staffId: 'ann' } })).toBe(1);
  }));

test.each(['light', 'dark'] as const)(
  'sections meet WCAG 2.2 AA in the %s theme, and fit a narrow screen',
  (colorScheme) =>
    withOffice(async ({ sit, url, post }) => {
      await post('/v1/holds', { scope: 'channel', target: 'sms', reason: 'A test of the pages' });
      const { page } = await sit('admin', undefined, { colorScheme, reducedMotion: 'reduce' });
      for (const [section, , heading] of SECTIONS) {
        await page.goto(`${url}/app/settings/${section}`);
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        expect([section, await accessibilityFaults(page)]).toEqual([section, []]);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${section}-${colorScheme}.png` });
      }
      await page.setViewportSize({ width: 320, height: 640 });
      for (const [section, , heading] of SECTIONS) {
        await page.goto(`${url}/app/settings/${section}`);
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        const overflow = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect([section, overflow]).toEqual([section, false]);
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${section}-${colorScheme}-narrow.png` });
      }
    }),
);

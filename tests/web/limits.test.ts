import { withOffice } from './office';

test('whoever claims more than they are given has it, and is told so in words', () =>
  withOffice(async ({ sit, asks, url, db }) => {
    const { page, complaints } = await sit('agent');
    await db.staff.update({ where: { id: 'ann' }, data: { loadLimit: 1 } });
    await asks({ name: 'Grace', owner: 'ann' });
    const { id } = await asks({ name: 'Ada' });
    await page.goto(`${url}/app/tasks/${id}`);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page
      .getByText('It is yours. You have 2 now, beyond your limit of 1: you are given no more until some are done.')
      .waitFor();
    expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'claimed', assignee: 'ann' });
    expect(complaints).toEqual([]);
  }));

import { readConfig } from '../../cli/config';
import { staffCommand } from '../../cli/staff';
import { summaryOf } from '../../cli/start/summary';
import { withApi } from '../support/http';

test('the command line invites, lists, lets in again and disables; only links and lists go to standard output', () =>
  withApi(async ({ db, clock, post, get }) => {
    const said = {
      log: jest.spyOn(console, 'log').mockReturnValue(),
      error: jest.spyOn(console, 'error').mockReturnValue(),
    };
    const config = () => readConfig({ PERENNIAL_PUBLIC_URL: 'https://engage.acme.example/' });
    const run = (...words: string[]) =>
      staffCommand({ config, withDb: (work) => work(db), now: clock.now }).parseAsync(words, { from: 'user' });
    const last = () => String(said.log.mock.calls.at(-1)?.[0]);
    const open = { role: null } as const;
    const password = 'seven quiet green boats';
    try {
      await run('invite', 'Ada@acme.example', '--role', 'admin', '--name', 'Ada');
      expect(last()).toMatch(/^https:\/\/engage\.acme\.example\/app\/welcome\?token=[\w-]{43}$/);
      const token = new URL(last()).searchParams.get('token')!;
      expect((await post(`/v1/invitations/${token}/acceptance`, { password }, open)).status).toBe(200);
      await run('invite', 'bob@acme.example', '--role', 'agent', '--name', 'Bob', '--id', 'robert');
      said.log.mockClear();
      await run('list');
      expect(said.log.mock.calls.map(([line]) => String(line).split(/\s+/).slice(0, 3))).toEqual([
        ['ada', 'admin', 'active'],
        ['robert', 'agent', 'invited'],
      ]);
      await run('reset', 'ada@acme.example');
      const reset = new URL(last()).searchParams.get('token')!;
      const next = { password: 'nine loud red trains' };
      expect((await post(`/v1/password-resets/${reset}/acceptance`, next, open)).status).toBe(200);
      await run('disable', 'bob@acme.example');
      expect((await get('/v1/staff/robert')).body).toMatchObject({ state: 'disabled' });
      await expect(run('disable', 'ada')).rejects.toThrow('Nobody would be left who administers');
      await expect(run('disable', 'nobody')).rejects.toThrow('There is no member of staff "nobody"');
      await expect(run('invite', 'ada@acme.example', '--role', 'lead', '--name', 'Ada')).rejects.toThrow('already');
      expect(said.error.mock.calls.flat().join()).not.toMatch(/token=/);
    } finally {
      said.log.mockRestore();
      said.error.mockRestore();
    }
  }));

test('the screen of a start shows the link of the first administrator until somebody administers', () => {
  const situation = {
    state: '/tmp/x',
    apiUrl: 'http://localhost:3000',
    temporalUi: undefined,
    apiKey: 'pk',
    captured: 'page',
  } as const;
  const firstAdmin = 'http://localhost:3000/app/welcome?token=abc';
  expect(summaryOf({ ...situation, firstAdmin })).toContain(firstAdmin);
  expect(summaryOf({ ...situation, firstAdmin: undefined })).not.toContain('First admin');
});

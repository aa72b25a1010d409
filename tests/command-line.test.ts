import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { perennial } from './support/command';

let state: string;

beforeAll(() => (state = mkdtempSync(path.join(tmpdir(), 'perennial-command-line-'))));
afterAll(() => rmSync(state, { recursive: true }));

test('help says what there is and what exit codes mean, and is no failure', async () => {
  const { code, output } = await called(['--help']);
  expect(code).toBe(0);
  for (const word of ['simulate', 'replay', 'Exit codes', 'the call was wrong']) expect(output).toContain(word);
  expect((await called(['keys', 'create', '--help'])).code).toBe(0);
});

test('a wrong call is answered with what was meant and exit code 2, on standard error alone', async () => {
  for (const [words, sentence] of [
    [['nonsense'], /^There is no command "nonsense"\. There are start, doctor, .*, help\.$/m],
    [['simlate', 'at-risk'], /^There is no command "simlate"; did you mean simulate\?/],
    [['help', 'reply'], /did you mean replay\?/],
    [
      ['replay', '--jsn'],
      /unknown option '--jsn'\n\(Did you mean --json\?\)[^]*perennial replay --help says what there is\./,
    ],
    [['keys', 'creat'], /unknown command 'creat'\n\(Did you mean create\?\)[^]*perennial keys --help/],
    [['keys', 'create', '--name', 'x', '--role', 'boss'], /Allowed choices are ingest/],
    [['replay', '--record', 'at-risk.caled'], /^There is no path "at-risk\.caled"; did you mean at-risk\.called\?/],
    [['messages', 'show', 'at-risk/chek-in'], /^There is no message at-risk\/chek-in/],
    [['replay', '--running', '--recorded'], /^Give --running or --recorded, not both\./],
    [['outbox', 'retry'], /^Name one row, or give --all\./],
  ] as const) {
    const { code, output, stdout } = await called(words);
    expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' });
    expect(output).toMatch(sentence);
  }
  const misset = await called(['keys', 'list'], { PORT: 'abc' });
  expect(misset).toMatchObject({ code: 2, output: expect.stringContaining('PORT') });
});

test('what is broken or away is said in one sentence, with exit code 1', async () => {
  expect(await called(['keys', 'list'])).toMatchObject({
    code: 1,
    output: 'The embedded database is not running (npm start brings it up), and DATABASE_URL is not set.\n',
  });
  const away = { DATABASE_URL: 'postgresql://127.0.0.1:1/perennial', TEMPORAL_ADDRESS: '127.0.0.1:1' };
  expect(await called(['keys', 'list'], away)).toMatchObject({
    code: 1,
    output: 'The database at 127.0.0.1:1 does not answer (perennial doctor says more).\n',
  });
  expect(await called(['replay', '--running'], away)).toMatchObject({
    code: 1,
    output: 'Temporal at 127.0.0.1:1 does not answer (perennial doctor says more).\n',
  });
});

/** Runs a command to its end in a state folder that holds nothing. */
async function called(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const command = perennial(words, { DATABASE_URL: '', TEMPORAL_ADDRESS: '', PERENNIAL_STATE: state, ...variables });
  return { code: await command.ended, output: command.output(), stdout: command.stdout() };
}

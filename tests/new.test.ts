import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { journeySource } from '../cli/new/journey-source';
import { testSource } from '../cli/new/test-source';
import { writeJourney } from '../cli/new/write';
import { InvalidInput } from '../domain/errors';
import { projectRoot } from '../embedded/state';

const ROOT = projectRoot();
/** What the guide for authors has one type about the journey that it has written. */
const GUIDED = [...readFileSync(path.join(ROOT, 'docs', 'authors.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, lines]) => lines!.trim().split('\n'))
  .slice(1);
const LONG = 'quarterly-business-review-invitation';

test('a new journey compiles, passes every check and its own test at once, whatever the length of its name (X01)', () =>
  withCheckout(async (checkout) => {
    const run = (file: string, ...words: string[]) => promisify(execFile)(file, words, { cwd: checkout });
    const perennial = (...words: string[]) => run(process.execPath, '--import', 'tsx', 'cli/perennial.ts', ...words);
    const bin = (name: string) => path.join(checkout, 'node_modules', '.bin', name);
    const read = (file: string) => readFileSync(path.join(checkout, file), 'utf8');

    expect(GUIDED).toHaveLength(3);
    expect((await perennial('new', 'trial')).stdout).toContain('new       workflows/journeys/trial.ts');
    await perennial('new', LONG);
    expect(read('workflows/journeys/trial.ts')).toBe(journeySource('trial', 'trial'));
    expect(read('tests/journeys/trial.test.ts')).toBe(testSource('trial'));

    await run(bin('tsc'), '--noEmit');
    const written = ['workflows', 'translations', 'messages/names.ts', 'cli/replay/paths.ts', 'tests/journeys'];
    await run(bin('oxlint'), '--type-aware', '--deny-warnings', ...written);
    await run(bin('oxfmt'), '--check', ...written);
    expect((await perennial('messages', 'check')).stdout).toContain('no faults');
    expect((await perennial('translations', 'check')).stdout).toContain('no faults');
    for (const command of GUIDED) await run('bash', '-euc', command);
    await run(bin('jest'), 'tests/journeys/names');
  }));

test('a name that is bad or taken is refused in one sentence, before anything is written', () => {
  for (const [name, sentence] of [
    ['Trial', /lower-case words joined by hyphens, as in win-back, .*; not "Trial"/],
    ['win--back', /joined by hyphens/],
    ['2nd-try', /joined by hyphens/],
    ['../trial', /joined by hyphens/],
    ['a'.repeat(41), /at most 40 letters/],
    ['delete', /"delete" is a word of the language/],
    ['two-messages', /or of journeys themselves/],
    ['sweep', /choose another name/],
    ['at-risk', /^There is workflows\/journeys\/at-risk\.ts already: choose another name\.$/],
  ] as const) {
    expect(() => writeJourney(name, ROOT)).toThrow(InvalidInput);
    expect(() => writeJourney(name, ROOT)).toThrow(sentence);
  }
});

/** Lends a copy of this checkout that shares its packages, and its servers for tests. */
async function withCheckout(work: (checkout: string) => Promise<void>): Promise<void> {
  const checkout = mkdtempSync(path.join(tmpdir(), 'perennial-checkout-'));
  const shared = ['node_modules', '.perennial'];
  const left = new Set([...shared, 'dist', '.git'].map((name) => path.join(ROOT, name)));
  try {
    cpSync(ROOT, checkout, { recursive: true, filter: (file) => !left.has(file) });
    for (const name of shared) symlinkSync(path.join(ROOT, name), path.join(checkout, name));
    await work(checkout);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

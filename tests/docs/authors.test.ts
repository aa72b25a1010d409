import { readFileSync } from 'node:fs';
import path from 'node:path';
import { journeySource } from '../../cli/new/journey-source';
import { testSource } from '../../cli/new/test-source';
import { addBusinessDays } from '../../domain/business-days';
import { projectRoot } from '../../embedded/state';

const read = (file: string) => readFileSync(path.join(projectRoot(), file), 'utf8');
const guide = read('docs/authors.md');
const [journey, story] = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

test('the journey and the test of the guide are those that its first command writes (tests/new.test.ts runs them)', () => {
  expect(guide).toContain('npm run -s perennial -- new trial\n');
  expect(journey).toBe(journeySource('trial', 'trial'));
  expect(testSource('trial').startsWith(story!)).toBe(true);
});

test('every verb in the guide is one that authors can import', () => {
  const verbs = [...guide.matchAll(/^\| `(\w+)\(/gm)].map(([, verb]) => verb);
  expect(Object.keys(jest.requireActual<object>('../../workflows/sdk'))).toEqual(expect.arrayContaining(verbs));
});

test('the misuses that the guide quotes are said in these words', () => {
  const code = ['enrollment', 'run', 'wait'].map((file) => read(`workflows/sdk/${file}.ts`)).join('');
  // In the code, what stands for a name is a placeholder, and a backtick is escaped.
  const said = code.replaceAll(/\$\{[^}]*\}/g, '*').replaceAll('\\`', '`');
  const quoted = [...guide.matchAll(/^- (?:``(.*)``|`(\w+\(\) .*|stage .*)`)$/gm)].map(
    ([, one, other]) => one ?? other!,
  );
  expect(quoted).toHaveLength(5);
  for (const sentence of quoted) {
    const known = [...said.matchAll(/`([^\n]*\.)`/g)].map(([, text]) => text!);
    const fits = (text: string) => new RegExp(`^${text.split('*').map(escaped).join('.+')}$`).test(sentence);
    expect([sentence, known.some(fits)]).toEqual([sentence, true]);
  }
});

test('a task opened on Friday at 17:00 is due on Monday at 17:00, as the guide says', () => {
  for (const day of ['2026-03-06', '2026-03-07']) {
    expect(addBusinessDays(new Date(`${day}T17:00:00Z`), 1)).toEqual(new Date('2026-03-09T17:00:00Z'));
  }
});

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

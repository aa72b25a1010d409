import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messagesCommand } from '../../cli/messages';
import { namesSource } from '../../messages/check/names';
import { ENGLISH, GERMAN, withFolder } from './folder';

const FILES = { 'a/hello.en.md': ENGLISH, 'a/hello.de.md': GERMAN };

describe('The messages command', () => {
  test('check passes faultless messages and shows what each SMS costs', async () => {
    const { output, exitCode } = await run(FILES, ['check']);
    expect(exitCode).toBe(0);
    expect(output).toContain('a/hello.en.md');
    expect(output).toMatch(/1 segment\(s\), 44 units of gsm-7/);
    expect(output).toContain('1 messages in 2 files');
  });

  test('check fails on a fault and says where it is', async () => {
    const { output, exitCode } = await run({ ...FILES, 'a/hello.en.md': ENGLISH.replace('Hi {{', 'We noticed, {{') }, [
      'check',
    ]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/a\/hello\.en\.md:18 surveillance: "We noticed"/);
  });

  test('names writes the type of all names', async () => {
    const { names } = await run({ ...FILES, 'names.ts': 'old' }, ['names']);
    expect(names).toBe(namesSource(['a/hello']));
  });

  test('show renders for a made-up customer', async () => {
    expect((await run(FILES, ['show', 'a/hello'])).output).toContain('Hi Alexandra,');
    expect((await run(FILES, ['show', 'a/hello', '--locale', 'de', '--customer', 'unknown'])).output).toContain(
      'Guten Tag,',
    );
    expect((await run(FILES, ['show', 'a/hello', '--channel', 'sms'])).output).toContain('1 segment(s)');
  });

  test('show writes the HTML to a file', async () => {
    await withFolder(FILES, async (dir) => {
      const out = path.join(dir, 'mail.html');
      await execute(dir, ['show', 'a/hello', '--out', out]);
      expect(readFileSync(out, 'utf8')).toContain('<!doctype html>');
    });
  });
});

async function run(
  files: Readonly<Record<string, string>>,
  args: string[],
): Promise<{ output: string; exitCode: number; names: string }> {
  return withFolder(files, async (dir) => ({
    ...(await execute(dir, args)),
    names: readFileSync(path.join(dir, 'names.ts'), 'utf8'),
  }));
}

async function execute(dir: string, args: string[]): Promise<{ output: string; exitCode: number }> {
  const lines: string[] = [];
  const spies = (['log', 'error'] as const).map((stream) =>
    jest.spyOn(console, stream).mockImplementation((...parts: unknown[]) => void lines.push(parts.join(' '))),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await messagesCommand(dir).parseAsync(args, { from: 'user' });
    return { output: lines.join('\n'), exitCode: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

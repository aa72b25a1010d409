import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadMessages } from '../../messages/catalog';
import { NAMES_FILE, namesSource } from '../../messages/check/names';
import { entries } from './entries';
import { identifierOf } from './identifier';
import { journeySource } from './journey-source';
import { messageSources } from './message-sources';
import { insistOnName } from './name';
import { testSource } from './test-source';
import { translationSource } from './translation-source';

/** What came of it: files by their path below the root. */
export interface Written {
  readonly created: readonly string[];
  readonly extended: readonly string[];
}

/**
 * Writes a journey of this name into a checkout, formatted: its file, its messages and its test, and its entries where journeys are listed.
 * Throws InvalidInput with one sentence, and has then written nothing, when the name is bad or taken.
 */
export function writeJourney(name: string, root: string): Written {
  insistOnName(name, root);
  const identifier = identifierOf(name);
  const messages = Object.entries(messageSources).map(
    ([file, source]) => [`messages/${name}/${file}`, source] as const,
  );
  const created = {
    [`workflows/journeys/${name}.ts`]: journeySource(name, identifier),
    [`translations/de/journeys/${name}.ts`]: translationSource(name, identifier),
    [`tests/journeys/${name}.test.ts`]: testSource(name),
    ...Object.fromEntries(messages),
  };
  const extended = {
    ...Object.fromEntries(
      Object.entries(entries).map(([file, extend]) => [file, extend(read(root, file), name, identifier)]),
    ),
    [`messages/${NAMES_FILE}`]: namesSource(namesWith(name, path.join(root, 'messages'))),
  };
  for (const [file, source] of Object.entries({ ...created, ...extended })) write(root, file, source);
  format(root, [...Object.keys(created), ...Object.keys(extended)]);
  tellStories(root);
  return { created: Object.keys(created), extended: [...Object.keys(extended), 'workflows/stories.ts'] };
}

function read(root: string, file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function write(root: string, file: string, source: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, source);
}

function namesWith(name: string, folder: string): string[] {
  const more = Object.keys(messageSources).map((file) => `${name}/${file.split('.')[0]}`);
  return [...new Set([...loadMessages(folder).names, ...more])].toSorted();
}

/** What pages say of journeys is read from their sources. */
function tellStories(root: string): void {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'workflows', 'generate.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The files are written but pages do not tell of them (npm run stories): ${stderr}`);
}

/** How long lines are depends on the name. */
function format(root: string, files: readonly string[]): void {
  const formatter = path.join(root, 'node_modules', '.bin', 'oxfmt');
  const { status, stderr } = spawnSync(
    formatter,
    files.filter((file) => file.endsWith('.ts')),
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0)
    throw new Error(`The files are written but not formatted (npm run format): ${stderr ?? 'no oxfmt'}`);
}

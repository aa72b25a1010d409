import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIRM_MESSAGE } from '../../domain/confirmation';
import { REPLY_MESSAGE } from '../../domain/conversation';
import { isWishMessage } from '../../domain/privacy';
import type { ContentFault } from '../fault';

/** The file in which the names of all messages stand as a type, so that a misspelt one does not compile. */
export const NAMES_FILE = 'names.ts';

/** What names.ts must say for these messages. Those that Perennial itself sends are no journey's to send. */
export function namesSource(all: readonly string[]): string {
  const names = all.filter((name) => name !== REPLY_MESSAGE && name !== CONFIRM_MESSAGE && !isWishMessage(name));
  return [
    '// Written by `perennial messages names` from the files in this folder. Do not edit by hand: the content check compares.',
    '',
    '/** Every message that a journey can send: the path of its files without locale and extension. */',
    `export type MessageName =${names.length === 0 ? ' never' : names.map((name) => `\n  | '${name}'`).join('')};`,
    '',
  ].join('\n');
}

/** A fault when names.ts does not list exactly these messages. */
export function checkNames(dir: string, names: readonly string[]): ContentFault[] {
  const file = path.join(dir, NAMES_FILE);
  if (existsSync(file) && readFileSync(file, 'utf8') === namesSource(names)) return [];
  return [
    {
      file: NAMES_FILE,
      line: 1,
      rule: 'names',
      detail: 'is not what the files say; run: npm run perennial -- messages names',
    },
  ];
}

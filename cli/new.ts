import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { InvalidInput } from '../domain/errors';
import { projectRoot } from '../embedded/state';
import { writeJourney, type Written } from './new/write';

/** `perennial new <name>`: writes a journey that works at once, with its messages, its test and its entries. Needs a checkout, and no server. */
export function newCommand(root: string = projectRoot()): Command {
  return new Command('new')
    .description('write a new journey with its messages and its test, which pass all checks at once')
    .argument('<name>', 'lower-case words joined by hyphens, as in win-back')
    .addHelpText('after', HELP)
    .action((name: string) => {
      if (!existsSync(path.join(root, 'workflows', 'headers.ts')))
        throw new InvalidInput('A journey is written into a checkout, and this is an installation without sources.');
      console.log(report(name, writeJourney(name, root)));
    });
}

const HELP = `
The journey has two stages: two messages, four days apart, and a person who calls when both go unanswered. It is there to be changed:
docs/authors.md goes on from it. Nothing starts it yet but a request (POST /v1/enrollments).`;

function report(name: string, { created, extended }: Written): string {
  return [
    ...created.map((file) => `new       ${file}`),
    ...extended.map((file) => `extended  ${file}`),
    '',
    'See it, test it, then name in startOn what starts it:',
    `  npm run -s perennial -- simulate ${name}`,
    `  npx jest tests/journeys/${name}`,
    'Before it ships, record its paths (cli/replay/paths.ts):',
    '  npm run -s perennial -- replay --record',
  ].join('\n');
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput } from '../../domain/errors';
import { identifierOf } from './identifier';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST = 40;

/** Words that a constant cannot have as its name, and those that a journey's own file or the files that list it use already. */
const TAKEN: ReadonlySet<string> = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function if import in
  instanceof new null return super switch this throw true try typeof var void while with yield let static implements interface package
  private protected public await async arguments eval undefined
  index sweep journey journeyHeaders churned helpRequested loggedIn replied done escalate next touch waitFor twoMessages personCalls`.split(
    /\s+/,
  ),
);

/** Makes sure that a journey of this name can be written below `root` and is not there. Throws InvalidInput with one sentence. */
export function insistOnName(name: string, root: string): void {
  if (!NAME.test(name) || name.length > LONGEST) {
    throw new InvalidInput(
      `A journey's name is lower-case words joined by hyphens, as in win-back, of at most ${LONGEST} letters; not "${name}".`,
    );
  }
  if (TAKEN.has(identifierOf(name))) {
    throw new InvalidInput(`"${name}" is a word of the language, or of journeys themselves: choose another name.`);
  }
  const there = placesOf(name).find((place) => existsSync(path.join(root, place)));
  if (there) throw new InvalidInput(`There is ${there} already: choose another name.`);
}

/** The files and folders that a journey has to itself. */
function placesOf(name: string): string[] {
  return [`workflows/journeys/${name}.ts`, `messages/${name}`, `tests/journeys/${name}.test.ts`];
}

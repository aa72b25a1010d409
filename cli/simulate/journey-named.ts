import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput, type Fault } from '../../domain/errors';
import type { JourneyHeader } from '../../domain/journey';
import { projectRoot } from '../../embedded/state';
import * as workflows from '../../workflows';
import { journeyHeaders } from '../../workflows/headers';
import { nearest } from '../../domain/nearest';
import { exportLine, identifierOf, importLine } from '../new/identifier';

/** The journeys that there are: those listed for the product, those that Temporal can run, and the folder of their files. */
export interface Journeys {
  readonly headers: readonly JourneyHeader[];
  readonly exported: readonly string[];
  readonly folder: string;
}

/**
 * The journey of this name. Throws InvalidInput that names the nearest one and lists all; for one that is written but not listed or not
 * exported, with the lines to add.
 */
export function journeyNamed(name: string | undefined, journeys: Journeys = ours()): JourneyHeader {
  const names = journeys.headers.map((header) => header.name);
  if (name === undefined) throw new InvalidInput(`Which journey? There are ${names.join(', ')}.`);
  const found = journeys.headers.find((header) => header.name === name);
  if (found && journeys.exported.includes(name)) return found;
  insistOnEntries(name, journeys);
  const meant = nearest(name, names);
  throw new InvalidInput(
    `There is no journey "${name}"${meant ? `; did you mean ${meant}?` : ':'} There are ${names.join(', ')}.`,
  );
}

function ours(): Journeys {
  const folder = path.join(projectRoot(), 'workflows', 'journeys');
  return { headers: journeyHeaders, exported: Object.keys(workflows), folder };
}

/** A journey that has a file, but not its place in one of the two files that name them all. */
function insistOnEntries(name: string, { headers, exported, folder }: Journeys): void {
  const file = path.join(folder, `${path.basename(name)}.ts`);
  if (!existsSync(file)) return;
  const source = readFileSync(file, 'utf8');
  const [, identifier = identifierOf(name)] = /^export const (\w+) = journey\(/m.exec(source) ?? [];
  const [, called = name] = /^ {2}name: '([^']*)'/m.exec(source) ?? [];
  if (called !== name) {
    throw new InvalidInput(
      `workflows/journeys/${name}.ts holds a journey that is named ${called}: file, name and export must agree.`,
    );
  }
  const missing: Fault[] = [];
  if (!headers.some((header) => header.name === name))
    missing.push({
      pointer: 'workflows/headers.ts',
      detail: `${importLine(name, identifier)} and ${identifier} in the list`,
    });
  if (!exported.includes(name)) missing.push({ pointer: 'workflows/index.ts', detail: exportLine(name, identifier) });
  throw new InvalidInput(`workflows/journeys/${name}.ts is there, but the journey is not known yet. Add:`, missing);
}

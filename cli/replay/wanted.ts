import { InvalidInput } from '../../domain/errors';
import type { JourneyHeader } from '../../domain/journey';
import { nearest } from '../../domain/nearest';
import { journeyHeaders } from '../../workflows/headers';
import { PATHS, type Path } from './paths';
import type { Recording } from './recording';

/** What --record and --all say: every path that is not recorded yet, the one of this name, or all. */
export interface Wanted {
  readonly record?: string | true;
  readonly all?: boolean;
}

/** The name of a path, which is also that of its file: `at-risk.called`. */
export function nameOf({ journey, name }: Pick<Path, 'journey' | 'name'>): string {
  return `${journey}.${name}`;
}

/** What keeps a change from being checked against every journey, one sentence each: journeys without a path, and paths without a recording. */
export function gapsOf(
  recordings: readonly Recording[],
  paths: readonly Path[] = PATHS,
  journeys: readonly Pick<JourneyHeader, 'name'>[] = journeyHeaders,
): string[] {
  const unlisted = journeys.filter(({ name }) => !paths.some(({ journey }) => journey === name));
  return [
    ...unlisted.map(({ name }) => `No way through ${name} is listed: add its paths to cli/replay/paths.ts.`),
    ...unrecorded(recordings, paths).map((path) => `${nameOf(path)} is not recorded: perennial replay --record.`),
  ];
}

/** The paths to walk; none unless --record is given. Throws InvalidInput when the words do not fit each other or any path. */
export function pathsToRecord(
  { record, all }: Wanted,
  recordings: readonly Recording[],
  paths = PATHS,
): readonly Path[] {
  if (all && record === undefined) throw new InvalidInput('--all goes with --record.');
  if (all && record !== true) throw new InvalidInput('Record one path, or --all of them?');
  if (record === undefined) return [];
  if (record === true) return all ? paths : unrecorded(recordings, paths);
  const names = paths.map(nameOf);
  const found = paths.filter((path) => nameOf(path) === record);
  if (found.length > 0) return found;
  const meant = nearest(record, names);
  throw new InvalidInput(
    `There is no path "${record}"${meant ? `; did you mean ${meant}?` : '.'} cli/replay/paths.ts lists them.`,
  );
}

function unrecorded(recordings: readonly Recording[], paths: readonly Path[]): Path[] {
  const recorded = new Set(recordings.map(({ journey, path }) => nameOf({ journey, name: path })));
  return paths.filter((path) => !recorded.has(nameOf(path)));
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../embedded/state';

/** The recorded runs of one path of a journey, one for each stage, in their order: Temporal's History messages in base64. */
export interface Recording {
  readonly journey: string;
  readonly path: string;
  readonly histories: readonly string[];
}

/** Where recorded histories stand in a checkout. */
function recordingsFolder(): string {
  return path.join(projectRoot(), 'tests', 'replay');
}

/** Reads all recordings, in the order of their names. */
export function readRecordings(folder = recordingsFolder()): Recording[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.toSorted().map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Recording);
}

/** Writes one recording, `<journey>.<path>.json`, and leaves all others as they are. */
export function writeRecording(recording: Recording, folder = recordingsFolder()): void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${recording.journey}.${recording.path}.json`);
  writeFileSync(file, `${JSON.stringify(recording)}\n`);
}

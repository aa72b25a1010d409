import path from 'node:path';
import { run } from '../embedded/run';
import { projectRoot } from '../embedded/state';

/** A build of the product. `version` stands with every touch that it decides. */
export interface Release {
  readonly folder: string;
  readonly version: string;
}

/** What is in production when a run begins, and what it is upgraded to. */
export interface Releases {
  readonly present: Release;
  readonly next: Release;
}

const HURRY = path.join('chaos', 'hurry.ts');
const CHANGE = path.join('chaos', 'next-release.ts');
const BUILT_WITHIN_MS = 180_000;

/** Builds the product twice as for a release, with waits that pass faster; the second time with the change of `next-release.ts`. */
export async function buildReleases(state: string): Promise<Releases> {
  return {
    present: await build(path.join(state, 'present'), 'present', [HURRY]),
    next: await build(path.join(state, 'next'), 'next', [HURRY, CHANGE]),
  };
}

async function build(folder: string, version: string, interceptors: readonly string[]): Promise<Release> {
  const command = [process.execPath, 'build.mjs', folder, ...interceptors];
  const { ok, output } = await run(command, { cwd: projectRoot(), timeoutMs: BUILT_WITHIN_MS });
  if (!ok) throw new Error(`the product could not be built:\n${output}`);
  return { folder, version };
}

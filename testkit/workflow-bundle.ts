import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { HOUR_MS } from '../domain/duration';
import { withLock } from '../embedded/lock';
import { timed, type Progress } from '../embedded/progress';
import { projectRoot } from '../embedded/state';
import { testFolder } from './cluster';

const ROOMS = ['workflows', 'domain'];

/**
 * Path of a bundle of workflows, by default those of the product, for workers of tests and of the command line. Made once
 * and kept for as long as nothing that goes into it changes, because bundling costs seconds.
 */
export async function workflowBundle(
  workflowsPath = path.join(projectRoot(), 'workflows', 'index.ts'),
  progress: Progress = () => undefined,
): Promise<string> {
  const folder = path.join(testFolder(), 'bundles');
  mkdirSync(folder, { recursive: true });
  const name = `${path.relative(projectRoot(), workflowsPath).replaceAll(/[^\w-]+/g, '_')}`;
  const bundle = path.join(folder, `${name}-${sourcesHash(workflowsPath)}.js`);
  if (existsSync(bundle)) return bundle;
  return withLock(path.join(folder, 'lock'), async () => {
    if (existsSync(bundle)) return bundle;
    const { code } = await timed(progress, 'Bundling the journeys', () =>
      bundleWorkflowCode({ workflowsPath, logger: QUIET }),
    );
    writeFileSync(`${bundle}.new`, code);
    renameSync(`${bundle}.new`, bundle);
    dropOutdated(folder, name, bundle);
    return bundle;
  });
}

/** Bundles of former sources go after an hour: a test run that began with them may still need them. */
function dropOutdated(folder: string, name: string, newest: string): void {
  const before = statSync(newest).mtimeMs - HOUR_MS;
  for (const file of readdirSync(folder).filter((each) => each.startsWith(`${name}-`))) {
    const outdated = path.join(folder, file);
    if (statSync(outdated).mtimeMs < before) rmSync(outdated, { force: true });
  }
}

const silent = () => undefined;
const QUIET = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

function sourcesHash(workflowsPath: string): string {
  const root = projectRoot();
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(readFileSync(workflowsPath));
  for (const room of ROOMS) {
    const files = readdirSync(path.join(root, room), { recursive: true, withFileTypes: true });
    for (const file of files
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted()) {
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { withLock } from '../embedded/lock';
import { projectRoot } from '../embedded/state';
import { testFolder } from './cluster';

/** The bundle that test workers run, made once by global setup: bundling in every test file would cost seconds each. */
export function workflowBundlePath(): string {
  return path.join(testFolder(), 'workflow-bundle.js');
}

const ROOMS = ['workflows', 'domain'];

/** Bundles workflows/index.ts, unless nothing that goes into it has changed since the last time. */
export async function prepareWorkflowBundle(): Promise<void> {
  const workflowsPath = path.join(projectRoot(), 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return;
  mkdirSync(testFolder(), { recursive: true });
  await withLock(path.join(testFolder(), 'bundle.lock'), async () => {
    const bundle = workflowBundlePath();
    const stamp = `${bundle}.sources`;
    const sources = sourcesHash();
    if (existsSync(bundle) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
    const silent = () => undefined;
    const logger = {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: console.warn,
      error: console.error,
    };
    const { code } = await bundleWorkflowCode({ workflowsPath, logger });
    writeFileSync(`${bundle}.new`, code);
    renameSync(`${bundle}.new`, bundle);
    writeFileSync(stamp, sources);
  });
}

function sourcesHash(): string {
  const root = projectRoot();
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  for (const room of ROOMS) {
    const files = readdirSync(path.join(root, room), { recursive: true, withFileTypes: true });
    for (const file of files
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted()) {
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

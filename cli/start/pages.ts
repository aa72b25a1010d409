import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../embedded/state';
import type { Screen } from './screen';

/**
 * Builds the staff pages of a checkout when their sources are newer than what was built, which takes a few seconds; a build has them already.
 * Where they cannot be built everything else still comes up, and it is said why.
 */
export async function buildPages(screen: Screen): Promise<void> {
  const script = path.join(projectRoot(), 'web', 'build.mjs');
  if (!existsSync(script)) return;
  await screen.step('Pages', async () => {
    const { code, output } = await run(script);
    if (code !== 0) screen.warn(`The staff pages could not be built, so there are none at /app:\n${output}`);
  });
}

function run(script: string): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

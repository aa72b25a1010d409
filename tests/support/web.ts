import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { readBuiltPages, webFolder, type BuiltPages } from '../../api/web/built';
import { projectRoot } from '../../embedded/state';

/** The staff pages as `npm start` would serve them, built first where their sources are newer. */
export async function builtPages(): Promise<BuiltPages> {
  await promisify(execFile)(process.execPath, [path.join(projectRoot(), 'web', 'build.mjs')]);
  const pages = readBuiltPages(webFolder());
  if (!pages) throw new Error('The staff pages were not built.');
  return pages;
}

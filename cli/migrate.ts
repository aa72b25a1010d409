import { Command } from 'commander';
import { migrate } from '../prisma/migrate';
import type { CliDeps } from './command';
import { databaseUrl, reaching } from './connections';

/** `perennial migrate`: brings the database up to the newest schema and makes it if it does not exist; repeating it changes nothing. */
export function migrateCommand({ config }: CliDeps): Command {
  return new Command('migrate').description('bring the database up to the newest schema').action(async () => {
    const url = databaseUrl(config());
    const applied = await reaching(url, () => migrate(url));
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('The database is up to date.');
  });
}

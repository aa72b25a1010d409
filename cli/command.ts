import type { Command } from 'commander';
import type { Clock } from '../domain/clock';
import type { Db } from '../prisma/client';
import type { CliConfig } from './config';

/** What subcommands are built from. Nothing is read or opened before a command asks for it. */
export interface CliDeps {
  readonly config: () => CliConfig;
  /** The database of this installation for the time of one piece of work: DATABASE_URL, or the embedded one while it runs. */
  readonly withDb: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  readonly now: Clock;
}

/** A subcommand that is listed at once and loaded when it is called. */
export interface LazyCommand {
  readonly name: string;
  readonly summary: string;
  readonly load: (deps: CliDeps) => Command;
}

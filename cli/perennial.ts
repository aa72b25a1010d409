import { Command } from 'commander';
import { InvalidInput } from '../domain/errors';
import { nearest } from '../domain/nearest';
import type { CliDeps, LazyCommand } from './command';
import type { CliConfig } from './config';
import { EXIT_CODES, failureOf } from './failure';

/* The `perennial` command. Only the module of the subcommand that is called is loaded, so that help comes at once. */

const COMMANDS: readonly LazyCommand[] = [
  {
    name: 'start',
    summary: 'bring up everything on this machine: PostgreSQL, Temporal, worker, API',
    load: (deps) => (require('./start') as typeof import('./start')).startCommand(deps),
  },
  {
    name: 'doctor',
    summary: 'say what is configured, reachable and missing, with a remedy for each fault',
    load: (deps) => (require('./doctor') as typeof import('./doctor')).doctorCommand(deps),
  },
  {
    name: 'migrate',
    summary: 'bring the database up to the newest schema',
    load: (deps) => (require('./migrate') as typeof import('./migrate')).migrateCommand(deps),
  },
  {
    name: 'keys',
    summary: 'create, list and revoke API keys; make the pair of web push; rotate the master key',
    load: (deps) => (require('./keys') as typeof import('./keys')).keysCommand(deps),
  },
  {
    name: 'staff',
    summary: 'invite, list and disable members of staff',
    load: (deps) => (require('./staff') as typeof import('./staff')).staffCommand(deps),
  },
  {
    name: 'outbox',
    summary: 'show what waits for Temporal and what was parked, and send it again',
    load: (deps) => (require('./outbox') as typeof import('./outbox')).outboxCommand(deps),
  },
  {
    name: 'audit',
    summary: 'export the audit log, and look through its chain',
    load: (deps) => (require('./audit') as typeof import('./audit')).auditCommand(deps),
  },
  {
    name: 'messages',
    summary: 'check what we say to customers',
    load: () => (require('./messages') as typeof import('./messages')).messagesCommand(),
  },
  {
    name: 'translations',
    summary: 'check what journeys and playbooks say to staff in German',
    load: () => (require('./translations') as typeof import('./translations')).translationsCommand(),
  },
  {
    name: 'new',
    summary: 'write a new journey with its messages and its test',
    load: () => (require('./new') as typeof import('./new')).newCommand(),
  },
  {
    name: 'simulate',
    summary: 'run a journey on a virtual clock and print its timeline',
    load: (deps) => (require('./simulate') as typeof import('./simulate')).simulateCommand(deps),
  },
  {
    name: 'import',
    summary: 'import what customers did from a file',
    load: (deps) => (require('./import') as typeof import('./import')).importCommand(deps),
  },
  {
    name: 'seed',
    summary: 'fill an empty database with a believable world',
    load: (deps) => (require('./seed') as typeof import('./seed')).seedCommand(deps),
  },
  {
    name: 'rehearse',
    summary: 'play a log of real behaviour through journeys on a virtual clock',
    load: (deps) => (require('./rehearse') as typeof import('./rehearse')).rehearseCommand(deps),
  },
  {
    name: 'replay',
    summary: 'say which journeys in flight the present code would break',
    load: (deps) => (require('./replay') as typeof import('./replay')).replayCommand(deps),
  },
  {
    name: 'standins',
    summary: 'run servers that speak the protocols of SendGrid, Twilio and push services, and send nothing',
    load: () => (require('./standins') as typeof import('./standins')).standinsCommand(),
  },
];

/** Runs one command line and answers with the exit code. */
async function main(words: readonly string[]): Promise<number> {
  try {
    await programOf(words, createDeps()).parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const { code, says } = failureOf(error);
    if (says !== undefined) console.error(says);
    return code;
  }
}

function programOf(words: readonly string[], deps: CliDeps): Command {
  const wanted = words[0] === 'help' ? words[1] : words[0];
  if (wanted !== undefined && !wanted.startsWith('-')) insistOnCommand(wanted);
  const program = new Command('perennial').description('Customer engagement as durable code');
  program.addHelpText('after', EXIT_CODES);
  for (const { name, summary, load } of COMMANDS) {
    program.addCommand(name === wanted ? load(deps) : new Command(name).description(summary));
  }
  return answering(program);
}

function insistOnCommand(word: string): void {
  const names = [...COMMANDS.map(({ name }) => name), 'help'];
  if (names.includes(word)) return;
  const meant = nearest(word, names);
  throw new InvalidInput(
    `There is no command "${word}"${meant ? `; did you mean ${meant}?` : '.'} There are ${names.join(', ')}.`,
  );
}

/** Has a command and those below it throw what is wrong with its words instead of ending the process, and say where its help is. */
function answering(command: Command, name = command.name()): Command {
  command.exitOverride().showHelpAfterError(`${name} --help says what there is.`);
  for (const each of command.commands) answering(each, `${name} ${each.name()}`);
  return command;
}

function createDeps(): CliDeps {
  let config: CliConfig | undefined;
  const deps: CliDeps = {
    config: () => (config ??= (require('./config') as typeof import('./config')).readConfig()),
    withDb: (work) => (require('./connections') as typeof import('./connections')).withDatabase(deps.config(), work),
    now: () => new Date(),
  };
  return deps;
}

void main(process.argv.slice(2)).then((code) => process.exit(code));

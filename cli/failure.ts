import { CommanderError } from 'commander';
import { InvalidInput, NotFound, PerennialError } from '../domain/errors';

/** Exit code of a command whose answer is no, or that met something broken. */
export const NO = 1;

/** Exit code of a command that was called wrongly: calling it again in the same words comes to the same. */
const WRONG_CALL = 2;

/** What the help says about exit codes. */
export const EXIT_CODES = `
Exit codes, of every command:
  0    good
  1    the answer is no, or something is broken: faults were found, lines were rejected, customers would break, a server is away
  2    the call was wrong: unknown words, names that do not exist, files that are not there, settings that do not hold
  130  stopped by Ctrl-C`;

/** How a command that threw ends: its exit code, and what to say on standard error unless that has been said. */
export function failureOf(error: unknown): { readonly code: number; readonly says?: string } {
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : WRONG_CALL };
  if (error instanceof InvalidInput) return { code: WRONG_CALL, says: withFaults(error) };
  if (error instanceof NotFound) return { code: WRONG_CALL, says: error.message };
  return { code: NO, says: explain(error) };
}

function withFaults({ message, faults }: InvalidInput): string {
  return [message, ...faults.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)].join('\n');
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof PerennialError) return error.message;
  // A plain Error was written for a person; any other kind is a defect, and its stack is the evidence.
  return Object.getPrototypeOf(error) === Error.prototype ? error.message : (error.stack ?? error.message);
}

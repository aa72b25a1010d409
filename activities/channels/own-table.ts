import { ProviderUnavailable } from '../../domain/errors';

/** Puts a message into a table of ours. A customer who was erased at this very moment gets none: the gate then refuses the touch. */
export async function intoOwnTable(put: () => Promise<boolean>): Promise<void> {
  if (!(await ownTable(put))) throw new ProviderUnavailable('the customer was erased', 'no');
}

/** Runs a statement on a table of ours that serves as a channel. A database error quotes what was to be written, so only the fact of it may leave. */
export async function ownTable<T>(statement: () => Promise<T>): Promise<T> {
  try {
    return await statement();
  } catch {
    throw new ProviderUnavailable('our own table could not be reached', 'unknown');
  }
}

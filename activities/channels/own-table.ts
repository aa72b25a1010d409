import { ProviderUnavailable } from '../../domain/errors';

/** Runs a statement on a table of ours that serves as a channel. A database error quotes what was to be written, so only the fact of it may leave. */
export async function ownTable<T>(statement: () => Promise<T>): Promise<T> {
  try {
    return await statement();
  } catch {
    throw new ProviderUnavailable('our own table could not be reached', 'unknown');
  }
}

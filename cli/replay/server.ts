import { ServiceError, type Client } from '@temporalio/client';
import { connectTemporal } from '../../temporal/client';
import type { KeyStore } from '../../temporal/customer-keys';
import type { TemporalSettings } from '../../temporal/config';

const UNAVAILABLE = 14;

/** Lends a client of a Temporal server; with a store of customers' keys it reads what is encrypted under these. Throws one sentence when the server does not answer, or refuses. */
export async function withTemporal<T>(
  settings: TemporalSettings,
  store: KeyStore | undefined,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { client, close } = await connectTemporal(settings, store);
  try {
    return await work(client);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { code, details } = (error.cause ?? {}) as { code?: number; details?: string };
    const says = code === UNAVAILABLE ? 'does not answer' : `refuses: ${details ?? error.message}`;
    throw new Error(`Temporal at ${settings.address} ${says} (perennial doctor says more).`, { cause: error });
  } finally {
    await close();
  }
}

import { ProviderUnavailable, type ProviderRejected } from '../../domain/errors';
import { tellCircuit } from '../../prisma/circuit-alarm';
import { openCircuit, recordFailure, recordSuccess, recordWait, returnProbe } from '../../prisma/provider-states';
import type { ChannelAdapter } from '../channels/channel';
import type { InHand } from './claim';
import type { DeliverDeps } from './deps';

type Deps = Pick<DeliverDeps, 'db' | 'log'>;

/**
 * Tells all workers how a call went (prisma/provider-states.ts). Best effort: what the call came to is written already, and must not be
 * lost to this. Tables of ours have no circuit; neither do services that only share a protocol.
 */
async function share({ log }: Deps, { provider }: ChannelAdapter, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    log.error({ provider, reason: (error as Error).name }, 'the other workers could not be told how a provider fares');
  }
}

/** The provider took a message while it was known to be in trouble. */
export function shareSuccess(deps: Deps, adapter: ChannelAdapter, at: Date): Promise<void> {
  const { db } = deps;
  const { provider } = adapter;
  return share(deps, adapter, async () => tellCircuit(db, { provider }, await recordSuccess(db, provider, at), at));
}

/** No call was made after all, as when the customer took consent back: whoever comes next may see whether the provider works again. */
export async function shareUncalled(
  deps: Deps,
  { adapter, troubled }: Pick<InHand, 'adapter' | 'troubled'>,
  at: Date,
): Promise<void> {
  if (troubled) await share(deps, adapter, () => returnProbe(deps.db, adapter.provider, at));
}

/** The provider failed, did not answer, or asked for a wait. */
export async function shareTrouble(deps: Deps, adapter: ChannelAdapter, error: unknown, at: Date): Promise<void> {
  const { db } = deps;
  const { provider, many } = adapter;
  if (adapter.find !== undefined || many) return;
  const waitMs = error instanceof ProviderUnavailable ? error.retryAfterMs : undefined;
  await share(deps, adapter, async () => {
    if (waitMs !== undefined) await recordWait(db, { provider, waitMs }, at);
    else await tellCircuit(db, { provider }, await recordFailure(db, provider, at), at);
  });
}

/** The provider refuses us, whoever the message is for: nobody calls it until it has rested. */
export function shareOperatorFault(
  deps: Deps,
  adapter: ChannelAdapter,
  { providerCode: code }: ProviderRejected,
  at: Date,
): Promise<void> {
  const { db } = deps;
  const { provider } = adapter;
  return share(deps, adapter, async () => {
    await tellCircuit(db, { provider, code }, await openCircuit(db, { provider, code, shows: 'call' }, at), at);
  });
}

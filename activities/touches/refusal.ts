import { HOUR_MS, MINUTE_MS } from '../../domain/duration';
import type { ProviderRejected } from '../../domain/errors';
import type { DeliverResult } from '../../domain/touch';
import { concludeAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import { recordConsent } from '../../prisma/consents';
import { lockCustomer } from '../../prisma/ledger';
import { suppressAddress } from '../../prisma/suppressions';
import { inTransaction } from '../../prisma/transaction';
import type { Held } from './claim';
import type { DeliverDeps } from './deps';
import { shareOperatorFault } from './provider';

/**
 * Writes that a provider refused a message for good: the channel is used up for this touch. An address that cannot work is
 * suppressed; so is one whose holder told the carrier to stop, which also withdraws consent on the channel.
 */
export async function recordRefused(
  deps: DeliverDeps,
  held: Held,
  rejection: ProviderRejected,
  at: Date,
): Promise<void> {
  const errorCode = codeOf(rejection);
  await inTransaction(deps.db, async (tx) => {
    const outcome = { state: 'rejected', errorCode, touch: { state: 'claimed' } } as const;
    if (await concludeAttempt(tx, held.attempt, outcome, at)) await drawConsequences(tx, deps, held, rejection, at);
  });
  if (rejection.kind === 'content' || rejection.kind === 'unknown') {
    deps.log.error(factsOf(held, errorCode), 'a provider refused a message: read what its code says');
  }
}

/**
 * Writes that the fault is ours (key, sender, account). It burns nothing: the attempt can be taken up again, the journey comes again later, and
 * until the provider has rested nobody else's message is tried on it.
 */
export async function recordOperatorFault(
  deps: DeliverDeps,
  held: Held,
  rejection: ProviderRejected,
  at: Date,
): Promise<DeliverResult> {
  const { db, log } = deps;
  const reason = 'operator';
  const errorCode = codeOf(rejection);
  const until = new Date(at.getTime() + pauseMs(held.plannedAt, at));
  const touch = { state: 'deferred', reason, deferredUntil: until } as const;
  await concludeAttempt(db, held.attempt, { state: 'released', errorCode, touch }, at);
  await shareOperatorFault(deps, held.adapter, rejection, at);
  log.error(
    factsOf(held, errorCode),
    'a provider refuses us: check its key, sender and account; customers wait, none is lost',
  );
  return { verdict: 'later', touchId: held.touchId, until: until.getTime(), reason };
}

const SHORTEST_PAUSE_MS = 15 * MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/** Half as long as the fault has lasted, within bounds: a short one is over soon after it is mended, a long one does not fill a journey's history. */
function pauseMs(plannedAt: Date, at: Date): number {
  const half = (at.getTime() - plannedAt.getTime()) / 2;
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, half));
}

function codeOf({ kind, providerCode }: ProviderRejected): string {
  return `${kind}:${providerCode}`;
}

function factsOf({ touchId, attempt, adapter }: Held, code: string): Readonly<Record<string, string>> {
  return { touchId, attemptId: attempt.id, channel: adapter.channel, provider: adapter.provider, code };
}

async function drawConsequences(
  tx: Tx,
  { addressHash }: DeliverDeps,
  { adapter: { channel, provider }, recipient, customer }: Held,
  { kind }: ProviderRejected,
  at: Date,
): Promise<void> {
  if (kind !== 'address' && kind !== 'opted_out') return;
  // Browsers that are gone are forgotten one by one; the address of a push is the customer, who may come back with another.
  if (channel === 'push') return;
  const reason = kind === 'address' ? 'invalid' : 'opted_out';
  await suppressAddress(tx, { channel, addressHash: addressHash(channel, recipient), reason, at });
  if (kind === 'address') return;
  // Merged since the touch was claimed, the customer would not be asked again under that id.
  const present = await lockCustomer(tx, customer.id);
  if (present?.erased) return;
  const customerId = present?.id ?? customer.id;
  const said = { basis: 'withdrawal', wording: null, method: 'provider_opt_out', actor: provider } as const;
  await recordConsent(tx, {
    customerId,
    channel,
    topic: '*',
    state: 'withdrawn',
    ...said,
    at,
    expiresAt: null,
  });
}

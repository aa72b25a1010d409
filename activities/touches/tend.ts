import { concludeAttempt, type LedgerAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import type { Channels } from '../channels/channels';
import { isTroubled, type Claim } from './claim';
import type { Picture } from './picture';
import { evidenceUntil, standingOf } from './standing';

/**
 * What is to be done about an attempt that somebody else began: wait for its lease or for evidence, or ask the provider. Null
 * once the wait for evidence is over: the attempt is written off as unknown, and the touch goes on without it.
 */
export async function tend(
  tx: Tx,
  channels: Channels,
  { message, customer, reach, ledger, at }: Picture,
  attempt: LedgerAttempt,
): Promise<Claim | null> {
  const { touchId } = attempt;
  const standing = standingOf(attempt, at);
  if (standing === 'in_flight') return later(touchId, attempt.leaseUntil, 'in_flight');

  const adapter = channels.get(attempt.channel);
  // A table of ours knows at once; a provider is asked when the wait for its word is over.
  const isAsked = adapter?.find !== undefined || (adapter?.trace !== undefined && standing === 'hopeless');
  if (adapter && isAsked && adapter.provider === attempt.provider) {
    const recipient = reach.get(attempt.channel)?.text ?? null;
    const troubled = isTroubled(ledger.providers, adapter);
    const { startedAt } = attempt;
    return { kind: 'doubt', touchId, attempt, adapter, message, customer, recipient, troubled, startedAt };
  }
  if (standing === 'hopeless') {
    await concludeAttempt(tx, attempt, { state: 'unknown', touch: { state: 'claimed' } }, at);
    return null;
  }
  const until = evidenceUntil(attempt);
  const touch = { state: 'ambiguous', reason: 'ambiguous', deferredUntil: until } as const;
  await concludeAttempt(tx, attempt, { state: 'ambiguous', touch }, at);
  return later(touchId, until, 'ambiguous');
}

function later(touchId: string, until: Date, reason: string): Claim {
  return { kind: 'answer', answer: { verdict: 'later', touchId, until: until.getTime(), reason } };
}

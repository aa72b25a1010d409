import { concludeAttempt, type LedgerAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import type { Channels } from '../channels/channels';
import type { Claim } from './claim';
import type { Picture } from './picture';
import { evidenceUntil, standingOf } from './standing';

/**
 * What is to be done about an attempt that somebody else began: wait for its lease or for evidence, or ask the provider. Null
 * once the wait for evidence is over: the attempt is written off as unknown, and the touch goes on without it.
 */
export async function tend(
  tx: Tx,
  channels: Channels,
  { message, at }: Picture,
  attempt: LedgerAttempt,
): Promise<Claim | null> {
  const { touchId } = attempt;
  const standing = standingOf(attempt, at);
  if (standing === 'in_flight') return later(touchId, attempt.leaseUntil, 'in_flight');

  const adapter = channels.get(attempt.channel);
  if (adapter?.find && adapter.provider === attempt.provider) {
    return { kind: 'doubt', touchId, attempt, adapter, message };
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

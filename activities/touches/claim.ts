import { randomUUID } from 'node:crypto';
import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { decide } from '../../domain/policy/gate';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import type { LedgerAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import { lockCustomer, readLedger, type ReachedCustomer } from '../../prisma/ledger';
import { openAttempt, type DecidedTouch } from '../../prisma/touches';
import { inTransaction } from '../../prisma/transaction';
import type { ChannelAdapter } from '../channels/channel';
import { candidatesFor } from './candidates';
import { decidedTouch, settle, settledResult } from './decided';
import type { DeliverDeps, MessageFacts } from './deps';
import type { Picture } from './picture';
import { hashesOf, reachOf } from './reach';
import { LEASE_MS, mayDuplicate, openAttemptOf } from './standing';
import { tend } from './tend';

/** An attempt in the hands of this call: whoever has its token may write its outcome. */
export interface InHand {
  readonly touchId: string;
  readonly attempt: { readonly id: string; readonly token: string };
  readonly adapter: ChannelAdapter;
  readonly message: MessageFacts;
}

/** The right to make one call. `plannedAt`: when the touch was first asked for. */
export interface Held extends InHand {
  readonly kind: 'held';
  readonly customer: ReachedCustomer;
  readonly recipient: string;
  readonly plannedAt: Date;
}

/** An attempt whose caller is gone, and whose provider can be asked what became of it. */
export interface Doubt extends InHand {
  readonly kind: 'doubt';
}

/** What a claim led to: an answer for the journey, the right to call, or a question to a provider. */
export type Claim = { readonly kind: 'answer'; readonly answer: DeliverResult } | Held | Doubt;

/**
 * Decides what happens to a touch now, in one transaction under a lock on the customer: reads the ledger, passes the gate, and writes
 * the touch with every verdict. If a call is due, its attempt is committed with it, before anything is sent.
 */
export function claim(deps: DeliverDeps, request: TouchRequest, at: Date): Promise<Claim> {
  const message = factsOf(deps, request.message);
  return inTransaction(deps.db, async (tx) => {
    const customer = await lockCustomer(tx, request.customerId);
    if (!customer) throw new NotFound('The customer of this touch does not exist.');

    const reach = reachOf(customer, deps.addressHash);
    const ledger = await readLedger(tx, request.key, customer.id, hashesOf(reach));
    const settled = settledResult(ledger.touch);
    if (settled) return { kind: 'answer', answer: settled };

    const picture = { request, message, customer, reach, ledger, at };
    const undecided = openAttemptOf(ledger.attempts);
    if (!undecided) return pass(tx, deps, picture);

    const waiting = await tend(tx, deps.channels, picture, undecided);
    if (waiting) return waiting;
    const attempts = ledger.attempts.map((one) => (one === undecided ? { ...one, state: 'unknown' as const } : one));
    return pass(tx, deps, { ...picture, ledger: { ...ledger, attempts } });
  });
}

/** A message that this build does not have may be in the next one: a defect to be tried again, not a final no. */
function factsOf({ messages }: DeliverDeps, name: string): MessageFacts {
  try {
    return messages.get(name);
  } catch (error) {
    if (error instanceof NotFound) throw new ReferenceError(`this build has no message ${name}`);
    throw error;
  }
}

/** Passes the gate: opens an attempt on the channel that it chose, or settles the touch when it let none pass. */
async function pass(tx: Tx, { channels, codeVersion }: DeliverDeps, picture: Picture): Promise<Claim> {
  const { request, message, customer, ledger, at } = picture;
  const candidates = candidatesFor(channels, picture);
  const decision = decide({ messageClass: message.class, topic: message.topic, candidates });
  const touch = decidedTouch(picture, decision, codeVersion);

  const adapter = decision.channel && channels.get(decision.channel);
  const recipient = decision.channel && picture.reach.get(decision.channel)?.text;
  if (!adapter || !recipient) return { kind: 'answer', answer: await settle(tx, request, touch) };

  const attempt = await open(tx, touch, adapter, ledger.attempts);
  const plannedAt = ledger.touch?.plannedAt ?? at;
  return { kind: 'held', touchId: touch.id, attempt, adapter, customer, message, recipient, plannedAt };
}

/** Commits the attempt with its touch. A released one is taken up again: an outage leaves one row, and our own tables see one id. */
async function open(
  tx: Tx,
  touch: DecidedTouch,
  { channel, provider }: ChannelAdapter,
  attempts: readonly LedgerAttempt[],
): Promise<Held['attempt']> {
  const released = attempts.find(
    (one) => one.state === 'released' && one.channel === channel && one.provider === provider,
  );
  const attempt = { id: released?.id ?? newId(touch.at), token: randomUUID() };
  const leaseUntil = new Date(touch.at.getTime() + LEASE_MS);
  const note = mayDuplicate(attempts, channel) ? 'possible_duplicate' : null;
  await openAttempt(tx, touch, { ...attempt, channel, provider, leaseUntil, note });
  return attempt;
}

import { randomUUID } from 'node:crypto';
import type { Channel } from '../../domain/channel';
import { MINUTE_MS } from '../../domain/duration';
import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { decide } from '../../domain/policy/gate';
import { isNecessary } from '../../domain/policy/necessity';
import { hashesOf, reachOf } from '../../domain/policy/reach';
import { weigh, type MessageFacts } from '../../domain/policy/weigh';
import type { DeliverResult, TouchRequest } from '../../domain/touch';
import type { LedgerAttempt } from '../../prisma/attempts';
import type { Tx } from '../../prisma/client';
import { lockCustomer, readLedger, type ReachedCustomer } from '../../prisma/ledger';
import { takeProbe } from '../../prisma/provider-states';
import { rulingMemory } from '../../prisma/settings';
import { openAttempt, type DecidedTouch } from '../../prisma/touches';
import { inTransaction } from '../../prisma/transaction';
import type { ChannelAdapter } from '../channels/channel';
import { decidedTouch, putOff, settle, settledResult } from './decided';
import type { DeliverDeps } from './deps';
import type { Picture } from './picture';
import { LEASE_MS, mayDuplicate, openAttemptOf, restsUntil, spentBy } from './standing';
import { tend } from './tend';

/** An attempt in the hands of this call: whoever has its token may write its outcome. */
export interface InHand {
  readonly touchId: string;
  readonly attempt: { readonly id: string; readonly token: string };
  readonly adapter: ChannelAdapter;
  readonly message: MessageFacts;
  /** Null when the customer has no such address any more. */
  readonly recipient: string | null;
  readonly customer: ReachedCustomer;
  /** The provider was in trouble lately: a call that goes well is worth telling. */
  readonly troubled: boolean;
}

/** The right to make one call. `plannedAt`: when the touch was first asked for. */
export interface Held extends InHand {
  readonly kind: 'held';
  readonly recipient: string;
  readonly plannedAt: Date;
}

/** An attempt whose caller is gone, and whose provider can be asked what became of it. */
export interface Doubt extends InHand {
  readonly kind: 'doubt';
  readonly startedAt: Date;
}

/** What a claim led to: an answer for the journey, the right to call, or a question to a provider. */
export type Claim = { readonly kind: 'answer'; readonly answer: DeliverResult } | Held | Doubt;

/**
 * Decides what happens to a touch now, in one transaction under a lock on the customer: reads the ledger, passes the gate, and writes
 * the touch with every verdict. If a call is due, its attempt is committed with it, before anything is sent.
 */
export function claim(deps: DeliverDeps, request: TouchRequest, at: Date, via: Channel | null = null): Promise<Claim> {
  const message = factsOf(deps, request.message);
  return inTransaction(deps.db, async (tx) => {
    const customer = await lockCustomer(tx, request.customerId);
    if (!customer) throw new NotFound('The customer of this touch does not exist.');

    const reach = reachOf(customer, deps.addressHash);
    const ledger = await readLedger(tx, rulingMemory(deps.db), {
      key: request.key,
      customerId: customer.id,
      journey: request.journey,
      messageClass: message.class,
      first: request.standsInFor ?? null,
      addressHashes: hashesOf(reach),
      at,
    });
    const settled = settledResult(ledger.touch);
    if (settled) return { kind: 'answer', answer: settled };

    const picture = { request, message, customer, reach, ledger, at };
    const undecided = openAttemptOf(ledger.attempts);
    if (!undecided) return pass(tx, deps, picture, via);

    const waiting = await tend(tx, deps.channels, picture, undecided);
    if (waiting) return waiting;
    const attempts = ledger.attempts.map((one) => (one === undecided ? { ...one, state: 'unknown' as const } : one));
    return pass(tx, deps, { ...picture, ledger: { ...ledger, attempts } }, via);
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

/** Passes the gate: opens an attempt on the channel that it chose, puts the touch off, or settles it when it let none pass. */
async function pass(
  tx: Tx,
  { channels, codeVersion, paced }: DeliverDeps,
  picture: Picture,
  via: Channel | null,
): Promise<Claim> {
  const { request: asked, message, customer, reach, ledger: record, at } = picture;
  const providers = new Map([...channels].map(([channel, { provider }]) => [channel, provider]));
  const used = (channel: Channel) => ({
    spent: spentBy(record.attempts, channel, message.class),
    restsUntil: restsUntil(record.attempts, channel),
  });
  const { settings } = record.ruling;
  const decision = decide(weigh({ asked, message, customer, reach, record, settings, providers, used, at }));
  const touch = decidedTouch(picture, decision, codeVersion);

  switch (decision.kind) {
    case 'refuse':
      return { kind: 'answer', answer: await settle(tx, asked, touch) };
    case 'defer':
      return { kind: 'answer', answer: await putOff(tx, touch, decision) };
    case 'send': {
      const adapter = channels.get(decision.channel);
      const recipient = reach.get(decision.channel)?.text;
      if (!adapter || !recipient) throw new TypeError('the gate chose a channel that leads nowhere');
      if (paced?.has(decision.channel) && via !== decision.channel && maySwell(picture)) {
        await comeAgain(tx, touch, { until: at, reason: 'paced' });
        const later = { verdict: 'later', touchId: touch.id, until: at.getTime(), reason: 'paced' } as const;
        return { kind: 'answer', answer: { ...later, via: decision.channel } };
      }
      if (!(await mayProbe(tx, picture, adapter))) {
        const soon = { until: new Date(at.getTime() + MINUTE_MS), reason: 'circuit_open' };
        return { kind: 'answer', answer: await comeAgain(tx, touch, soon) };
      }
      const attempt = await open(tx, touch, adapter, record.attempts);
      const plannedAt = record.touch?.plannedAt ?? at;
      const troubled = isTroubled(record.providers, adapter);
      return { kind: 'held', touchId: touch.id, attempt, adapter, customer, message, recipient, troubled, plannedAt };
    }
  }
}

/** Receipts, alarms and people's answers are few, and wait for no queue. */
function maySwell({ request, message }: Picture): boolean {
  return !isNecessary(message.class) && !request.inReply;
}

/** Puts off a touch that the gate has let pass. */
function comeAgain(tx: Tx, touch: DecidedTouch, when: { readonly until: Date; readonly reason: string }) {
  const { until: deferredUntil, reason } = when;
  return putOff(tx, { ...touch, state: 'deferred', channel: null, reason, deferredUntil }, when);
}

/** A provider that is well is not on record. */
export function isTroubled(providers: Picture['ledger']['providers'], { provider }: ChannelAdapter): boolean {
  return providers.some((each) => each.provider === provider);
}

/** A circuit that has rested lets one call through, to see whether the provider works again. */
async function mayProbe(tx: Tx, { ledger, at }: Picture, { provider }: ChannelAdapter): Promise<boolean> {
  const standing = ledger.providers.find((each) => each.provider === provider);
  return !standing || standing.circuit === 'closed' || takeProbe(tx, provider, at);
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

import { InvalidInput, ProviderRejected, ProviderUnavailable } from '../../domain/errors';
import type { Rendered } from '../channels/channel';
import type { Held } from './claim';
import type { DeliverDeps } from './deps';
import { isStillAllowed } from './last-look';
import { shareUncalled } from './provider';

type Caller = Pick<DeliverDeps, 'db' | 'compose' | 'log'>;

/** How one call ended. `unsent`: it is certain that nothing went out; `withdrawn`: for the customer took consent back; `ambiguous`: it may have. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  | { readonly kind: 'refused' | 'operator_fault'; readonly rejection: ProviderRejected }
  | { readonly kind: 'unsent'; readonly reason: 'provider_unavailable' | 'not_composed'; readonly error: unknown }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'ambiguous'; readonly error: unknown };

/**
 * Puts the message into words and makes the one call, outside any transaction. An error that no adapter may throw is thrown on:
 * then nobody can tell whether the message went out, and the attempt stays open until its lease has run out.
 */
export async function call(deps: Caller, message: string, held: Held, at: Date): Promise<Outcome> {
  const ready = await prepare(deps, message, held, at);
  if (ready.kind === 'content') return send(held, ready.content, at);
  await shareUncalled(deps, held, at);
  return ready;
}

/** The words to send; or why no call is made. */
async function prepare({ db, compose }: Caller, message: string, held: Held, at: Date): Promise<Ready | Outcome> {
  const { touchId, adapter, customer } = held;
  try {
    const content = await compose({ message, channel: adapter.channel, customer, touchId, at });
    return (await lastLook(db, held, at)) ?? { kind: 'content', content };
  } catch (error) {
    return notComposed(error);
  }
}

interface Ready {
  readonly kind: 'content';
  readonly content: Rendered;
}

/** Null: the call may be made. A look that fails is not taken for a yes, and nothing has gone out. */
async function lastLook(db: Caller['db'], held: Held, at: Date): Promise<Outcome | null> {
  try {
    return (await isStillAllowed(db, held, at)) ? null : { kind: 'withdrawn' };
  } catch (error) {
    return { kind: 'unsent', reason: 'not_composed', error };
  }
}

/** A value that this customer lacks will not come by waiting: the next channel may do without it. Anything else is a defect that a new build can mend. */
function notComposed(error: unknown): Outcome {
  if (!(error instanceof InvalidInput)) return { kind: 'unsent', reason: 'not_composed', error };
  return {
    kind: 'refused',
    rejection: new ProviderRejected('the message cannot be said to this customer', 'content', 'not_composed'),
  };
}

async function send(
  { adapter, attempt, touchId, customer, recipient }: Held,
  content: Rendered,
  at: Date,
): Promise<Outcome> {
  try {
    const { providerId } = await adapter.send({
      attemptId: attempt.id,
      touchId,
      customerId: customer.id,
      recipient,
      content,
      at,
    });
    return { kind: 'accepted', providerId };
  } catch (error) {
    if (error instanceof ProviderRejected) {
      return { kind: error.kind === 'operator' ? 'operator_fault' : 'refused', rejection: error };
    }
    if (!(error instanceof ProviderUnavailable)) throw error;
    if (error.accepted === 'no') return { kind: 'unsent', reason: 'provider_unavailable', error };
    if (!adapter.find) return { kind: 'ambiguous', error };
    if ((await adapter.find(attempt.id)) === 'accepted') return { kind: 'accepted', providerId: null };
    return { kind: 'unsent', reason: 'provider_unavailable', error: new ProviderUnavailable(error.message, 'no') };
  }
}

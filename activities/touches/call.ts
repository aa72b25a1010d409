import { InvalidInput, ProviderRejected, ProviderUnavailable } from '../../domain/errors';
import type { Rendered } from '../channels/channel';
import type { Held } from './claim';
import type { Compose } from './deps';

/** How one call ended. `unsent`: it is certain that nothing went out; `ambiguous`: it may have. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  | { readonly kind: 'refused' | 'operator_fault'; readonly rejection: ProviderRejected }
  | { readonly kind: 'unsent'; readonly reason: 'provider_unavailable' | 'not_composed'; readonly error: unknown }
  | { readonly kind: 'ambiguous' };

/**
 * Puts the message into words and makes the one call, outside any transaction. An error that no adapter may throw is thrown on:
 * then nobody can tell whether the message went out, and the attempt stays open until its lease has run out.
 */
export async function call(compose: Compose, message: string, held: Held, at: Date): Promise<Outcome> {
  const { touchId, adapter, customer } = held;
  let content: Rendered;
  try {
    content = await compose({ message, channel: adapter.channel, customer, touchId });
  } catch (error) {
    return notComposed(error);
  }
  return send(held, content, at);
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
    if (!adapter.find) return { kind: 'ambiguous' };
    if ((await adapter.find(attempt.id)) === 'accepted') return { kind: 'accepted', providerId: null };
    return { kind: 'unsent', reason: 'provider_unavailable', error: new ProviderUnavailable(error.message, 'no') };
  }
}

import { consentState } from '../../domain/policy/consent';
import type { Candidate } from '../../domain/policy/gate';
import { suppressedBy } from '../../domain/policy/suppression';
import type { Channels } from '../channels/channels';
import type { Picture } from './picture';
import { spentBy } from './standing';

/** The channels that a touch may use, the preferred one first, with what the gate has to know of each. */
export function candidatesFor(channels: Channels, { request, message, reach, ledger, at }: Picture): Candidate[] {
  return [...new Set([request.primary, ...request.fallback])].map((channel) => {
    const address = reach.get(channel);
    return {
      channel,
      hasVariant: message.channels.includes(channel),
      isEnabled: channels.has(channel),
      address: !address ? 'absent' : address.text === null ? 'malformed' : 'present',
      spent: spentBy(ledger.attempts, channel, message.class),
      suppressedBy: suppressedBy(ledger.suppressions, channel, address?.hash ?? null, at),
      consent: consentState(ledger.consents, channel, message.topic, at),
    };
  });
}

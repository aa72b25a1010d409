import { CHANNELS, type Channel } from '../domain/channel';
import { REPLY_MESSAGE } from '../domain/conversation';
import { placesOf, type Whereabouts } from '../domain/policy/zones';
import { wallOf } from '../domain/zone-clock';
import type { ApiDeps } from './deps';
import { previewFor } from './preview-for';

/** Whether a person's answer could go out on a channel now, and why not; `until`: when the gate would decide anew. */
interface OpenChannel {
  readonly channel: Channel;
  readonly allowed: boolean;
  readonly reason: string;
  readonly until: Date | null;
}

/** What the clocks show where the customer may be: one time when that is known, else from the earliest to the latest. */
export interface LocalTime {
  readonly evidence: 'zone' | 'country' | 'phone' | 'world';
  /** As in `2026-03-02T10:15`: the same for all places, or the first. */
  readonly from: string;
  readonly to: string;
}

/** Asks the gate on which channels a person could answer a customer now, one by one. Sends and writes nothing. */
export async function channelsNow(
  deps: Pick<ApiDeps, 'db' | 'addressHash' | 'messages'>,
  customerId: string,
  at: Date,
): Promise<readonly OpenChannel[]> {
  const preview = await previewFor(deps, customerId, deps.messages.get(REPLY_MESSAGE), { inReply: true }, at);
  return CHANNELS.map((channel) => {
    const { decision } = preview([channel]);
    const until = decision.kind === 'defer' ? decision.until : null;
    return { channel, allowed: decision.kind === 'send', reason: decision.reason, until };
  });
}

/** What time it is where the customer is, as far as that is known. */
export function localTimeOf(customer: Whereabouts, at: Date): LocalTime {
  const { evidence, places } = placesOf(customer);
  const walls = places.map(({ zone }) => wallOf(zone, at.getTime())).toSorted((one, other) => one - other);
  const shown = (wall: number | undefined) => new Date(wall ?? at.getTime()).toISOString().slice(0, 16);
  return { evidence, from: shown(walls[0]), to: shown(walls.at(-1)) };
}

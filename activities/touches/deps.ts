import type { AddressHash } from '../../domain/address-hash';
import type { Channel } from '../../domain/channel';
import type { MessageFacts } from '../../domain/policy/weigh';
import type { Values } from '../../messages/bind';
import type { Db } from '../../prisma/client';
import type { ReachedCustomer } from '../../prisma/ledger';
import type { Rendered } from '../channels/channel';
import type { Channels } from '../channels/channels';

/** One message to be put into words for one customer and channel. */
interface Composition {
  readonly message: string;
  readonly channel: Channel;
  readonly customer: ReachedCustomer;
  readonly touchId: string;
  /** The instant at which it leaves. */
  readonly at: Date;
  /** What only this one says: a person's own words, or what is to be confirmed. */
  readonly words?: Values;
}

/** Puts a message into words. Rejects with InvalidInput when it cannot be said to this customer. */
export type Compose = (composition: Composition) => Promise<Rendered>;

/** What the ledger is built from. `codeVersion` stands with every touch, to tell which words and rules applied. */
export interface DeliverDeps {
  readonly db: Db;
  readonly messages: { get(name: string): MessageFacts };
  readonly channels: Channels;
  readonly compose: Compose;
  readonly addressHash: AddressHash;
  readonly codeVersion: string;
  /** Channels at whose provider's rate touches must go: their calls are made on the channel's own task queue only. */
  readonly paced?: ReadonlySet<Channel>;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
}

import { addressHashWith } from '../domain/address-hash';
import type { Channel } from '../domain/channel';
import type { LinkSettings } from '../domain/public-pages';
import { loadMessages } from '../messages/catalog';
import type { SenderSettings } from '../messages/values';
import { playbooks } from '../playbooks';
import { translations } from '../translations';
import type { Db } from '../prisma/client';
import { isFirstText } from '../prisma/first-text';
import type { ActivityDeps } from './activities';
import { createChannels, type ChannelsConfig } from './channels/channels';
import { withConfirmation } from './consents/with-confirmation';
import { withWords } from './conversations/with-words';
import { withWish } from './privacy/with-wish';
import { composeFrom } from './touches/compose';

/** What differs between the processes that run journeys: the worker, the test kit, the bench. */
export interface Assembly {
  readonly db: Db;
  readonly providers: ChannelsConfig;
  readonly sender: SenderSettings;
  /** Where the pages for customers are; without it messages do not link to them. */
  readonly links?: LinkSettings;
  /** Secret of the suppressed addresses' hashes. */
  readonly hashKey: string;
  readonly codeVersion: string;
  /** Messages a second to the provider of a channel (PERENNIAL_RATES). */
  readonly rates?: ReadonlyMap<Channel, number>;
  /** Who is told when a task of a queue is overdue, and the zone that business days are counted in. */
  readonly leads?: Readonly<Record<string, string>>;
  readonly businessZone?: string;
  readonly log: ActivityDeps['log'];
}

/** Puts the activities' parts together: the messages on disk, the playbooks, and a channel for each provider that is configured. */
export function assemble({
  db,
  providers,
  sender,
  links,
  hashKey,
  codeVersion,
  rates = new Map(),
  leads = {},
  businessZone = 'UTC',
  log,
}: Assembly): ActivityDeps {
  const messages = loadMessages();
  const around = links && { links, isFirstText: (customerId: string) => isFirstText(db, customerId) };
  return {
    db,
    messages,
    channels: createChannels(providers, { db }),
    ...(links && { links }),
    compose: withWish(db, links, withConfirmation(db, links, withWords(db, composeFrom(messages, sender, around)))),
    addressHash: addressHashWith(hashKey),
    playbooks,
    translations,
    codeVersion,
    ...(links && { links }),
    paced: new Set(rates.keys()),
    leads,
    businessZone,
    log,
  };
}

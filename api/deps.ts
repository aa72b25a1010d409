import type { Logger } from 'pino';
import type { AddressHash } from '../domain/address-hash';
import type { Clock } from '../domain/clock';
import type { JourneyHeader } from '../domain/journey';
import type { LinkSettings, PublicSender } from '../domain/public-pages';
import type { Playbook } from '../domain/task';
import type { Db } from '../prisma/client';

/** What the API is built from. Everything with a side effect comes in here. */
export interface ApiDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Logger;
  readonly journeys: readonly JourneyHeader[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly addressHash: AddressHash;
  /** Links to the pages for customers, and who speaks on these. */
  readonly pageLinks: LinkSettings;
  readonly speaker: PublicSender;
  /** Tells the relay that facts wait in the outbox; only a hint, the relay also looks by itself. */
  readonly wakeRelay: () => void;
}

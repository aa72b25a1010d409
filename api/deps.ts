import type { Logger } from 'pino';
import type { AddressHash } from '../domain/address-hash';
import type { Clock } from '../domain/clock';
import type { JourneyHeader } from '../domain/journey';
import type { JourneyStory } from '../domain/journey-story';
import type { LinkSettings, PublicSender } from '../domain/public-pages';
import type { SecretSeal } from '../domain/secret-seal';
import type { Playbook } from '../domain/task';
import type { Translation } from '../domain/translation';
import type { Triage } from '../domain/triage/model';
import type { MessageCatalog } from '../messages/catalog';
import type { Db } from '../prisma/client';
import type { Intake } from '../prisma/intake';
import type { StaffHub } from './live/staff-hub';
import type { ReceiverHosts } from './outgoing/address';
import type { PushAccess } from './push-subscription';
import type { SignInSettings } from './sign-in/settings';

/** What the API is built from. Everything with a side effect comes in here. */
export interface ApiDeps {
  readonly db: Db;
  /** Keeps what backends post; on the same database. */
  readonly intake: Intake;
  readonly now: Clock;
  readonly log: Logger;
  readonly journeys: readonly JourneyHeader[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly addressHash: AddressHash;
  /** What the sources of journeys say of them, by name (default: nothing). */
  readonly stories?: Readonly<Record<string, JourneyStory>>;
  /** What journeys and playbooks say in other languages, by language (default: nothing). */
  readonly translations?: Readonly<Record<string, Translation>>;
  /** What there is to be said, for whoever asks about a message. */
  readonly messages: MessageCatalog;
  readonly codeVersion: string;
  /** Links to the pages for customers, and who speaks on these. */
  readonly pageLinks: LinkSettings;
  readonly speaker: PublicSender;
  /** Judges what customers write before it is received: a model beside the rules (domain/triage/model.ts). Without it the rules judge. */
  readonly triage?: Triage;
  /** What browsers subscribe to (default: nothing is configured). */
  readonly push?: PushAccess;
  /** Where receivers of webhooks may stand (default: on the internet only). */
  readonly receivers?: ReceiverHosts;
  /** How secrets are kept that are needed again (default: as they are). */
  readonly secretSeal?: SecretSeal;
  /** How people sign in (default: by password, on this machine). */
  readonly signIn?: SignInSettings;
  /** Tells open pages of staff what happens (default: this process has no stream). */
  readonly staffHub?: StaffHub;
  /** Tells the relay that facts wait in the outbox; only a hint, the relay also looks by itself. */
  readonly wakeRelay: () => void;
}

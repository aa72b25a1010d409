import type { Logger } from 'pino';
import type { Clock } from '../domain/clock';
import type { JourneyHeader } from '../domain/journey';
import type { Playbook } from '../domain/task';
import type { Db } from '../prisma/client';
import type { Intake } from '../prisma/intake';

/** What the API is built from. Everything with a side effect comes in here. */
export interface ApiDeps {
  readonly db: Db;
  /** Keeps what backends post; on the same database. */
  readonly intake: Intake;
  readonly now: Clock;
  readonly log: Logger;
  readonly journeys: readonly JourneyHeader[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  /** Tells the relay that facts wait in the outbox; only a hint, the relay also looks by itself. */
  readonly wakeRelay: () => void;
}

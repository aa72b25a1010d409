import { zoneAtNoon } from '../testkit/noon';
import type { Db } from '../prisma/client';

/** A guard of the product that a run switches off, in the database or outside of it, to see that its verdict turns red. */
export const GUARDS = {
  /** What is in doubt is taken for not sent: the rule of at most once is off. */
  ledger: 'doubled',
  /** What went out does not count. */
  caps: 'over cap',
  /** A withdrawal is not kept. */
  consent: 'after withdrawal',
  /** Everybody is taken to live where it is noon. */
  hours: 'out of window',
  /** Whoever asks twice is believed to be the first. */
  tasks: 'tasks completed twice',
  /** Facts get lost on their way to the journeys. */
  outbox: 'facts not heard',
  /** Nobody is handed to a person. */
  escalations: 'escalations not raised',
  /** The attacker has the provider's key. */
  signatures: 'forged reports taken',
  /** Evidence does not end a doubt. */
  evidence: 'doubts that ended wrongly',
} as const;

export type Guard = keyof typeof GUARDS;

/** Switches a guard off. Nothing in the product knows of it. */
export async function sabotage(db: Db, guard: Guard, now: Date): Promise<void> {
  for (const [index, { on, does }] of (TRIGGERS[guard]?.(now) ?? []).entries()) {
    const name = `sabotage_${guard}_${index}`;
    await db.$executeRawUnsafe(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${does} END $$`);
    await db.$executeRawUnsafe(`CREATE TRIGGER ${name} BEFORE ${on} FOR EACH ROW EXECUTE FUNCTION ${name}()`);
  }
}

interface Trigger {
  readonly on: string;
  readonly does: string;
}

const TRIGGERS: Readonly<Partial<Record<Guard, (now: Date) => readonly Trigger[]>>> = {
  ledger: () => [
    {
      on: 'UPDATE ON attempts',
      does: `IF NEW.state = 'ambiguous' THEN NEW.state := 'released'; END IF; RETURN NEW;`,
    },
    // Nor is the proof of the opposite kept, which comes within seconds.
    { on: 'INSERT ON touch_signals', does: `RETURN NULL;` },
  ],
  caps: () => [
    {
      on: 'INSERT OR UPDATE ON touches',
      does: `IF NEW.state IN ('accepted', 'delivered') THEN NEW.sent_at := NEW.sent_at - interval '400 days'; END IF; RETURN NEW;`,
    },
  ],
  consent: () => [
    {
      on: 'INSERT ON consents',
      does: `NEW.state := 'granted'; RETURN NEW;`,
    },
  ],
  hours: (now) => [{ on: 'INSERT OR UPDATE ON customers', does: `NEW.time_zone := '${zoneAtNoon(now)}'; RETURN NEW;` }],
  tasks: () => [
    {
      on: 'UPDATE ON tasks',
      does: `IF NEW.state = 'done' THEN NEW.state := 'open'; NEW.version := OLD.version; END IF; RETURN NEW;`,
    },
  ],
  outbox: () => [
    {
      on: 'INSERT ON outbox',
      does: `IF NEW.kind = 'event' THEN RETURN NULL; END IF; RETURN NEW;`,
    },
  ],
  escalations: () => [{ on: 'INSERT ON task_waiters', does: `NEW.enrollment_id := NULL; RETURN NEW;` }],
  evidence: () => [
    {
      on: 'UPDATE ON attempts',
      does: `IF OLD.state = 'ambiguous' THEN NEW.state := OLD.state; END IF; RETURN NEW;`,
    },
  ],
};

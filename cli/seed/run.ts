import { DAY_MS, type Due } from '../../domain/duration';
import { workflowIdOf } from '../../domain/ids';
import type { EntryCause, JourneyHeader } from '../../domain/journey';
import type { MessageCatalog } from '../../messages/catalog';
import type { PlaybookName } from '../../playbooks';
import type { Standing } from './consents';
import { TextArray } from './copy';
import { decent, happens, tell, type Life } from './life';
import { openTask } from './tasking';
import { bring, putOff } from './touching';

/** How a customer comes into a journey, and how they fare there. */
export interface Entry {
  readonly header: JourneyHeader;
  readonly cause: EntryCause;
  readonly causeKey: string;
  readonly at: number;
  /** The goal or exit that ends it, when one does. */
  readonly ending?: { readonly how: 'goal' | 'exit'; readonly type: string; readonly at: number } | undefined;
  /** What is still said to whom reached the goal. Gives the outcome. */
  readonly afterGoal?: (run: Run) => string;
  /** They answer nothing, and a person has not got to them yet: the run stands at a task, if its time has come. */
  readonly silent?: boolean;
  /** How likely they look at what they get. */
  readonly attention: number;
}

/** What a run is played with. */
export interface Stage {
  readonly life: Life;
  readonly standing: Standing;
  readonly messages: MessageCatalog;
}

/** The run has come to the present: it goes on after it. */
class AtPresent extends Error {}

/** The goal was reached, or an exit event came. */
class CutShort extends Error {}

/** The words of a seeded journey, which its real one has in the same sense: each moves the clock of the run, and writes the rows that the engine would have written. */
export interface Run {
  /** What the run has come to (epoch ms). */
  readonly at: number;
  stage(name: string): void;
  /** Brings a message. True when it went out. */
  touch(message: string, channels: readonly string[]): boolean;
  /** Waits for events at most so long. Each has a chance to come; gives the one that did. */
  wait(types: readonly string[], forMs: number, chances: Readonly<Record<string, number>>): string | undefined;
  sleepUntil(at: number): void;
  /** Hands over to a person. Gives the outcome. */
  escalate(playbook: PlaybookName, because: string, due: Due): string;
}

/** Plays one run of a journey up to its end or to the present, and writes it. Gives when it ended, or null when it goes on. */
export function play(stage: Stage, entry: Entry, script: (run: Run) => string): number | null {
  const { life, standing, messages } = stage;
  const { lots, customer, book, now } = life;
  const { header, cause, causeKey, silent = false } = entry;
  const id = lots.id(entry.at);
  let ending = entry.ending && entry.ending.at <= now ? entry.ending : undefined;
  const counts = new Map<string, number>();
  let [at, seq, name, stageAt] = [entry.at, 0, header.stages[0]!, entry.at];

  const note = (kind: string, detail: Readonly<Record<string, unknown>>) =>
    tell(life, { key: `${id}:${kind}:${at}:${(seq += 1)}`, enrollmentId: id, at, kind, detail });
  const nextKey = (what: string) => {
    const place = `${name}:${what}`;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    return `${id}:${place}:${count}`;
  };
  /** Lets time pass, as far as there is any. */
  const pass = (until: number, before: () => void = () => undefined) => {
    if (ending && ending.at <= until) {
      at = Math.max(at, ending.at);
      throw new CutShort();
    }
    if (until > now) {
      before();
      throw new AtPresent();
    }
    at = until;
  };

  const run: Run = {
    get at() {
      return at;
    },
    stage(wanted) {
      [name, stageAt] = [wanted, at];
      tell(life, { key: `${id}:stage:${at}:${name}`, enrollmentId: id, at, kind: 'stage', detail: { stage: name } });
    },
    touch(message, channels) {
      const { class: messageClass, topic } = messages.get(message);
      const { name: journey, priority } = header;
      const at0 = { enrollmentId: id, journey, stage: name, message, messageClass, topic, priority, channels };
      const bringing = { ...at0, key: nextKey(message), at, attention: entry.attention };
      const awake = decent(life, at);
      if (awake > at) {
        pass(awake, () => {
          note('wait', { for: [], until: new Date(awake).toISOString(), reason: 'quiet_hours', message });
          putOff(life, bringing, awake);
        });
      }
      const { sent, touchId, channel } = bring(life, standing, { ...bringing, at });
      if (sent) last = { touchId, channel };
      return sent;
    },
    wait(types, forMs, chances) {
      const until = at + forMs;
      const hit = silent ? undefined : types.find((type) => lots.chance(chances[type] ?? 0));
      const comes = hit === undefined ? until : Math.floor(at + forMs * lots.between(0.02, 0.9));
      if (until > now || hit === undefined) {
        if (until > now && comes > now) note('wait', { for: types, until: new Date(until).toISOString() });
      }
      pass(comes);
      if (hit !== undefined) hear(hit);
      return hit;
    },
    sleepUntil(until) {
      if (until <= at) return;
      if (until > now) note('wait', { for: [], until: new Date(until).toISOString() });
      pass(until);
    },
    escalate(playbook, because, due) {
      const task = {
        key: nextKey(playbook),
        enrollmentId: id,
        journey: header.name,
        stage: name,
        playbook,
        because,
        due,
      };
      const settled = openTask(life, { ...task, at, silent, cutAt: ending?.at ?? null });
      if (settled === null) throw new AtPresent();
      pass(settled.at);
      return settled.outcome;
    },
  };
  let last: { readonly touchId: string; readonly channel: string | null } | null = null;

  function hear(type: string): void {
    const properties = type === 'customer.replied' ? { channel: last?.channel ?? 'email' } : {};
    const eventId = happens(life, type, at, properties);
    note('event', { type, eventId });
    if (type === 'customer.replied' || type === 'customer.help_requested')
      life.wrote.push({ at, channel: last?.channel === 'in-app' ? 'in-app' : 'email', touchId: last?.touchId ?? null });
  }

  function afterEnding() {
    const { how, type, at: when } = ending!;
    ending = undefined;
    note('event', { type, eventId: happens(life, type, when, {}) });
    if (how === 'exit' || !entry.afterGoal) return { how, outcome: type };
    try {
      return { how, outcome: entry.afterGoal(run) };
    } catch (error) {
      if (error instanceof AtPresent) return null;
      throw error;
    }
  }

  if (entry.cause.kind === 'absence') life.absences.push(at);
  tell(life, {
    key: `${id}:enrolled`,
    enrollmentId: id,
    at,
    kind: 'enrolled',
    detail: { journey: header.name, cause },
  });
  let over: { readonly how: string; readonly outcome: string } | null = null;
  try {
    run.stage(name);
    over = { how: 'done', outcome: script(run) };
  } catch (error) {
    if (error instanceof CutShort) over = afterEnding();
    else if (!(error instanceof AtPresent)) throw error;
  }
  if (over) tell(life, { key: `${id}:ended`, enrollmentId: id, at, kind: 'ended', detail: over });

  const stuck =
    over === null && lots.chance(STUCK_SHARE) ? new Date(now - Math.floor(lots.between(0.05, 3) * DAY_MS)) : null;
  const paused = over === null && stuck === null && lots.chance(PAUSED_SHARE);
  book.write('enrollments', {
    id,
    journey: header.name,
    customer_id: customer.id,
    workflow_id: workflowIdOf(header.name, customer.id),
    state: over ? 'ended' : paused ? 'paused' : 'active',
    stage: name,
    cause,
    cause_key: causeKey,
    entered_at: new Date(entry.at),
    stage_at: new Date(stageAt),
    ended_at: over ? new Date(at) : null,
    how: over?.how,
    outcome: over?.outcome,
    stuck_since: stuck,
    stuck_because: stuck && 'deliver fails again and again: invalid_input',
    paused_by: paused ? HAND : NOBODY,
  });
  return over ? at : null;
}

const STUCK_SHARE = 0.001;
const PAUSED_SHARE = 0.008;
const HAND = new TextArray(['hand']);
const NOBODY = new TextArray([]);

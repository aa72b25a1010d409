import { DAY_MS } from '../duration';
import type { JourneyStory } from '../journey-story';
import { stayLength, stayOf, type Stays } from '../stay';

/** Runs that stand in a stage since a day and wait until another; null: they act, or a person has them. Days are counted from today, which is 0. */
export interface StandingRuns {
  readonly journey: string;
  readonly stage: string;
  readonly sinceDay: number;
  readonly waitsUntilDay: number | null;
  readonly count: number;
}

/** How many left a stage for another (null: for the end of the journey), after stays of some length. */
export interface PastMoves extends Stays {
  readonly journey: string;
  readonly stage: string;
  readonly next: string | null;
}

/** Tasks that stays in a stage led to in the same time: on which queue, and how long after the stage was entered. */
export interface PastTasks {
  readonly journey: string;
  readonly stage: string;
  readonly queue: string;
  readonly count: number;
  readonly afterMs: number;
}

/** What the forecast goes by, all of the same past days. `entered`: how many stays began, by journey and stage as `<journey> <stage>`. */
export interface Past {
  readonly moves: readonly PastMoves[];
  readonly tasks: readonly PastTasks[];
  readonly entered: ReadonlyMap<string, number>;
}

/** Expected new tasks by queue and day. `runs`: how many stand somewhere; `guessed`: in a stage that too few have left to go by, so that its source was gone by. */
export interface Forecast {
  readonly byQueue: ReadonlyMap<string, readonly number[]>;
  readonly runs: number;
  readonly guessed: number;
}

/** So many must have left a stage before their ways are gone by. */
const LEAST = 10;
/** Stages that one run is followed through, and the share of a run below which it is no longer. */
const MOST_STEPS = 8;
const LEAST_MASS = 0.001;

/**
 * How many tasks land on which queue on each of the next days, if runs go on as those before them did (X09). Pure. It supposes that
 * - a run that waits goes on when its wait ends, or later when others took longer for the same way from entering the stage;
 * - of those who have stood as long, the same shares take each way as in the past: that is how many answer in time;
 * - a stage leads to tasks as often, and as long after it was entered, as in the past;
 * - where too few came before, the ways in the source are taken alike and each of its playbooks is opened once;
 * - nobody else enters, and nobody is moved, paused or resumed by hand.
 */
export function forecastTasks(
  runs: readonly StandingRuns[],
  past: Past,
  {
    days,
    stories,
    queueOf,
  }: {
    readonly days: number;
    readonly stories: Readonly<Record<string, JourneyStory>>;
    readonly queueOf: (playbook: string) => string | undefined;
  },
): Forecast {
  const model = modelOf(past, stories, queueOf);
  const byQueue = new Map<string, number[]>();
  const expect = (queue: string, day: number, tasks: number): void => {
    if (day >= days) return;
    const row = byQueue.get(queue) ?? Array.from({ length: days }, () => 0);
    byQueue.set(queue, row);
    row[Math.max(0, day)]! += tasks;
  };

  let arriving = new Map<string, Arrival>();
  let guessed = 0;
  for (const run of runs) {
    const stage = model(run.journey, run.stage);
    if (stage.guessed) guessed += run.count;
    // A wait that is over has its task behind it or its next step before it: nothing more is expected of this stage.
    if (run.waitsUntilDay !== null)
      for (const task of stage.tasks) expect(task.queue, Math.max(0, run.waitsUntilDay), run.count * task.chance);
    for (const way of stage.ways(-run.sinceDay * DAY_MS)) {
      const day = Math.max(0, run.waitsUntilDay ?? 0, run.sinceDay + way.afterDays);
      arrive(arriving, { journey: run.journey, stage: way.next, day, mass: run.count * way.share }, days);
    }
  }
  for (let step = 0; step < MOST_STEPS && arriving.size > 0; step += 1) {
    const next = new Map<string, Arrival>();
    for (const { journey, stage: name, day, mass } of arriving.values()) {
      const stage = model(journey, name);
      for (const task of stage.tasks) expect(task.queue, day + task.afterDays, mass * task.chance);
      for (const way of stage.ways(0))
        arrive(next, { journey, stage: way.next, day: day + way.afterDays, mass: mass * way.share }, days);
    }
    arriving = next;
  }
  return { byQueue, runs: runs.reduce((sum, { count }) => sum + count, 0), guessed };
}

/** A share of runs that comes to a stage on a day. */
interface Arrival {
  readonly journey: string;
  readonly stage: string;
  readonly day: number;
  readonly mass: number;
}

function arrive(arrivals: Map<string, Arrival>, arrival: Arrival, days: number): void {
  if (arrival.day >= days || arrival.mass < LEAST_MASS) return;
  const key = `${arrival.journey} ${arrival.stage} ${arrival.day}`;
  arrivals.set(key, { ...arrival, mass: arrival.mass + (arrivals.get(key)?.mass ?? 0) });
}

interface StageModel {
  readonly guessed: boolean;
  readonly tasks: readonly { readonly queue: string; readonly chance: number; readonly afterDays: number }[];
  /** The ways on to other stages for those who have stood so long already: the shares of the rest end there. */
  readonly ways: (
    stoodMs: number,
  ) => readonly { readonly next: string; readonly share: number; readonly afterDays: number }[];
}

function modelOf(
  past: Past,
  stories: Readonly<Record<string, JourneyStory>>,
  queueOf: (playbook: string) => string | undefined,
): (journey: string, stage: string) => StageModel {
  const models = new Map<string, StageModel>();
  return (journey, stage) => {
    const key = `${journey} ${stage}`;
    const known = models.get(key) ?? build();
    models.set(key, known);
    return known;

    function build(): StageModel {
      const moves = past.moves.filter((move) => move.journey === journey && move.stage === stage);
      const left = moves.reduce((sum, { count }) => sum + count, 0);
      const told = stories[journey]?.stages[stage];
      if (left < LEAST) {
        const { next = [], playbooks = [], outcomes = [] } = told ?? {};
        const share = 1 / Math.max(1, next.length + (outcomes.length > 0 ? 1 : 0));
        const queues = playbooks.flatMap((playbook) => queueOf(playbook) ?? []);
        return {
          guessed: true,
          tasks: queues.map((queue) => ({ queue, chance: 1 / queues.length, afterDays: 0 })),
          ways: () => next.map((name) => ({ next: name, share, afterDays: 0 })),
        };
      }
      const entered = Math.max(past.entered.get(key) ?? 0, left);
      const tasks = past.tasks.filter((task) => task.journey === journey && task.stage === stage);
      return {
        guessed: false,
        tasks: tasks.map(({ queue, count, afterMs }) => ({
          queue,
          chance: Math.min(1, count / entered),
          afterDays: Math.round(afterMs / DAY_MS),
        })),
        ways: remembering((stoodMs) => waysOf(moves, stoodMs)),
      };
    }
  };
}

/** Many have stood as long. */
function remembering(ways: StageModel['ways']): StageModel['ways'] {
  const known = new Map<number, ReturnType<StageModel['ways']>>();
  return (stoodMs) => {
    const found = known.get(stoodMs) ?? ways(stoodMs);
    known.set(stoodMs, found);
    return found;
  };
}

function waysOf(moves: readonly PastMoves[], stoodMs: number): ReturnType<StageModel['ways']> {
  const longer = moves.filter(({ bucket }) => stayOf(bucket) >= stoodMs);
  const alike = longer.length > 0 ? longer : moves;
  const all = alike.reduce((sum, { count }) => sum + count, 0);
  const next = [...new Set(alike.map((move) => move.next))].filter((name) => name !== null);
  return next.map((name) => {
    const taken = alike.filter((move) => move.next === name);
    const { medianMs, of } = stayLength(taken)!;
    return { next: name, share: of / all, afterDays: Math.round(medianMs / DAY_MS) };
  });
}

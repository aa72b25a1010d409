import type { Ending, JourneyHeader } from './journey';
import { UNTOLD, type JourneyStory, type StageStory } from './journey-story';
import { stayLength, type StayLength, type Stays } from './stay';

/** How many left a stage (null: came from outside) for another stage or for the end of the journey, after stays of some length. */
export interface MoveCount extends Stays {
  readonly stage: string | null;
  /** `next:<stage>`, or how the journey ended. */
  readonly leftTo: string;
}

/** Where a move leads: to a stage, or to the end of the journey. */
type Goes = { readonly stage: string } | { readonly end: Ending };

/** A way on the map. `inCode`: the source of the stage says `next()` to it, so people may take it; those who took others were moved by hand or reached the goal. */
export interface Edge {
  readonly from: string | null;
  readonly to: Goes;
  readonly inCode: boolean;
  readonly count: number;
}

/** A stage on the map: what its source says, and who came through in the period. */
export interface MapStage extends StageStory {
  readonly name: string;
  readonly entered: number;
  readonly left: number;
  /** Of those who left: the journey ended for them here without its goal. */
  readonly dropped: number;
  readonly stay: StayLength | null;
}

/** A journey as a map (M16). Stages that are no longer in the code appear as long as somebody moved through them. */
export interface JourneyMap {
  readonly stages: readonly MapStage[];
  readonly edges: readonly Edge[];
  readonly entered: number;
  readonly ended: Readonly<Record<Ending, number>>;
}

const ENDINGS: readonly Ending[] = ['goal', 'done', 'exit', 'steered'];

/** Draws the map of a journey from what its source says and from who went where. */
export function mapOf(header: JourneyHeader, story: JourneyStory | undefined, moves: readonly MoveCount[]): JourneyMap {
  const seen = moves.flatMap(({ stage, leftTo }) => [stage, stageOf(leftTo)]).filter((stage) => stage !== null);
  const names = [...new Set([...header.stages, ...seen])];
  const stages = names.map((name) => mapStage(name, story?.stages[name] ?? UNTOLD, moves));
  const first = header.stages[0];
  const written = [
    ...(first === undefined ? [] : [{ from: null, leftTo: `next:${first}` }]),
    ...stages.flatMap(({ name, next }) => next.map((to) => ({ from: name, leftTo: `next:${to}` }))),
  ];
  return {
    stages,
    edges: edgesOf(written, moves),
    entered: total(moves.filter(({ stage, leftTo }) => stage === null && stageOf(leftTo) !== null)),
    ended: Object.fromEntries(
      ENDINGS.map((how) => [how, total(moves.filter(({ leftTo }) => leftTo === how))]),
    ) as JourneyMap['ended'],
  };
}

function mapStage(name: string, told: StageStory, moves: readonly MoveCount[]): MapStage {
  const out = moves.filter(({ stage }) => stage === name);
  return {
    name,
    ...told,
    entered: total(moves.filter(({ leftTo }) => leftTo === `next:${name}`)),
    left: total(out),
    dropped: total(out.filter(({ leftTo }) => stageOf(leftTo) === null && leftTo !== 'goal')),
    stay: stayLength(out),
  };
}

function edgesOf(
  written: readonly { readonly from: string | null; readonly leftTo: string }[],
  moves: readonly MoveCount[],
): Edge[] {
  const ways = new Map(written.map((way) => [keyOf(way.from, way.leftTo), { ...way, inCode: true, count: 0 }]));
  for (const { stage: from, leftTo, count } of moves) {
    const way = ways.get(keyOf(from, leftTo)) ?? { from, leftTo, inCode: stageOf(leftTo) === null, count: 0 };
    ways.set(keyOf(from, leftTo), { ...way, count: way.count + count });
  }
  return [...ways.values()].map(({ leftTo, ...way }) => {
    const stage = stageOf(leftTo);
    return { ...way, to: stage === null ? { end: leftTo as Ending } : { stage } };
  });
}

function keyOf(from: string | null, leftTo: string): string {
  return `${from ?? ''} ${leftTo}`;
}

function stageOf(leftTo: string): string | null {
  return leftTo.startsWith('next:') ? leftTo.slice('next:'.length) : null;
}

function total(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** A stay is only called a stall where so many others show how long one takes. */
const LEAST_FOR_A_STALL = 20;

/** From when on a stay in each stage is a stall: when it is longer than nine of ten were in the period. */
export function stallsAfter(stages: readonly MapStage[]): ReadonlyMap<string, number> {
  return new Map(
    stages.flatMap(({ name, stay }) => (stay && stay.of >= LEAST_FOR_A_STALL ? [[name, stay.p90Ms]] : [])),
  );
}

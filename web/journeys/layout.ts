import type { Reply } from '../client/call';

/** The map of a journey as the API answers it. */
export type JourneyMap = Reply<'GET /v1/journeys/{name}/map'>;
export type Stage = JourneyMap['stages'][number];
export type Edge = JourneyMap['edges'][number];

/** Sizes of the drawing, in pixels. */
export const CARD = { width: 170, height: 146, gapX: 50, gapY: 48 } as const;
const LANE = 30;
const MARGIN = 8;

/** Where a stage stands. */
export interface Placed {
  readonly stage: Stage;
  readonly x: number;
  readonly y: number;
}

/** A way between two stages: its line, and where its number stands. */
interface Line {
  readonly edge: Edge;
  readonly path: string;
  readonly x: number;
  readonly y: number;
}

/** A journey laid out: stages in columns by how far they are from the beginning. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly stages: readonly Placed[];
  readonly lines: readonly Line[];
}

/** Lays a journey out. Ways to the next column run straight, ways that skip columns run above, ways back run below. */
export function layoutOf({ stages, edges }: Pick<JourneyMap, 'stages' | 'edges'>): Layout {
  const ways = edges.filter(({ from, to }) => from !== null && to !== null && from !== to);
  const columns = columnsOf(stages, ways);
  const seats = seatsOf(stages, columns);
  const far = ways.filter(({ from, to }) => columns.get(to!)! - columns.get(from!)! > 1);
  const back = ways.filter(({ from, to }) => columns.get(to!)! <= columns.get(from!)!);
  const top = MARGIN + far.length * LANE;
  const rows = Math.max(...[...seats.values()].map(({ row }) => row + 1), 1);
  const bottom = top + rows * CARD.height + (rows - 1) * CARD.gapY;

  const at = (name: string) => {
    const { column, row } = seats.get(name)!;
    return { x: column * (CARD.width + CARD.gapX), y: top + row * (CARD.height + CARD.gapY) };
  };
  const lines = ways.map((edge): Line => {
    const [a, b] = [at(edge.from!), at(edge.to!)];
    const above = far.indexOf(edge);
    const below = back.indexOf(edge);
    if (above >= 0) return around(edge, a, b, MARGIN + (above + 0.5) * LANE, 0, above);
    if (below >= 0) return around(edge, a, b, bottom + (below + 0.5) * LANE, CARD.height, below);
    const [x1, y1, x2, y2] = [a.x + CARD.width, a.y + CARD.height / 2, b.x, b.y + CARD.height / 2];
    const middle = (x1 + x2) / 2;
    return { edge, path: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`, x: middle, y: (y1 + y2) / 2 };
  });
  const last = Math.max(...[...seats.values()].map(({ column }) => column), 0);
  return {
    width: (last + 1) * CARD.width + last * CARD.gapX,
    height: bottom + back.length * LANE + MARGIN,
    stages: stages.map((stage) => ({ stage, ...at(stage.name) })),
    lines,
  };
}

/** A line that leaves a card at its edge, runs along a lane of its own, and comes down again on the other card. */
function around(
  edge: Edge,
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
  lane: number,
  side: number,
  nth: number,
): Line {
  const shift = (nth % 3) * 14;
  const forth = a.x < b.x;
  const x1 = a.x + CARD.width * (forth ? 0.7 : 0.3) + (forth ? shift : -shift);
  const x2 = b.x + CARD.width * (forth ? 0.3 : 0.7) - (forth ? shift : -shift);
  const [y1, y2] = [a.y + side, b.y + side];
  const turn = forth ? 16 : -16;
  const path = `M${x1} ${y1} C${x1} ${lane} ${x1} ${lane} ${x1 + turn} ${lane} L${x2 - turn} ${lane} C${x2} ${lane} ${x2} ${lane} ${x2} ${y2}`;
  return { edge, path, x: (x1 + x2) / 2, y: lane };
}

/** How far each stage is from the beginning along the longest way that the code has; ways back do not count. */
function columnsOf(stages: readonly Stage[], ways: readonly Edge[]): ReadonlyMap<string, number> {
  const order = new Map(stages.map(({ name }, index) => [name, index]));
  const columns = new Map(stages.map(({ name }) => [name, 0]));
  const forth = ways.filter(({ from, to, in_code: inCode }) => inCode && order.get(from!)! < order.get(to!)!);
  for (const { name } of stages) {
    for (const { from, to } of forth.filter((way) => way.from === name)) {
      columns.set(to!, Math.max(columns.get(to!)!, columns.get(from!)! + 1));
    }
  }
  // What no stage leads to is reached from anywhere, as after the goal: it stands at the end.
  const end = Math.max(...columns.values(), 0);
  const [first] = stages;
  for (const { name } of stages) {
    if (name !== first?.name && !forth.some(({ to }) => to === name)) columns.set(name, end);
  }
  return columns;
}

function seatsOf(
  stages: readonly Stage[],
  columns: ReadonlyMap<string, number>,
): ReadonlyMap<string, { readonly column: number; readonly row: number }> {
  const taken = new Map<number, number>();
  return new Map(
    stages.map(({ name }) => {
      const column = columns.get(name)!;
      const row = taken.get(column) ?? 0;
      taken.set(column, row + 1);
      return [name, { column, row }];
    }),
  );
}

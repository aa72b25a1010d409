import { InvalidInput } from '../../domain/errors';
import { exportLine, importLine } from './identifier';

/** Files that name every journey, and how each of them names one more. The formatter has the last word on where lines end. */
export const entries: Readonly<Record<string, (source: string, name: string, identifier: string) => string>> = {
  'workflows/headers.ts': (source, name, identifier) =>
    listed(
      afterLast(source, /^import \{ .* \} from '\.\/journeys\/.*';\n/gm, `${importLine(name, identifier)}\n`),
      identifier,
    ),
  'workflows/index.ts': (source, name, identifier) =>
    afterLast(source, /^export \{ .* \} from '\.\/journeys\/.*';\n/gm, `${exportLine(name, identifier)}\n`),
  'translations/de/journeys/index.ts': (source, name, identifier) =>
    listed(
      afterLast(source, /^import \{ .* \} from '\.\/.*';\n/gm, `import { ${identifier} } from './${name}';\n`),
      identifier,
    ),
  'cli/replay/paths.ts': (source, name) => afterLast(source, /^ {2}(?:\{.*|\}),\n(?=\];)/gm, pathsOf(name)),
};

/** Inserts text behind the last place that fits. Throws InvalidInput when none does: the file is no longer what this was written for. */
function afterLast(source: string, place: RegExp, text: string): string {
  const last = [...source.matchAll(place)].at(-1);
  if (!last) throw new InvalidInput(`There is no place to insert this: ${text.trim()}`);
  const end = last.index + last[0].length;
  return `${source.slice(0, end)}${text}${source.slice(end)}`;
}

function listed(source: string, identifier: string): string {
  const list = /(: readonly (?:JourneyHeader|Translation)\[\] = \[)([^\]]*)(\])/;
  if (!list.test(source)) throw new InvalidInput(`There is no list of journeys to put ${identifier} on.`);
  return source.replace(
    list,
    (_, open: string, names: string, close: string) =>
      `${open}${names.trimEnd().replace(/,$/, '')}, ${identifier}${close}`,
  );
}

function pathsOf(journey: string): string {
  const resolved = 'task.completed {"outcome":"reached_resolved"}';
  const paths = {
    silent: [],
    called: [`8d12h ${resolved}`],
    answered: ['2d customer.replied', `3d ${resolved}`],
    goal: ['5d customer.logged_in'],
    exit: ['1d customer.churned'],
  };
  return Object.entries(paths)
    .map(
      ([name, events]) =>
        `  { journey: '${journey}', name: '${name}', events: [${events.map((event) => `'${event}'`).join(', ')}] },\n`,
    )
    .join('');
}

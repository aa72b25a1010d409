import type { Channel } from '../domain/channel';
import { InvalidInput } from '../domain/errors';
import { oneLine } from './escape';
import type { MessageFile } from './file';
import { LAYOUT_VARIABLES } from './layout';

/** A calendar day as a value: the instant at which to look at the calendar, and the zone whose calendar it is. Written out in the locale of the text. */
export interface Day {
  readonly at: Date;
  readonly timeZone: string;
}

/** What a person wrote, as a value: its line breaks stay. */
interface Prose {
  readonly prose: string;
}

type Value = string | number | boolean | Day | Prose;

/** What messages may speak of, by branch and leaf: `values.customer.first_name`. What is not known is absent, null or empty. */
export type Values = Readonly<Record<string, Readonly<Record<string, Value | null | undefined>>>>;

/**
 * The values that a message (and, for email, the layout) declares, and nothing else, with fall-backs for what is not known. Throws InvalidInput when a
 * value is missing that has none. Text from outside becomes one line without control characters; what a person wrote keeps its lines.
 */
export function bindValues(
  file: MessageFile,
  channel: Channel,
  values: Values,
  locale: string,
): Readonly<Record<string, object>> {
  const scope: Record<string, Record<string, string | number | boolean>> = {};
  const bind = (name: string, fallback: string | undefined): void => {
    const [branch = '', leaf = ''] = name.split('.');
    const value = known(values, branch, leaf, locale) ?? fallback;
    if (value === undefined)
      throw new InvalidInput(`Message ${file.name} needs ${name}, which is not known and has no fall-back`);
    (scope[branch] ??= {})[leaf] = value;
  };
  for (const [name, fallback] of Object.entries(LAYOUT_VARIABLES[channel])) bind(name, fallback);
  for (const [name, spec] of Object.entries(file.head.variables)) bind(name, spec?.fallback);
  return scope;
}

function known(values: Values, branch: string, leaf: string, locale: string): string | number | boolean | undefined {
  const leaves = Object.hasOwn(values, branch) ? values[branch] : undefined;
  const value = leaves && Object.hasOwn(leaves, leaf) ? leaves[leaf] : undefined;
  if (typeof value === 'string') return oneLine(value) || undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return value;
  if (!value) return undefined;
  if ('prose' in value)
    return (
      value.prose
        .split('\n')
        .map((line) => oneLine(line, LONGEST_LINE))
        .join('\n')
        .trim() || undefined
    );
  return value.at instanceof Date ? writeDay(value, locale) : undefined;
}

const LONGEST_LINE = 20_000;

function writeDay({ at, timeZone }: Day, locale: string): string | undefined {
  return Number.isNaN(at.getTime())
    ? undefined
    : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);
}

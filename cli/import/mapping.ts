import { InvalidInput } from '../../domain/errors';
import { dateReader } from './date-pattern';

/** Where a value comes from: a column by its number (from 0), a column or key by its name, or the words themselves. */
export type Source =
  | { readonly kind: 'column'; readonly index: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'words'; readonly text: string };

/** One part of a mapping: a field of the message, its source, and how to read it (a form of dates, `text` or `number`). */
export interface Field {
  readonly target: string;
  readonly source: Source;
  readonly form: string | undefined;
}

/** How a line becomes messages. */
export type Mapping = readonly Field[];

/** Targets that are not properties of the event. */
export const OWN_TARGETS = ['userId', 'anonymousId', 'occurredAt', 'type', 'messageId'] as const;
export const TRAIT_PREFIX = 'traits.';

const PART = /^\s*([\w.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^:]+?))\s*(?::\s*(.+?))?\s*$/;
/** Commas that stand outside of quotes. */
const COMMA = /,(?=(?:[^'"]|'[^']*'|"[^"]*")*$)/;

/**
 * Reads `userId=0, occurredAt=2:YYYYMMDD, type=order.completed, items=3`: field=source, and after a colon how to read it. Throws
 * InvalidInput with one sentence.
 */
export function parseMapping(text: string): Mapping {
  const fields = text.split(COMMA).map(parseField);
  const targets = fields.map(({ target }) => target);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice) throw new InvalidInput(`--map names ${twice} twice.`);
  if (!targets.includes('userId') && !targets.includes('anonymousId')) {
    throw new InvalidInput('--map needs userId=... or anonymousId=...: whose line is it?');
  }
  if (!targets.includes('type') && !targets.some((target) => target.startsWith(TRAIT_PREFIX))) {
    throw new InvalidInput(
      '--map needs type=... (what happened) or traits.<name>=... (what is known of the customer).',
    );
  }
  if (targets.includes('type') && !targets.includes('occurredAt'))
    throw new InvalidInput('--map needs occurredAt=...: when did it happen?');
  return fields;
}

function parseField(part: string): Field {
  const [, target, single, double, plain, form] = PART.exec(part) ?? [];
  const words = single ?? double;
  if (!target || (words === undefined && plain === undefined)) {
    throw new InvalidInput(
      `"${part.trim()}" in --map does not read <field>=<column>, as in userId=0 or occurredAt=date:YYYYMMDD.`,
    );
  }
  if (form !== undefined) insistOnForm(target, form);
  return { target, source: words === undefined ? sourceOf(plain!) : { kind: 'words', text: words }, form };
}

function sourceOf(plain: string): Source {
  return /^\d+$/.test(plain) ? { kind: 'column', index: Number(plain) } : { kind: 'name', name: plain };
}

function insistOnForm(target: string, form: string): void {
  if (target === 'occurredAt') dateReader(form);
  else if (form !== 'text' && form !== 'number')
    throw new InvalidInput(`${target} in --map can be read as text or number, not as "${form}".`);
}

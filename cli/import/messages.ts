import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalEventType, eventCatalog, isKnownEvent } from '../../domain/events';
import type { Told } from '../../testkit/tell';
import { dateFault } from './date-fault';
import { dateReader } from './date-pattern';
import { OWN_TARGETS, TRAIT_PREFIX, type Field, type Mapping } from './mapping';
import type { Row } from './rows';

/** What a line says: messages as `/v1/batch` takes them, or why it says nothing. */
export type Translated =
  | { readonly messages: readonly Told[]; readonly reason?: never }
  | { readonly reason: string; readonly messages?: never };

/**
 * Translates lines into messages. Every line has a `messageId` of its own, made of the file's name, the line's number and its text,
 * so that importing a file twice adds nothing and two equal lines remain two events. Without a mapping, lines are messages already.
 */
export function translator(fileName: string, mapping: Mapping | null): (row: Row) => Translated {
  if (mapping === null)
    return (row) => ({ messages: [{ messageId: idOf(fileName, row, ''), ...(JSON.parse(row.text) as Told) }] });
  const field = (target: string) => mapping.find((each) => each.target === target);
  const [user, anonymous, type, at, messageId] = [
    field('userId'),
    field('anonymousId'),
    field('type'),
    field('occurredAt'),
    field('messageId'),
  ];
  const form = at?.form ?? 'iso';
  const read = dateReader(form);
  const traits = mapping.filter(({ target }) => target.startsWith(TRAIT_PREFIX));
  const properties = mapping.filter((each) => !isOwn(each.target) && !traits.includes(each));

  return (row) => {
    const who = { ...named('userId', textIn(row, user)), ...named('anonymousId', textIn(row, anonymous)) };
    if (Object.keys(who).length === 0) return { reason: `has no ${user ? 'userId' : 'anonymousId'}` };
    const identify = traits.length === 0 ? [] : [{ type: 'identify', ...who, traits: traitsIn(row, traits) }];
    if (!type) return { messages: identify };

    const event = eventIn(row, type);
    if (!event) return { reason: 'has no type' };
    const when = textIn(row, at);
    if (when === undefined) return { reason: 'has no occurredAt' };
    const timestamp = read(when)?.toISOString();
    if (!timestamp) return { reason: dateFault(when, form) };
    const id = textIn(row, messageId) ?? idOf(fileName, row, event);
    return {
      messages: [
        ...identify,
        { type: 'track', messageId: id, ...who, event, timestamp, properties: propertiesIn(row, properties, event) },
      ],
    };
  };
}

function isOwn(target: string): boolean {
  return (OWN_TARGETS as readonly string[]).includes(target);
}

function idOf(fileName: string, { line, text }: Row, event: string): string {
  return `import:${createHash('sha256').update([fileName, line, event, text].join('\0')).digest('hex').slice(0, 32)}`;
}

function named(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

/** The text that a field has in a line; undefined when it has none. */
export function textIn(row: Row, field: Field | undefined): string | undefined {
  const value = field && row.value(field.source);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return String(value as string | number | boolean).trim() || undefined;
}

/** A name that is no column is the event's own name. */
function eventIn(row: Row, field: Field): string | undefined {
  const { source } = field;
  return textIn(row, field) ?? (source.kind === 'name' ? source.name : undefined);
}

function traitsIn(row: Row, fields: readonly Field[]): Record<string, unknown> {
  const values = fields.map(
    (field) => [field.target.slice(TRAIT_PREFIX.length), valueIn(row, field, () => false)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function propertiesIn(row: Row, fields: readonly Field[], event: string): Record<string, unknown> {
  const type = canonicalEventType(event);
  const shape: Readonly<Record<string, z.ZodType>> = isKnownEvent(type) ? eventCatalog[type].schema.shape : {};
  const values = fields.map(
    (field) =>
      [field.target, valueIn(row, field, (text) => shape[field.target]?.safeParse(text).success ?? false)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * A value as the event wants it: text stays text where the event's schema takes text or the mapping says so; else what looks like a
 * number (without leading zeros), true or false is one. An empty field is none.
 */
function valueIn(row: Row, { source, form }: Field, wantsText: (text: string) => boolean): unknown {
  const value = row.value(source);
  if (typeof value !== 'string')
    return form === 'text' && value !== undefined && value !== null
      ? String(value as number | boolean)
      : (value ?? undefined);
  const text = value.trim();
  if (text === '') return undefined;
  if (form === 'text' || (form !== 'number' && wantsText(text))) return text;
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

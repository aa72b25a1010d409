import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { canonicalEventType, eventCatalog, isKnownEvent, type EventType } from '../../domain/events';
import { nearest } from '../../domain/nearest';
import { offsetMs } from '../../domain/offset';
import { playbooks } from '../../playbooks';

/** Something that happens to the simulated customer: an event as a backend would post it, or a person who completes the open task. */
export interface ScriptedEvent {
  /** From the start. */
  readonly offsetMs: number;
  readonly type: EventType;
  readonly properties: Readonly<Record<string, unknown>>;
  /** As it was typed. */
  readonly text: string;
}

/** What a person answers when the script completes the open task. */
export const taskAnswer = z.looseObject({ outcome: z.string(), playbook: z.string().optional() });

const SHAPE = /^\s*(\S+)\s+([^{[]+?)\s*([{[].*)?$/s;

/**
 * Reads `<offset> <type> [json]`, as in `5d customer.replied` or `9d task.completed {"outcome":"reached_resolved"}`. Other names of an
 * event ("Logged In") are as good as its own. Throws InvalidInput with one sentence.
 */
export function scriptedEvent(text: string): ScriptedEvent {
  const [, offset, name, json] = SHAPE.exec(text) ?? [];
  if (!offset || !name)
    throw new InvalidInput(`An event reads "<offset> <type> [json]", as in "5d customer.replied", not "${text}".`);
  const after = offsetMs(offset);
  if (after === undefined)
    throw new InvalidInput(`"${offset}" in "${text}" is not an offset such as 5d, 36h, 30m, 2w or 1d12h.`);
  const type = typeOf(name, text);
  return { offsetMs: after, type, properties: propertiesOf(type, json, text), text };
}

function typeOf(name: string, text: string): EventType {
  const type = canonicalEventType(name);
  if (isKnownEvent(type)) return type;
  const known = Object.keys(eventCatalog);
  const meant = nearest(type, known);
  throw new InvalidInput(
    `No journey knows the event "${name}" in "${text}"${meant ? `; did you mean ${meant}?` : `. Known are ${known.join(', ')}.`}`,
  );
}

function propertiesOf(type: EventType, json: string | undefined, text: string): Readonly<Record<string, unknown>> {
  const properties = parse(json, text);
  const schema: z.ZodType = type === 'task.completed' ? taskAnswer : eventCatalog[type].schema;
  const { error } = schema.safeParse(properties);
  const [issue] = error?.issues ?? [];
  if (issue)
    throw new InvalidInput(
      `The JSON of "${text}" does not fit ${type}: ${[issue.path.join('.'), issue.message].filter(Boolean).join(': ')}.`,
    );
  if (type === 'task.completed') insistOnOutcome(taskAnswer.parse(properties), text);
  return properties;
}

function parse(json: string | undefined, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new InvalidInput(`The JSON of "${text}" cannot be read: ${(error as Error).message}.`);
  }
  throw new InvalidInput(`The JSON of "${text}" must be an object, as in {"reason":"price"}.`);
}

function insistOnOutcome({ outcome, playbook }: z.output<typeof taskAnswer>, text: string): void {
  const all = Object.values(playbooks);
  const named = playbook === undefined ? all : all.filter(({ name }) => name === playbook);
  if (named.length === 0)
    throw new InvalidInput(
      `There is no playbook "${playbook}" as in "${text}". There are ${all.map(({ name }) => name).join(', ')}.`,
    );
  const outcomes = [...new Set(named.flatMap((each) => Object.keys(each.outcomes)))];
  if (outcomes.includes(outcome)) return;
  const meant = nearest(outcome, outcomes);
  throw new InvalidInput(
    `"${outcome}" in "${text}" is not an outcome${meant ? `; did you mean ${meant}?` : `: they are ${outcomes.join(', ')}.`}`,
  );
}

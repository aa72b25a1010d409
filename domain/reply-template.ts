import { channelChangesIn } from './channel-change';
import { InvalidInput } from './errors';
import { nearest } from './nearest';

/** What a template may speak of: facts about the customer, and who answers. */
export const TEMPLATE_VALUES = [
  'customer.name',
  'customer.first_name',
  'customer.plan',
  'account.name',
  'renewal.date',
  'product.name',
  'sender.name',
] as const;
export type TemplateValue = (typeof TEMPLATE_VALUES)[number];

/** `{{ customer.first_name }}`, or with what stands in when it is not known: `{{ customer.first_name | there }}`. */
const PLACE = /\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

/** Throws InvalidInput unless a template speaks of what it may, and sends nobody to another channel (M08). */
export function insistOnTemplate(body: string): void {
  const known: readonly string[] = TEMPLATE_VALUES;
  const faults = [...body.matchAll(PLACE)].flatMap(([, name = '']) => {
    if (known.includes(name)) return [];
    const near = nearest(name, known);
    return [
      `speaks of {{ ${name} }}, which is not known${near ? `: did you mean ${near}?` : `; known are ${known.join(', ')}`}`,
    ];
  });
  const [change] = channelChangesIn(body);
  if (change) faults.push(`"${change.phrase}" sends the customer to another channel (M08)`);
  if (faults.length === 0) return;
  throw new InvalidInput(
    'The template cannot be used so.',
    faults.map((detail) => ({ pointer: '/body', detail })),
  );
}

/** A template with the values of a customer. `missing`: what is not known and has nothing to stand in; its place stays, for a person to fill. */
export function fillTemplate(
  body: string,
  valueOf: (name: TemplateValue) => string | undefined,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const text = body.replaceAll(PLACE, (place, name: string, fallback: string | undefined) => {
    const value = valueOf(name as TemplateValue) ?? fallback;
    if (value === undefined) missing.add(name);
    return value ?? place;
  });
  return { text, missing: [...missing] };
}

/** A place of a template that nobody has filled, as in a text that is about to leave; undefined when there is none. */
export function unfilledPlace(text: string): string | undefined {
  return [...text.matchAll(PLACE)].find(([, name = '']) => (TEMPLATE_VALUES as readonly string[]).includes(name))?.[0];
}

/** An error as far as it can be read on this side of the workflow's thread, where its class is lost. */
export type Readable = Pick<Error, 'name' | 'message' | 'stack'>;

/** Errors whose messages are ours or Temporal's: they quote code, never data. */
const TELLING = new Set(['JourneyMisuse', 'JourneyHeld', 'DeterminismViolationError']);

/**
 * Why a journey cannot go on, in one sentence without personal data: the message of a misuse, of a hold or of a breach of determinism. Of any
 * other error the name and the place, as in `TypeError at workflows/journeys/at-risk.ts:31`, because its message may quote anything.
 */
export function sentenceOf(error: Readable): string {
  const name = nameOf(error);
  return TELLING.has(name) ? firstLine(error.message) : nameAndPlace(error);
}

/** What may be said of an error of which nothing is known. */
export function nameAndPlace(error: Readable): string {
  const place = placeOf(error);
  return place ? `${nameOf(error)} at ${place}` : nameOf(error);
}

/** The sentence of a breach of determinism that the SDK's core found, out of its account of it. It quotes code and numbers of events. */
export function nondeterminismIn(account: string): string {
  const finding = /Nondeterminism error: ([^"\\\n]+)/.exec(account)?.[1] ?? 'nondeterminism';
  return `the code of this stage was changed in a way that this run cannot follow (${finding})`;
}

/** The sentence of a workflow task that failed for no error of a stage: the cause that Temporal gives, as in `PayloadsTooLarge`. */
export function refusalIn(account: string): string {
  return `Temporal could not take what its code did (${/force_cause: (\w+)/.exec(account)?.[1] ?? 'no cause given'})`;
}

/** Out of its thread an error comes as a plain Error, but its stack still begins with what it was. */
function nameOf({ name, message, stack = '' }: Readable): string {
  if (message === '') return name;
  const end = stack.indexOf(`: ${firstLine(message)}`);
  const before = end > 0 ? /[\w$]+$/.exec(stack.slice(0, end))?.[0] : undefined;
  return before ?? name;
}

/** The first line of a journey in the stack, or else of ours. */
function placeOf({ stack = '' }: Readable): string | undefined {
  const places = [...stack.matchAll(OURS)].map(([, place = '']) => place);
  return places.find((place) => /\bjourneys?\b/.test(place)) ?? places[0];
}

const OURS = /\b((?:workflows|activities|prisma|messages|playbooks|domain|tests)\/[^\s():]+:\d+)/g;

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

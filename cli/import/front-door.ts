import { setTimeout as pause } from 'node:timers/promises';
import { InvalidInput } from '../../domain/errors';

/** What the API made of a batch: counts, the items that it refused by their place, and those that it took and yet warned of. */
export interface Answer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: readonly Remark[];
  readonly warned: readonly Remark[];
}

interface Remark {
  readonly index: number;
  readonly reason: string;
}

/** The API that batches are posted to. */
export interface FrontDoor {
  readonly url: string;
  readonly key: string;
}

const TRIES = 6;
const FIRST_REST_MS = 500;
const AGAIN: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Posts one batch, given as the JSON of its items. Tries again while the API is busy or away for a moment: message ids make that safe.
 * Throws one sentence: InvalidInput when the key is refused, an Error when nobody answers or the API has a fault.
 */
export async function postBatch(door: FrontDoor, items: readonly string[]): Promise<Answer> {
  const body = `{"batch":[${items.join(',')}]}`;
  for (let attempt = 1; ; attempt += 1) {
    const response = await ask(door, body);
    if (response?.ok) return answerOf((await response.json()) as Taken);
    if (response?.status === 400) return refusedWhole((await response.json()) as Problem, items.length);
    const mayAgain = response === undefined || AGAIN.has(response.status);
    if (!mayAgain || attempt === TRIES) throw await refusal(door, response);
    const asked = Number(response?.headers.get('retry-after'));
    await pause(asked > 0 ? asked * 1_000 : FIRST_REST_MS * 2 ** (attempt - 1));
  }
}

interface Taken {
  readonly accepted: number;
  readonly duplicates: number;
  readonly errors: readonly Said[];
  readonly warnings: readonly Said[];
}

interface Said {
  readonly index: number;
  readonly pointer: string;
  readonly detail: string;
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

async function ask({ url, key }: FrontDoor, body: string): Promise<Response | undefined> {
  try {
    return await fetch(new URL('/v1/batch', url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body,
    });
  } catch {
    return undefined;
  }
}

function answerOf({ accepted, duplicates, errors, warnings }: Taken): Answer {
  const remark = ({ index, pointer, detail }: Said) => ({ index, reason: reasonOf(pointer, detail) });
  return { accepted, duplicates, refused: errors.map(remark), warned: warnings.map(remark) };
}

const PLACE = /^\/batch\/(\d+)(.*)$/;

/** A batch in which every item is bad is a problem as a whole, which names each of them. */
function refusedWhole({ detail, errors = [] }: Problem, count: number): Answer {
  const refused = errors.flatMap((error) => {
    const [, index, pointer] = PLACE.exec(error.pointer) ?? [];
    return index === undefined ? [] : [{ index: Number(index), reason: reasonOf(pointer!, error.detail) }];
  });
  const named = new Set(refused.map(({ index }) => index));
  const others = Array.from({ length: count }, (_, index) => index).filter((index) => !named.has(index));
  return {
    accepted: 0,
    duplicates: 0,
    refused: [...refused, ...others.map((index) => ({ index, reason: detail ?? 'was refused' }))],
    warned: [],
  };
}

function reasonOf(pointer: string, detail: string): string {
  return pointer === '' ? detail : `${pointer.slice(1).replaceAll('/', '.')} ${detail}`;
}

async function refusal({ url }: FrontDoor, response: Response | undefined): Promise<Error> {
  if (!response)
    return new Error(`Nobody answers at ${url}. Start Perennial (npm start), or name another API by --url.`);
  if (response.status === 401)
    return new InvalidInput(
      `The API at ${url} does not know this key. Name one by --key (perennial keys create --role ingest).`,
    );
  if (response.status === 403)
    return new InvalidInput(
      'The key may not post events: it needs the role ingest (perennial keys create --role ingest).',
    );
  const { detail, title } = (await response.json().catch(() => ({}))) as { detail?: string; title?: string };
  return new Error(`The API at ${url} answered ${response.status}: ${detail ?? title ?? 'no reason given'}`);
}

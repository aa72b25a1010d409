/** What code has names for that people read: each kind has its own, because one word may mean two things. */
export const NAMED = [
  'journeys',
  'stages',
  'messages',
  'playbooks',
  'queues',
  'teams',
  'topics',
  'events',
  'traits',
] as const;
export type Named = (typeof NAMED)[number];

/**
 * What the authors of journeys and playbooks say to staff, in another language. `names`: by kind and name of the code; a stage stands as
 * `at-risk/checkIn`. `sentences`: by the sentence itself, as it stands in the source, so that a changed original has no translation until somebody
 * has looked at it, and what is written down long ago is still understood. `{}` in a sentence stands for what is put in there, in the same order.
 */
export interface Translation {
  readonly names: Readonly<Partial<Record<Named, Readonly<Record<string, string>>>>>;
  readonly sentences: Readonly<Record<string, string>>;
}

/** Many translations as one; of what stands in several the last counts. */
export function joined(parts: readonly Translation[]): Translation {
  const names = NAMED.map((kind) => [kind, Object.assign({}, ...parts.map((part) => part.names[kind]))] as const);
  return {
    names: Object.fromEntries(names),
    sentences: Object.assign({}, ...parts.map(({ sentences }) => sentences)) as Translation['sentences'],
  };
}

/**
 * Says a sentence in the other language. What nobody has translated comes back as it is: an original is better than nothing. Numbers that are put in,
 * as in `5,100` or `0.24`, are written as `locale` does.
 */
export function translator({ sentences }: Translation, locale = 'en'): (sentence: string) => string {
  const patterns = Object.entries(sentences).flatMap(([original, said]) =>
    original.includes(GAP) ? [{ pattern: patternOf(original), said }] : [],
  );
  return function say(sentence: string): string {
    if (Object.hasOwn(sentences, sentence)) return sentences[sentence]!;
    for (const { pattern, said } of patterns) {
      const found = pattern.exec(sentence);
      if (found) return filled(said, found.slice(1).map(eachOf(say)).map(numbersIn(locale)));
    }
    return sentence;
  };
}

const GAP = '{}';

function patternOf(original: string): RegExp {
  const fixed = original.split(GAP).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${fixed.join('(.+?)')}$`, 's');
}

/** What is put in may be a list, as in `data lost, money wrong`; each of it may have a translation of its own. */
function eachOf(say: (text: string) => string): (list: string) => string {
  return (list) => {
    const whole = say(list);
    return whole === list ? list.split(', ').map(say).join(', ') : whole;
  };
}

const NUMBER = /^\d{1,3}(,\d{3})*(\.\d+)?$/;

function numbersIn(locale: string): (text: string) => string {
  return (text) => {
    if (!NUMBER.test(text)) return text;
    const minimumFractionDigits = text.split('.')[1]?.length ?? 0;
    return Number(text.replaceAll(',', '')).toLocaleString(locale, { minimumFractionDigits });
  };
}

function filled(said: string, values: readonly string[]): string {
  const parts = said.split(GAP);
  return parts.map((part, index) => part + (index < parts.length - 1 ? (values[index] ?? '') : '')).join('');
}

/**
 * A text as the rules read it: lower case, German letters in their ASCII spelling (people write both), straight quotation marks, single
 * spaces. Line breaks become full stops where a sentence ends without one, so that a rule never reads across two lines as one.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => SPELLED[letter] ?? letter)
    .replace(/[‘’‚´`]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/([^\s.!?,;:])[^\S\n]*\n+/g, '$1. ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Characters that are read of a text: what matters stands at its beginning, and no text may keep a rule busy. */
export const LONGEST_READ = 5_000;

const SPELLED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A pattern that finds any of these phrases as whole words in a folded text. Phrases may use regular expressions. */
export function anyOf(phrases: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`, 'u');
}

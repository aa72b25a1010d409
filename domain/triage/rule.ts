import { anyOf } from './folded';

/** What a rule speaks for: one of the three groups of M06, or abuse; `calm` speaks against urgency, `over` says that it is settled. */
export type Speaks = 'urgent' | 'reply' | 'none' | 'abuse' | 'calm' | 'over';

/**
 * One reason to put a message into a group: a name that people read, what it speaks for, how sure it is alone (0 to 1), and the phrases
 * that show it, by language, as regular expressions over folded text (lower case, `ae` for ä). A new phrase gets a line in tests/triage/corpus.ts.
 */
export interface Rule {
  readonly name: string;
  readonly speaks: Speaks;
  readonly weight: number;
  readonly en: readonly string[];
  readonly de: readonly string[];
}

/** A rule, ready to be asked. */
export interface ReadyRule extends Pick<Rule, 'name' | 'speaks' | 'weight'> {
  readonly says: RegExp;
}

/** Compiles rules. Every language is looked at in every message, because customers mix them. */
export function ready(rules: readonly Rule[]): ReadyRule[] {
  return rules.map(({ name, speaks, weight, en, de }) => ({ name, speaks, weight, says: anyOf([...en, ...de]) }));
}

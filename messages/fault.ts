/** What the content check can object to, by rule. Tests and authors refer to these. */
export type Rule =
  | 'file'
  | 'front-matter'
  | 'variant'
  | 'locale'
  | 'disagreement'
  | 'template'
  | 'unknown-variable'
  | 'undeclared-variable'
  | 'unused-variable'
  | 'fallback'
  | 'link'
  | 'sms-length'
  | 'subject-length'
  | 'push-length'
  | 'hand-raise'
  | 'channel-change'
  | 'surveillance'
  | 'names';

/** One fault in a message file: where it is (path below the messages folder and line, from 1) and one sentence. */
export interface ContentFault {
  readonly file: string;
  readonly line: number;
  readonly rule: Rule;
  readonly detail: string;
}

/** `at-risk/check-in.en.md:12 surveillance: ...`, as editors and terminals make clickable. */
export function describeFault({ file, line, rule, detail }: ContentFault): string {
  return `${file}:${line} ${rule}: ${detail}`;
}

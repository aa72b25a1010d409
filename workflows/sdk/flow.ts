import { log as temporalLog } from '@temporalio/workflow';
import { running } from './enrollment';

/** A stage's answer: go on at another stage. */
export interface Next<S extends string = string> {
  readonly kind: 'next';
  readonly stage: S;
}

/** A stage's answer: the journey ends with this outcome. */
export interface Done {
  readonly kind: 'done';
  readonly outcome: string;
}

/** Ends the stage and goes on at another one, checked against the header. The next stage begins a fresh history and runs the newest code. */
export function next<const S extends string>(stage: S): Next<S> {
  return { kind: 'next', stage };
}

/** Ends the journey. The outcome is a short code for reports, as in `'reached_resolved'`. */
export function done(outcome: string): Done {
  return { kind: 'done', outcome };
}

/** Puts a remark on the enrollment's timeline and in the worker's log. No personal data: fields are ids, codes and numbers. */
export function log(text: string, fields: Readonly<Record<string, string | number | boolean>> = {}): void {
  running('log').note('log', { text, ...fields });
  temporalLog.info(text, fields);
}

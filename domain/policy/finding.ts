import type { Verdict } from '../touch';

type Inputs = Verdict['inputs'];

/**
 * What one rule says of a touch now. `wait`: not before `until`. `sure`: it will not be over sooner, so a wait that outlasts the
 * touch's patience is none; the rest are looked at again. `endless`: it exhausts no patience.
 */
export type Finding =
  | { readonly kind: 'pass'; readonly inputs: Inputs }
  | { readonly kind: 'refuse'; readonly reason: string; readonly inputs: Inputs }
  | {
      readonly kind: 'wait';
      readonly reason: string;
      readonly until: Date;
      readonly sure: boolean;
      readonly endless: boolean;
      readonly inputs: Inputs;
    };

/** The rule lets the touch pass. */
export function passed(inputs: Inputs = {}): Finding {
  return { kind: 'pass', inputs };
}

/** The rule closes this way for good. */
export function refused(reason: string, inputs: Inputs = {}): Finding {
  return { kind: 'refuse', reason, inputs };
}

/** The rule lets nothing pass before an instant that is known. */
export function waits(reason: string, until: Date, inputs: Inputs = {}): Finding {
  return { kind: 'wait', reason, until, sure: true, endless: false, inputs };
}

/** The rule lets nothing pass for now, and nobody knows for how long: it is to be asked again at `until`. */
export function asksAgain(
  reason: string,
  until: Date,
  inputs: Inputs = {},
  { endless = false }: { readonly endless?: boolean } = {},
): Finding {
  return { kind: 'wait', reason, until, sure: false, endless, inputs };
}

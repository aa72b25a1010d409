/**
 * A moment that matters to the customer on the way through a journey (M16): five to seven of them are its map. `at` is the stage in which it
 * falls, or the journey's door or goal; `messages` and `playbook` are what it shows live figures of.
 */
export interface Moment<Stage extends string = string> {
  readonly name: string;
  readonly at: Stage | 'start' | 'goal';
  /** What the customer wants at this moment, in their words. */
  readonly intent: string;
  /** What they live through, as it is. */
  readonly experience: string;
  /** What makes it so: rules, waits, people. */
  readonly mechanics: string;
  readonly messages?: readonly string[];
  readonly playbook?: string;
}

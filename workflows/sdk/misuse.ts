/**
 * An author's mistake that the compiler could not see. One sentence that names the function and the rule. It stops the
 * workflow task, not the customer's journey: the run waits, visible in Temporal, until corrected code is deployed.
 */
export class JourneyMisuse extends Error {
  override readonly name = 'JourneyMisuse';
}

/**
 * A journey that stands where it is because an activity can never succeed as things are. It stops the workflow task like a misuse,
 * so that the customer is not lost: whoever has removed the cause resets the run (docs/operators.md), and a hand on it ends or moves it.
 */
export class JourneyHeld extends Error {
  override readonly name = 'JourneyHeld';
}

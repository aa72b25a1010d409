/**
 * An author's mistake that the compiler could not see. One sentence that names the function and the rule. It stops the
 * workflow task, not the customer's journey: the run waits, visible in Temporal, until corrected code is deployed.
 */
export class JourneyMisuse extends Error {
  override readonly name = 'JourneyMisuse';
}

/** How a provider fares, as all workers share it (prisma/provider-states.ts). No row: all is well. */
export interface ProviderStanding {
  readonly provider: string;
  /** `open`: not called until `notBefore`; `half_open`: one call is out to see whether it works again. */
  readonly circuit: 'closed' | 'open' | 'half_open';
  /** No call before then: the provider asked for a wait, or its circuit is open. */
  readonly notBefore: Date | null;
  /** Why, as a code: `retry_after`, `failures`, `operator:<code>`, `delivery:<code>`. */
  readonly reason: string | null;
}

/**
 * What the standing of a provider means for a call at an instant. `wait`: until then, for this reason. `probe`: its circuit has
 * rested; whoever wants to call must first take the one probe (takeProbe). `call`: all is well.
 */
export function providerAllows(
  standing: ProviderStanding | undefined,
  at: Date,
): { readonly kind: 'call' | 'probe' } | { readonly kind: 'wait'; readonly until: Date; readonly reason: string } {
  if (!standing) return { kind: 'call' };
  const { circuit, notBefore } = standing;
  if (notBefore && notBefore > at) {
    return { kind: 'wait', until: notBefore, reason: circuit === 'closed' ? 'provider_busy' : 'circuit_open' };
  }
  return { kind: circuit === 'closed' ? 'call' : 'probe' };
}

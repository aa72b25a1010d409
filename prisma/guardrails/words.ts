import type { JudgedRate } from '../guardrails';

/** Who places holds and ends warnings here. */
export const GUARDRAIL = 'guardrail';
/** Kinds of alarms: a rate that is high, and one for which marketing was paused. */
export const WARNING_ALARM = 'trust_warning';
export const PAUSE_ALARM = 'trust_pause';

const NAMES = { complaints: 'Complaints', unsubscribes: 'Unsubscriptions', bounces: 'Bounces' } as const;

/** A rate in words: `Complaints by email to gmail.com: 12 of 5,100 in 7 days (0.24 %)`. */
export function inWords({ measure, group: { channel, by, value }, rate }: JudgedRate, days: number): string {
  const about = { channel: '', topic: ` about ${value}`, domain: ` to ${value}` }[by];
  const numbers = `${rate.count.toLocaleString('en')} of ${rate.of.toLocaleString('en')} in ${days} days`;
  return `${NAMES[measure]} by ${channel}${about}: ${numbers} (${(rate.rate * 100).toFixed(2)} %)`;
}

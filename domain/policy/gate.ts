import type { Channel } from '../channel';
import { DAY_MS } from '../duration';
import type { Verdict } from '../touch';
import { channelRules } from './channel-rules';
import { touchRules, type Applied } from './touch-rules';
import type { GateInputs } from './weighed';

/** `send` on a channel; `defer`: the touch comes again then and is decided anew; `refuse`: it ends. `reason` names the rule that decided. */
export type Decision = { readonly reason: string; readonly verdicts: readonly Verdict[] } & (
  | { readonly kind: 'send'; readonly channel: Channel }
  | { readonly kind: 'defer'; readonly until: Date }
  | { readonly kind: 'refuse' }
);

/**
 * Decides whether and how a message may go out now. The rules of the whole touch come first, then those of each channel in turn. A channel
 * that is refused gives way to the next; one that must wait does not, for no touch takes two ways at once (M22). A wait that outlasts
 * the touch's patience is a refusal. Every rule applied is a verdict, kept with the touch: the answer to "why (not)?".
 */
export function decide(inputs: GateInputs): Decision {
  const whole = judge(touchRules(inputs), null);
  const verdicts = whole.map(({ verdict }) => verdict);
  const refusal = whole.find(({ finding }) => finding.kind === 'refuse');
  if (refusal) return { kind: 'refuse', reason: refusal.verdict.reason, verdicts };

  for (const candidate of inputs.candidates) {
    const found = judge(channelRules(candidate, inputs), candidate.channel);
    verdicts.push(...found.map(({ verdict }) => verdict));
    if (found.some(({ finding }) => finding.kind === 'refuse')) continue;
    const putOff = wait([...whole, ...found], inputs);
    return putOff ? { ...putOff, verdicts } : { kind: 'send', channel: candidate.channel, reason: 'allowed', verdicts };
  }
  const closed = verdicts.find(({ pass, until, channel }) => !pass && channel !== null && until === undefined);
  return { kind: 'refuse', reason: closed?.reason ?? 'no_channel', verdicts };
}

/** A rule as it was applied, with its verdict. */
interface Judged extends Applied {
  readonly verdict: Verdict;
}

/** Applies rules up to the first that refuses. */
function judge(rules: Generator<Applied>, channel: Channel | null): Judged[] {
  const judged: Judged[] = [];
  for (const applied of rules) {
    judged.push({ ...applied, verdict: verdictOf(applied, channel) });
    if (applied.finding.kind === 'refuse') break;
  }
  return judged;
}

function verdictOf({ rule, finding }: Applied, channel: Channel | null): Verdict {
  const { inputs } = finding;
  switch (finding.kind) {
    case 'pass':
      return { rule, channel, pass: true, reason: 'ok', inputs };
    case 'refuse':
      return { rule, channel, pass: false, reason: finding.reason, inputs };
    case 'wait':
      return { rule, channel, pass: false, reason: finding.reason, until: finding.until.toISOString(), inputs };
  }
}

/**
 * What the rules that make a touch wait come to: null when there are none. The longest decides until when; for the reason, one of which
 * nobody knows the end goes before one that is over by itself.
 */
function wait(
  judged: readonly Judged[],
  inputs: GateInputs,
):
  | { readonly kind: 'defer'; readonly until: Date; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string }
  | null {
  const waits = judged
    .flatMap(({ rule, finding }) =>
      finding.kind === 'wait' ? { ...finding, end: finding.endless ? Infinity : patienceEnd(rule, inputs) } : [],
    )
    .toSorted((one, other) => other.until.getTime() - one.until.getTime());
  const [longest] = waits;
  if (!longest) return null;
  const hopeless = waits.find(({ sure, until, end }) => inputs.at.getTime() >= end || (sure && until.getTime() > end));
  if (hopeless) return { kind: 'refuse', reason: hopeless.reason };
  const until = new Date(Math.min(longest.until.getTime(), ...waits.map(({ end }) => end)));
  return { kind: 'defer', until, reason: (waits.find(({ sure }) => !sure) ?? longest).reason };
}

/** When a touch is given up that this rule still makes wait, in epoch milliseconds. */
function patienceEnd(rule: string, { touch, settings: { trouble, patience } }: GateInputs): number {
  if (rule === 'trouble') return touch.plannedAt.getTime() + trouble.giveUpDays * DAY_MS;
  const since = rule === 'hold' ? touch.plannedAt : touch.patientSince;
  return since.getTime() + patience.days * DAY_MS;
}

import type { Channel, MessageClass } from '../channel';
import type { Verdict } from '../touch';
import { CONSENT_DUTY, consentAllows, type ConsentState } from './consent';

/** One way to reach the customer with this message, and all that the rules need to know of it. Holds no address. */
export interface Candidate {
  readonly channel: Channel;
  /** The message has words for this channel. */
  readonly hasVariant: boolean;
  /** An adapter is there to send it. */
  readonly isEnabled: boolean;
  readonly address: 'present' | 'absent' | 'malformed';
  /** How an earlier attempt of this touch used the channel up: the provider refused (with our code for it), or nobody knows. */
  readonly spent: { readonly reason: string; readonly code: string | null } | null;
  /** Why the address is suppressed. */
  readonly suppressedBy: string | null;
  readonly consent: ConsentState;
}

/** What the gate is asked: a message and the channels on which it may go, the preferred one first. */
export interface GateInputs {
  readonly messageClass: MessageClass;
  readonly topic: string;
  readonly candidates: readonly Candidate[];
}

/** The channel to use, or null and the reason that closed the preferred one; with every rule that was applied. */
export interface Decision {
  readonly channel: Channel | null;
  readonly reason: string;
  readonly verdicts: readonly Verdict[];
}

/**
 * Decides whether and how a message may go out now. Each channel is held against the rules in order, up to the first
 * that stops it; the first channel that passes all of them wins. Every rule applied is a verdict, kept with the touch: the answer to "why (not)?".
 */
export function decide(inputs: GateInputs): Decision {
  const verdicts: Verdict[] = [];
  for (const candidate of inputs.candidates) {
    const found = judge(candidate, inputs);
    verdicts.push(...found);
    if (found.every((verdict) => verdict.pass)) return { channel: candidate.channel, reason: 'allowed', verdicts };
  }
  return { channel: null, reason: verdicts.find((verdict) => !verdict.pass)?.reason ?? 'no_channel', verdicts };
}

interface Finding {
  readonly pass: boolean;
  readonly reason: string;
  readonly inputs: Verdict['inputs'];
}

interface Rule {
  readonly name: string;
  readonly apply: (candidate: Candidate, inputs: GateInputs) => Finding;
}

const RULES: readonly Rule[] = [
  { name: 'variant', apply: ({ hasVariant }) => finding(hasVariant, 'no_variant') },
  { name: 'channel', apply: ({ isEnabled }) => finding(isEnabled, 'channel_disabled') },
  {
    name: 'address',
    apply: ({ address }) => finding(address === 'present', address === 'absent' ? 'no_address' : 'malformed_address'),
  },
  {
    name: 'attempts',
    apply: ({ spent }) => finding(spent === null, spent?.reason ?? '', { code: spent?.code ?? null }),
  },
  {
    name: 'suppression',
    apply: ({ suppressedBy }) => finding(suppressedBy === null, `suppressed_${suppressedBy}`, { reason: suppressedBy }),
  },
  { name: 'consent', apply: consentRule },
];

function judge(candidate: Candidate, inputs: GateInputs): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const rule of RULES) {
    const found = rule.apply(candidate, inputs);
    verdicts.push({ rule: rule.name, channel: candidate.channel, ...found });
    if (!found.pass) break;
  }
  return verdicts;
}

function consentRule({ channel, consent }: Candidate, { messageClass, topic }: GateInputs): Finding {
  const duty = CONSENT_DUTY[messageClass][channel];
  const refusal = consent === 'withdrawn' ? 'consent_withdrawn' : 'consent_missing';
  return finding(consentAllows(duty, consent), refusal, { class: messageClass, topic, needs: duty, consent });
}

function finding(pass: boolean, refusal: string, inputs: Verdict['inputs'] = {}): Finding {
  return { pass, reason: pass ? 'ok' : refusal, inputs };
}

import type { InboundChannel } from '../conversation';
import { replyText } from '../reply-text';
import { storableText } from '../storable';
import { automaticBecause } from './automatic';
import { readStop, type Stop } from './stop';
import { triageByRules, type Triaged } from './triage';

/** What came in: its whole text, and what is known of it beside. `triaged`: a model was asked before; `handRaised`: a person was asked for. */
export interface Came {
  readonly channel: InboundChannel;
  readonly body: string;
  readonly automatic: boolean;
  readonly triaged?: Triaged;
  readonly handRaised?: boolean;
}

/**
 * What is made of it: what was written without quotations and signature, whether a machine wrote it, a wish to be left alone, and the triage.
 * `answers`: it says something that a journey may go on talking to. A mere stop does not, and a machine says nothing.
 */
export interface Read {
  readonly text: string;
  readonly automatic: boolean;
  readonly answers: boolean;
  readonly stop: Stop | null;
  readonly triaged: Triaged;
}

/** Reads what came in by all the rules there are. A machine's words are kept and mean nothing; a raised hand is always worth an answer. */
export function readMessage({ channel, body, automatic, triaged, handRaised = false }: Came): Read {
  const stored = storableText(body);
  const text = channel === 'email' ? replyText(stored) : stored.trim();
  if (automatic || (MACHINES.has(channel) && automaticBecause({ text }) !== null))
    return { text, automatic: true, answers: false, stop: null, triaged: BY_MACHINE };
  const stop = readStop(text, channel);
  const judged = triaged ?? triageByRules({ text, channel });
  const triage = handRaised ? withHand(judged, text) : withStop(judged, stop);
  const isMereStop = stop !== null && stop.sure && stop.only && triage.group === 'none';
  return { text, automatic: false, answers: !isMereStop, stop, triaged: triage };
}

/** Channels on which machines answer. */
const MACHINES: ReadonlySet<InboundChannel> = new Set(['email', 'sms']);
const BY_MACHINE: Triaged = { group: 'none', confidence: 0.99, reasons: ['automatic'], hidden: false };

function withHand({ group, reasons }: Triaged, text: string): Triaged {
  return {
    group: group === 'urgent' ? 'urgent' : 'reply',
    confidence: 0.99,
    reasons: ['hand_raised', ...(text === '' ? [] : reasons)],
    hidden: false,
  };
}

/** A mere stop needs no answer; one that is not sure is for a person to decide. */
function withStop(judged: Triaged, stop: Stop | null): Triaged {
  if (!stop) return judged;
  const reasons = ['asks_to_stop', ...judged.reasons];
  if (!stop.sure)
    return { ...judged, group: judged.group === 'none' ? 'reply' : judged.group, confidence: 0.5, reasons };
  if (!stop.only || judged.group === 'urgent') return { ...judged, reasons };
  return { group: 'none', confidence: 0.95, reasons: ['asks_to_stop'], hidden: judged.hidden };
}

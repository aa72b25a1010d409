import type { Channel, MessageClass } from '../channel';
import type { TouchRequest } from '../touch';
import { channelOrder, type FirstTouch } from './channel-choice';
import { consentState, type ConsentRecord } from './consent';
import type { Reach } from './reach';
import type { Settings } from './settings';
import { suppressedBy, type SuppressedAddress } from './suppression';
import type { Candidate, GateInputs, Standing, WeighedTouch } from './weighed';

/** What is asked of the gate: a touch by its journey or somebody else, or one that is only imagined. */
type AskedTouch = Pick<
  TouchRequest,
  'primary' | 'fallback' | 'priority' | 'onConflict' | 'standsInFor' | 'inReply' | 'ahead'
> & { readonly journey: string | null };

/** What the gate needs to know of a message before a word of it is rendered. `subject`: what it is about, when others may speak of the same. */
export interface MessageFacts {
  readonly class: MessageClass;
  readonly topic: string;
  readonly subject?: string | undefined;
  readonly channels: readonly Channel[];
}

/** What is on record of a customer and a touch. */
export interface OnRecord extends Standing {
  readonly consents: readonly ConsentRecord[];
  readonly suppressions: readonly SuppressedAddress[];
  /** The touch as an earlier decision left it. */
  readonly touch: {
    readonly state: string;
    readonly reason: string | null;
    readonly plannedAt: Date;
  } | null;
  /** The touch that this one stands in for. */
  readonly first: FirstTouch | null;
}

/** Who serves each channel; a channel that is not in it is disabled. */
export type Providers = ReadonlyMap<Channel, string>;

/** What earlier attempts of a touch leave of a channel. */
type Used = Pick<Candidate, 'spent' | 'restsUntil'>;

/** A decision before it is made. */
export interface Question {
  readonly asked: AskedTouch;
  readonly message: MessageFacts;
  readonly customer: GateInputs['customer'];
  readonly reach: Reach;
  readonly record: OnRecord;
  readonly settings: Settings;
  readonly providers: Providers;
  readonly used: (channel: Channel) => Used;
  readonly at: Date;
}

/** Puts on the gate's scales what is asked and what is on record. */
export function weigh(question: Question): GateInputs {
  const { asked, customer, record, settings, at } = question;
  const { preferences, trouble, holds, providers, sent, waiting, acts } = record;
  return {
    at,
    touch: weighedTouch(question),
    customer,
    standing: { preferences, trouble, holds, providers, sent, waiting, acts },
    settings,
    candidates: channelOrder(asked, preferences.channels).map((channel) => candidateFor(channel, question)),
  };
}

function weighedTouch({ asked, message, record: { touch, first }, providers, at }: Question): WeighedTouch {
  const { journey, priority = 'normal', onConflict = 'wait', standsInFor, inReply = false, ahead = false } = asked;
  const plannedAt = touch?.plannedAt ?? at;
  return {
    journey,
    messageClass: message.class,
    topic: message.topic,
    subject: message.subject ?? null,
    priority,
    onConflict,
    plannedAt,
    patientSince: touch?.state === 'deferred' && isHeldUp(touch.reason) ? at : plannedAt,
    standsInFor: standsInFor === undefined ? null : { first },
    inReply,
    ahead: ahead && [...providers.values()].every((provider) => REACHES_NOBODY.has(provider)),
  };
}

/** True for what made a touch wait without its being late: its patience begins when that is over. */
function isHeldUp(reason: string | null): boolean {
  return reason !== null && (reason.startsWith('held_') || reason === 'open_trouble');
}

/** Where these serve every channel, nothing leaves the machine: somebody tries the product out. */
const REACHES_NOBODY: ReadonlySet<string> = new Set(['capture', 'in-app']);

function candidateFor(channel: Channel, { message, reach, record, providers, used, at }: Question): Candidate {
  const address = reach.get(channel);
  const provider = providers.get(channel) ?? null;
  return {
    channel,
    provider,
    hasVariant: message.channels.includes(channel),
    isEnabled: provider !== null,
    address: !address ? 'absent' : address.text === null ? 'malformed' : 'present',
    ...used(channel),
    suppressedBy: suppressedBy(
      record.suppressions,
      { channel, addressHash: address?.hash ?? null, messageClass: message.class },
      at,
    ),
    consent: consentState(record.consents, { channel, topic: message.topic, purpose: message.class }, at),
  };
}

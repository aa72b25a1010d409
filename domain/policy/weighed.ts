import type { Channel, MessageClass } from '../channel';
import type { OnConflict, Priority } from '../journey';
import type { FirstTouch } from './channel-choice';
import type { ConsentState } from './consent';
import type { Hold } from './holds';
import type { ProviderStanding } from './provider';
import type { SentTouch, WaitingTouch } from './recent';
import type { ActsByHour } from './send-time';
import type { Settings } from './settings';
import type { Trouble } from './trouble';
import type { Whereabouts } from './zones';

/** Everything that one decision of the gate rests on. Holds no address. */
export interface GateInputs {
  readonly at: Date;
  readonly touch: WeighedTouch;
  readonly customer: Whereabouts & { readonly id: string; readonly lastSeenAt: Date | null; readonly erased?: boolean };
  readonly standing: Standing;
  readonly settings: Settings;
  /** The channels on which the touch may go, in the order in which they are tried. */
  readonly candidates: readonly Candidate[];
}

/** The touch in question. */
export interface WeighedTouch {
  readonly journey: string | null;
  readonly messageClass: MessageClass;
  readonly topic: string;
  readonly subject: string | null;
  readonly priority: Priority;
  readonly onConflict: OnConflict;
  /** When it was first asked for. */
  readonly plannedAt: Date;
  /** What its patience is counted from: the same, or the end of a hold or of trouble, which it could not help (X10). */
  readonly patientSince: Date;
  /** The touch that it stands in for, as far as it is on record. */
  readonly standsInFor: { readonly first: FirstTouch | null } | null;
  readonly inReply: boolean;
  readonly ahead: boolean;
}

/** What binds a customer beside consent: their own choices, and what surrounds the touch. */
export interface Standing {
  readonly preferences: Preferences;
  readonly trouble: Trouble;
  /** The holds that are on, as far as they may concern this customer. */
  readonly holds: readonly Hold[];
  readonly providers: readonly ProviderStanding[];
  /** Their other touches of late. */
  readonly sent: readonly SentTouch[];
  readonly waiting: readonly WaitingTouch[];
  readonly acts: ActsByHour;
}

/** What a customer chose on the preference page. */
export interface Preferences {
  readonly channels: readonly Channel[];
  readonly mostPerWeek: number | null;
  readonly pausedUntil: Date | null;
}

/** One way to reach the customer with this message, and all that the rules need to know of it. */
export interface Candidate {
  readonly channel: Channel;
  /** Who serves the channel; null when nobody does. */
  readonly provider: string | null;
  /** The message has words for this channel. */
  readonly hasVariant: boolean;
  /** An adapter is there to send it. */
  readonly isEnabled: boolean;
  readonly address: 'present' | 'absent' | 'malformed';
  /** How an earlier attempt of this touch used the channel up: the provider refused (with our code for it), or nobody knows. */
  readonly spent: { readonly reason: string; readonly code: string | null } | null;
  /** The message came back on it, and it may be tried again then. */
  readonly restsUntil: Date | null;
  /** Why the address is suppressed. */
  readonly suppressedBy: string | null;
  readonly consent: ConsentState;
}

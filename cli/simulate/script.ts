import { CHANNELS } from '../../domain/channel';
import { DAY_MS, toMs } from '../../domain/duration';
import { InvalidInput } from '../../domain/errors';
import type { JourneyHeader } from '../../domain/journey';
import { journeyNamed } from './journey-named';
import type { Profile } from '../../testkit';
import { scriptedEvent, type ScriptedEvent } from './scripted-event';

/** What a simulated customer is and does, and how long one looks on. */
export interface Script {
  readonly journey: JourneyHeader;
  /** `now`: the instant at which the customer comes into being. */
  readonly profile: (now: Date) => Profile;
  /** In the order of their offsets. */
  readonly events: readonly ScriptedEvent[];
  readonly days: number;
}

/** Options as they are typed. */
export interface ScriptOptions {
  readonly days?: string;
  readonly event?: readonly string[];
  readonly trait?: readonly string[];
  readonly locale?: string;
  readonly consent?: boolean;
}

const YEAR_DAYS = 365;
const MOST_DAYS = 3_650;
const PHONE = '+491701234567';

/** Reads a journey's name and options into a script. Throws InvalidInput with one sentence that says what to write instead. */
export function readScript(name: string | undefined, options: ScriptOptions): Script {
  const journey = journeyNamed(name);
  const events = (options.event ?? []).map(scriptedEvent).sort((a, b) => a.offsetMs - b.offsetMs);
  const days = daysOf(options.days, events);
  const traits = Object.fromEntries((options.trait ?? []).map(traitOf));
  const profile = simulatedProfile(
    journey,
    { ...(options.locale && { locale: options.locale }), ...traits },
    options.consent ?? true,
  );
  return { journey: withoutHoldout(journey), profile, events, days };
}

/** A customer whom every channel may reach and whom the journey's own date trigger would find now, with traits laid over. */
function simulatedProfile(journey: JourneyHeader, traits: Readonly<Record<string, unknown>> = {}, consent = true) {
  return (now: Date): Profile => ({
    phone: PHONE,
    granted: consent ? [...CHANNELS] : [],
    traits: { ...datesOf(journey, now), ...traits },
  });
}

/** One simulated customer says nothing about a comparison of groups, so nobody is held out. */
function withoutHoldout(journey: JourneyHeader): JourneyHeader {
  return { ...journey, holdout: 0 };
}

function datesOf({ startBefore }: JourneyHeader, now: Date): Record<string, string> {
  return Object.fromEntries(
    startBefore.map(({ trait, before }) => [trait, new Date(now.getTime() + toMs(before)).toISOString()]),
  );
}

function daysOf(text: string | undefined, events: readonly ScriptedEvent[]): number {
  const last = events.at(-1);
  const lastDay = Math.ceil((last?.offsetMs ?? 0) / DAY_MS);
  if (text === undefined) return lastDay + YEAR_DAYS;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new InvalidInput(`--days takes a whole number from 1 to ${MOST_DAYS}, not "${text}".`);
  }
  if (days < lastDay)
    throw new InvalidInput(`The event "${last!.text}" comes after the last of ${days} days: raise --days.`);
  return days;
}

/** Values are read as JSON where they are JSON (numbers, true, null), else as text. */
function traitOf(text: string): [string, unknown] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (!name) throw new InvalidInput(`--trait takes name=value, not "${text}".`);
  try {
    return [name, JSON.parse(value!)];
  } catch {
    return [name, value];
  }
}

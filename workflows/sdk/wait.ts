import { toMs, type Duration } from '../../domain/duration';
import { oneAtATime, type Enrollment } from './enrollment';
import type { EventRef, Heard } from './event';
import { waitOn } from './fallback';
import { instantOf, shifting, type Deadline } from './hold';
import { JourneyMisuse } from './misuse';

/**
 * Waits for the first of some events, at most `within`. Sees every event since the preceding touch was issued.
 * Returns the event, or `undefined` for silence, which is an ordinary answer. One timer in Temporal, cancelled by the event.
 */
export function waitFor<const E extends readonly EventRef[]>(
  events: E,
  { within }: { readonly within: Duration },
): Promise<Heard<E[number]['type']> | undefined> {
  return oneAtATime('waitFor', async (enrollment) => {
    const types = heardTypes('waitFor', enrollment, events);
    const found = enrollment.inbox.search((event) => types.has(event.type));
    if (!found()) {
      const until = shifting(enrollment, Date.now() + toMs(within));
      await waitUntil(enrollment, until, [...types], () => found() !== undefined);
    }

    const event = found();
    if (!event) return undefined;
    enrollment.inbox.consume(event);
    return event as Heard<E[number]['type']>;
  });
}

/** Lets time pass. One timer in Temporal; goal, exit and steering interrupt it. */
export function sleep(duration: Duration): Promise<void> {
  return oneAtATime('sleep', (enrollment) =>
    waitUntil(enrollment, shifting(enrollment, Date.now() + toMs(duration)), []),
  );
}

/** Lets time pass until an instant (epoch ms), which stays where it is whatever pauses fall into it. An instant that has passed is no wait at all. */
export function sleepUntil(instant: number): Promise<void> {
  return oneAtATime('sleepUntil', (enrollment) => {
    if (!Number.isFinite(instant)) throw new JourneyMisuse('sleepUntil() needs an instant in epoch milliseconds.');
    return waitUntil(enrollment, instant, []);
  });
}

/** The instant that lies a duration before another: `before(customer.renewalAt, '30 days')`. Both in epoch milliseconds. */
export function before(instant: number, duration: Duration): number {
  return instant - toMs(duration);
}

/** The types of some events, all of which the journey must declare that it hears: others are never signalled to it. */
export function heardTypes(verb: string, enrollment: Enrollment, events: readonly EventRef[]): ReadonlySet<string> {
  const { hears, name } = enrollment.header;
  const deaf = events.find((event) => !hears.includes(event.type));
  if (deaf)
    throw new JourneyMisuse(
      `${verb}() can only wait for events that the journey hears: add ${deaf.type} to \`hears\` of ${name}.`,
    );
  return new Set(events.map((event) => event.type));
}

/** Puts the wait on the timeline, and again with its new end when a pause has shifted it, and holds. An instant that has passed leaves no trace. */
async function waitUntil(
  enrollment: Enrollment,
  until: Deadline,
  types: readonly string[],
  done?: () => boolean,
): Promise<void> {
  let key: string | undefined;
  const note = () => {
    key = enrollment.note('wait', { for: types, until: new Date(instantOf(until)).toISOString() });
  };
  if (instantOf(until) > Date.now()) note();
  await waitOn(enrollment, {
    until,
    key: () => key,
    summary: types.length > 0 ? `waiting for ${types.join(', ')}` : 'sleeping',
    shifted: note,
    ...(done && { done }),
  });
}

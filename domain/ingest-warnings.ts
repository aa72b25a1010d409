import { normalizeAddress } from './address';
import type { Fault } from './errors';
import { eventMeantBy } from './event-hint';
import { canonicalEventType } from './events';
import type { IngestBody, IngestKind } from './ingest';
import { doubtsAbout } from './trait-doubts';

/**
 * What the sender of a message that is kept should hear of it: an event whose name is hardly misspelt, traits that cannot be
 * used, an address as user id. Pointers start at the message. None for what merely is not known: backends have names of their own.
 */
export function warningsAbout<K extends IngestKind>(kind: K, body: IngestBody<K>): Fault[] {
  return [...aboutUserId(body), ...('event' in body ? aboutEvent(body.event) : []), ...aboutTraits(kind, body)];
}

function aboutUserId({ userId }: IngestBody): Fault[] {
  if (userId === undefined || !userId.includes('@') || normalizeAddress('email', userId) === null) return [];
  return [{ pointer: '/userId', detail: ADDRESS_AS_ID }];
}

const ADDRESS_AS_ID =
  'is an email address: better send an id that never changes, because with a new address this customer would be somebody else';

function aboutEvent(name: string): Fault[] {
  const meant = eventMeantBy(canonicalEventType(name));
  if (meant === undefined) return [];
  return [{ pointer: '/event', detail: `is kept, but no journey knows it by this name: did you mean ${meant}?` }];
}

/** A company has no address that is written to. */
function aboutTraits(kind: IngestKind, body: IngestBody): Fault[] {
  if (kind !== 'identify' || !('traits' in body)) return [];
  return doubtsAbout(body.traits ?? {}).map(({ pointer, detail }) => ({ pointer: `/traits${pointer}`, detail }));
}

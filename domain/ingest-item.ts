import type { Fault } from './errors';
import { canonicalEventType, eventCatalog, isKnownEvent, OWN_EVENTS } from './events';
import type { IdentityClaim } from './identity';
import { newId } from './ids';
import { INGEST_BODIES, INGEST_KINDS, ITEM_LIMIT, type IngestBody, type IngestKind } from './ingest';
import { warningsAbout } from './ingest-warnings';
import { jsonPointer } from './json-pointer';
import { jsonIsWithin } from './json-size';
import { readBySchema, type Flaw } from './schema-read';
import { DEEPEST, storableJson } from './storable';
import { canonicalTraits, type Traits } from './traits';

/** Something that a backend told us and that can be kept, with whom it is about. */
export type IngestItem =
  | {
      readonly kind: 'event';
      readonly claim: IdentityClaim;
      readonly messageId: string;
      readonly type: string;
      readonly properties: Readonly<Record<string, unknown>>;
      readonly occurredAt: Date;
      /** What the sender says about whether journeys may have it; undefined leaves it to its age. */
      readonly journeys?: boolean | undefined;
    }
  | { readonly kind: 'traits'; readonly claim: IdentityClaim; readonly traits: Traits }
  | { readonly kind: 'group'; readonly claim: IdentityClaim; readonly groupId: string; readonly traits: Traits }
  | { readonly kind: 'alias'; readonly claim: IdentityClaim };

/** An item that can be kept, with what its sender should hear of it all the same, or all that is wrong with it; pointers start at the item. */
export type ItemVerdict =
  | { readonly item: IngestItem; readonly warnings: readonly Fault[]; readonly faults?: never }
  | Refusal;

interface Refusal {
  readonly item?: never;
  readonly warnings?: never;
  readonly faults: readonly Fault[];
}

/** The two clocks of a message: when it came here, and when its sender says that it was sent. */
export interface Arrival {
  readonly receivedAt: Date;
  readonly sentAt?: Date | undefined;
}

/** Judges one item of a batch, as it came out of JSON. */
export function readItem(raw: unknown, arrival: Arrival): ItemVerdict {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return faulty('', 'is not an object');
  const tooLarge = sizeFault(raw);
  if (tooLarge) return faulty('', tooLarge);
  const kind = 'type' in raw ? raw.type : undefined;
  if (!isKind(kind)) return faulty('/type', `is none of ${INGEST_KINDS.join(', ')}`);

  const { value, flaws } = readBySchema(INGEST_BODIES[kind], raw);
  return flaws ? { faults: faultsOf(flaws, '') } : itemOf(kind, value, arrival);
}

/**
 * Makes an item of a body that its schema has accepted. An event known to journeys must also fit its own schema; those
 * that only Perennial can know of are refused. Text that PostgreSQL cannot keep is cleaned.
 */
export function itemOf<K extends IngestKind>(kind: K, body: IngestBody<K>, arrival: Arrival): ItemVerdict {
  const { userId, anonymousId } = body as IngestBody;
  if (userId === undefined && anonymousId === undefined) return faulty('/userId', 'userId or anonymousId is needed');
  const { item, faults } = READERS[kind](body, { userId, anonymousId }, arrival);
  return item ? { item, warnings: warningsAbout(kind, body) } : { faults };
}

type Made = { readonly item: IngestItem; readonly faults?: never } | Refusal;
type Reader<K extends IngestKind> = (body: IngestBody<K>, claim: IdentityClaim, arrival: Arrival) => Made;

const READERS: { readonly [K in IngestKind]: Reader<K> } = {
  identify: ({ traits }, claim) =>
    withTraits(traits, (kept) => ({ kind: 'traits', claim, traits: canonicalTraits(kept) })),

  track: (body, claim, arrival) => eventOf(body.event, body.properties, claim, body, arrival),

  page: (body, claim, arrival) => eventOf('page.viewed', namedView(body), claim, body, arrival),

  screen: (body, claim, arrival) => eventOf('screen.viewed', namedView(body), claim, body, arrival),

  group({ groupId, traits }, claim) {
    if (groupId === undefined) return faulty('/groupId', 'is needed');
    return withTraits(traits, (kept) => ({ kind: 'group', claim, groupId, traits: kept }));
  },

  alias({ previousId }, claim) {
    if (claim.userId === undefined) return faulty('/userId', 'is needed');
    if (previousId === undefined) return faulty('/previousId', 'is needed');
    return { item: { kind: 'alias', claim: { ...claim, previousId } } };
  },
};

function eventOf(
  name: string,
  sent: Traits | null | undefined,
  claim: IdentityClaim,
  body: IngestBody,
  arrival: Arrival,
): Made {
  const type = canonicalEventType(name);
  if (OWN_EVENTS.has(type)) return faulty('/event', `is said by Perennial itself: ${SAY_IT_BY[type]}`);
  const properties = storableJson(sent ?? {});
  if (!properties) return faulty('/properties', TOO_DEEP);
  if (isKnownEvent(type)) {
    const { flaws } = readBySchema(eventCatalog[type].schema, properties);
    if (flaws) return { faults: faultsOf(flaws, '/properties') };
  }
  const messageId = body.messageId ?? newId(arrival.receivedAt);
  const journeys = switchOf(body.integrations);
  return {
    item: { kind: 'event', claim, messageId, type, properties, occurredAt: occurredAt(body, arrival), journeys },
  };
}

const SAY_IT_BY: Readonly<Record<string, string>> = {
  'message.bounced': 'providers tell it by webhook',
  'consent.withdrawn': 'record it by POST /v1/customers/:id/consents',
  'task.completed': 'complete the task by POST /v1/tasks/:id/completion',
};

/** Segment's libraries put anything into `integrations`: what is no switch of ours is none of our business. */
function switchOf(integrations: unknown): boolean | undefined {
  if (typeof integrations !== 'object' || integrations === null || !('Journeys' in integrations)) return undefined;
  return typeof integrations.Journeys === 'boolean' ? integrations.Journeys : undefined;
}

function namedView({ name, category, properties }: IngestBody<'page' | 'screen'>): Traits {
  return { ...properties, ...(name ? { name } : {}), ...(category ? { category } : {}) };
}

function withTraits(sent: Traits | null | undefined, item: (kept: Traits) => IngestItem): Made {
  const kept = storableJson(sent ?? {});
  return kept ? { item: item(kept) } : faulty('/traits', TOO_DEEP);
}

const TOO_DEEP = `is nested deeper than ${DEEPEST} levels`;

/**
 * When it happened by our clock: the sender says how long before sending, and we know when it came
 * (https://segment.com/docs/connections/spec/common/#timestamps). Nothing has happened after it came.
 */
function occurredAt(body: IngestBody, { receivedAt, sentAt }: Arrival): Date {
  const told = body.timestamp ?? body.originalTimestamp;
  if (!told) return receivedAt;
  const sent = body.sentAt ?? sentAt;
  const corrected = sent ? receivedAt.getTime() - (sent.getTime() - told.getTime()) : told.getTime();
  return new Date(Math.max(0, Math.min(corrected, receivedAt.getTime())));
}

function isKind(kind: unknown): kind is IngestKind {
  return (INGEST_KINDS as readonly unknown[]).includes(kind);
}

function sizeFault(raw: object): string | undefined {
  if (jsonIsWithin(raw, ITEM_LIMIT)) return undefined;
  try {
    return Buffer.byteLength(JSON.stringify(raw)) > ITEM_LIMIT ? 'is larger than 32 KB' : undefined;
  } catch {
    return TOO_DEEP;
  }
}

function faulty(pointer: string, detail: string): Refusal {
  return { faults: [{ pointer, detail }] };
}

function faultsOf(flaws: readonly Flaw[], within: string): Fault[] {
  return flaws.map(({ path, detail }) => ({ pointer: within + jsonPointer(path), detail }));
}

import { createHash } from 'node:crypto';

/** A consent record as it stands in the chain of the customer who said it, from place 1 on. */
export interface ChainedConsent {
  readonly id: string;
  readonly chain: string | null;
  readonly seq: number;
  readonly previous: string | null;
  readonly hash: string | null;
  readonly channel: string;
  readonly topic: string;
  readonly purpose: string;
  readonly state: string;
  readonly basis: string;
  readonly wording: string | null;
  readonly wordingVersion: string | null;
  readonly locale: string | null;
  readonly method: string;
  readonly actor: string | null;
  readonly at: Date;
  readonly expiresAt: Date | null;
  readonly evidence: unknown;
}

/**
 * The hash of a record (SHA-256, hex) over everything that was said and the hash before it, so that a change, a gap or a record put in
 * between shows. The customer is not in it, because a merge moves records; the chain is. Evidence enters by its digest, which stays when it is erased.
 */
export function hashOfConsent(record: Omit<ChainedConsent, 'hash'>): string {
  const { id, chain, seq, previous, channel, topic, purpose, state, basis } = record;
  const { wording, wordingVersion, locale, method, actor, at, expiresAt, evidence } = record;
  const said = [id, chain, seq, previous, channel, topic, purpose, state, basis, wording, wordingVersion, locale];
  const how = [method, actor, at.toISOString(), expiresAt?.toISOString() ?? null, digestOf(evidence)];
  return sha256(JSON.stringify([...said, ...how]));
}

/** Evidence without its content: personal data is gone, and the chain still holds. */
export function erasedEvidence(evidence: unknown): { readonly erased: string } {
  return { erased: digestOf(evidence) };
}

/** A chain that was looked through. `broken` names its first fault: which record, at which place, and what is wrong with it. */
export interface ChainVerdict {
  readonly chain: string;
  readonly length: number;
  readonly head: string | null;
  readonly broken: {
    readonly seq: number;
    readonly id: string;
    readonly why: 'gap' | 'previous' | 'changed';
  } | null;
}

/**
 * Looks through the records of one chain, in any order. `gap`: the record before this one is missing; `previous`: it does not follow the
 * one before; `changed`: it no longer says what was hashed. Records cut off at the end do not show here: compare `head` with one noted before.
 */
export function verifyChain(chain: string, records: readonly ChainedConsent[]): ChainVerdict {
  const ordered = records.toSorted((one, other) => one.seq - other.seq);
  let previous: string | null = null;
  for (const [index, record] of ordered.entries()) {
    const why = faultOf(record, index + 1, previous);
    if (why) return { chain, length: ordered.length, head: previous, broken: { seq: record.seq, id: record.id, why } };
    previous = record.hash;
  }
  return { chain, length: ordered.length, head: previous, broken: null };
}

function faultOf(record: ChainedConsent, place: number, previous: string | null) {
  if (record.seq !== place) return 'gap';
  if (record.previous !== previous) return 'previous';
  return hashOfConsent(record) === record.hash ? null : 'changed';
}

function digestOf(evidence: unknown): string {
  const { erased } = evidence as { readonly erased?: unknown };
  return typeof erased === 'string' ? erased : sha256(JSON.stringify(ordered(evidence)));
}

/** The same value with the members of its objects in order: PostgreSQL keeps them in an order of its own. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => [name, ordered(member)]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

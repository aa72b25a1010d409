import { OWN_EVENTS } from '../domain/events';
import { STORY_KINDS, TIMELINE_KINDS, type StoryKind } from '../domain/timeline';
import type { Db } from './client';
import { Prisma } from './generated/client';
import type { TimelinePlace } from './timeline';

/** One moment of a customer's story, with its place. `detail` has the fields of its kind, also personal ones: nothing of it is written anywhere. */
export interface StoryMoment {
  readonly kind: StoryKind;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly enrollmentId: string | null;
  readonly place: TimelinePlace;
}

/** Events whose properties are larger are shown without them: a page of a hundred must stay small. */
const MOST_PROPERTIES_BYTES = 4_000;

/**
 * Up to `limit` moments of a customer's whole story before a place, the latest first (M18): journeys, messages and what became of them, what
 * was said on any channel, what the customer did, tasks, consents, notes, holds, corrections and moves through the lifecycle. `kinds`: only
 * these. Each kind is read from its own table by its index, no further than the page needs. Page views are left out, and events that only
 * repeat what stands there as a task, a message or a consent.
 */
export async function readCustomerStory(db: Db, customerId: string, page: StoryPage): Promise<StoryMoment[]> {
  const rows = await db.$queryRaw<Row[]>(storyStatement(customerId, page));
  return rows.map(({ key, at, seq, ...moment }) => ({ ...moment, place: { at, seq: String(seq), key } }));
}

/** Which part of a story: kinds (default all), before which place (default the end), and how many at most. */
export interface StoryPage {
  readonly kinds?: readonly StoryKind[] | undefined;
  readonly before?: TimelinePlace | undefined;
  readonly limit: number;
}

/** The statement that reads a part of a customer's story. */
export function storyStatement(customerId: string, { kinds = STORY_KINDS, before, limit }: StoryPage): Prisma.Sql {
  const parts = Object.values(PARTS).flatMap(({ has, rows }) => {
    const wanted = kinds.filter((kind) => has.includes(kind));
    return wanted.length === 0 ? [] : [partOf(rows(customerId, wanted), before, limit)];
  });
  return Prisma.sql`
    SELECT m.key, m.at, m.seq, m.kind, m.enrollment_id AS "enrollmentId",
      CASE WHEN t.id IS NULL THEN m.detail ELSE m.detail || jsonb_build_object('now', jsonb_build_object('state', t.state,
        'deliveredAt', t.delivered_at, 'answeredAt', t.answered_at)) END AS detail
    FROM (SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) AS moments ORDER BY at DESC, seq DESC, key DESC LIMIT ${limit}) AS m
    LEFT JOIN LATERAL (
      SELECT id, state, delivered_at, answered_at FROM touches WHERE m.kind = 'touch' AND id = (m.detail ->> 'touchId')::uuid LIMIT 1
    ) t ON true
    ORDER BY m.at DESC, m.seq DESC, m.key DESC`;
}

interface Row extends Omit<StoryMoment, 'place'> {
  readonly key: string;
  readonly at: Date;
  readonly seq: bigint;
}

function partOf(rows: Prisma.Sql, before: TimelinePlace | undefined, limit: number): Prisma.Sql {
  const place = before
    ? Prisma.sql`WHERE at <= ${before.at}::timestamptz AND (at, seq, key) < (${before.at}::timestamptz, ${before.seq}::bigint, ${before.key})`
    : Prisma.empty;
  return Prisma.sql`(SELECT * FROM (${rows}) AS part ${place} ORDER BY at DESC, seq DESC, key DESC LIMIT ${limit})`;
}

/** Where moments of each kind come from. Rows: key, at, seq, kind, detail, enrollment_id. */
const PARTS: Readonly<
  Record<
    string,
    {
      readonly has: readonly StoryKind[];
      readonly rows: (customerId: string, kinds: readonly StoryKind[]) => Prisma.Sql;
    }
  >
> = {
  timeline: {
    has: TIMELINE_KINDS.filter((kind) => kind !== 'event'),
    rows: (customerId, kinds) => Prisma.sql`
      SELECT key, at, seq, kind, detail, enrollment_id FROM timeline
      WHERE customer_id = ${customerId}::uuid AND kind = ANY(${[...kinds]}::text[])`,
  },
  events: {
    has: ['event'],
    rows: (customerId) => Prisma.sql`
      SELECT id::text AS key, occurred_at AS at, 0::bigint AS seq, 'event' AS kind, jsonb_build_object('type', type, 'eventId', id,
        'properties', CASE WHEN pg_column_size(properties) <= ${MOST_PROPERTIES_BYTES} THEN properties END) AS detail, NULL::uuid AS enrollment_id
      FROM events WHERE customer_id = ${customerId}::uuid AND type <> ALL(${[...OWN_EVENTS, 'page.viewed', 'screen.viewed']}::text[])`,
  },
  utterances: {
    has: ['utterance'],
    rows: (customerId) => Prisma.sql`
      SELECT 'u:' || id AS key, at, 0::bigint AS seq, 'utterance' AS kind, jsonb_build_object('utteranceId', id, 'direction', direction,
        'channel', channel, 'author', author, 'body', CASE WHEN NOT hidden THEN body END, 'hidden', hidden, 'automatic', automatic,
        'triage', triage, 'touchId', touch_id) AS detail, NULL::uuid AS enrollment_id
      FROM utterances WHERE customer_id = ${customerId}::uuid`,
  },
  consents: {
    has: ['consent'],
    rows: (customerId) => Prisma.sql`
      SELECT 'c:' || id AS key, at, 0::bigint AS seq, 'consent' AS kind, jsonb_build_object('consentId', id, 'channel', channel,
        'topic', topic, 'purpose', purpose, 'state', state, 'basis', basis, 'method', method, 'actor', actor) AS detail, NULL::uuid AS enrollment_id
      FROM consents WHERE customer_id = ${customerId}::uuid`,
  },
  notes: {
    has: ['note'],
    rows: (customerId) => Prisma.sql`
      SELECT 'n:' || id AS key, at, 0::bigint AS seq, 'note' AS kind,
        jsonb_build_object('noteId', id, 'author', author, 'body', body) AS detail, NULL::uuid AS enrollment_id
      FROM customer_notes WHERE customer_id = ${customerId}::uuid`,
  },
  holds: {
    has: ['hold'],
    rows: (customerId) => Prisma.sql`
      SELECT 'h:' || step || ':' || h.id AS key, step_at AS at, 0::bigint AS seq, 'hold' AS kind, jsonb_build_object('holdId', h.id,
        'step', step, 'reason', h.reason, 'by', CASE step WHEN 'placed' THEN h.by ELSE h.ended_by END, 'until', h.until) AS detail,
        NULL::uuid AS enrollment_id
      FROM holds h CROSS JOIN LATERAL (VALUES ('placed', h.since), ('ended', h.ended_at)) AS s (step, step_at)
      WHERE h.scope = 'customer' AND h.target = ${customerId} AND step_at IS NOT NULL`,
  },
  signals: {
    has: ['signal'],
    rows: (customerId) => Prisma.sql`
      SELECT 's:' || s.id AS key, s.at, 0::bigint AS seq, 'signal' AS kind,
        jsonb_build_object('signal', s.kind, 'touchId', s.touch_id, 'message', (SELECT message FROM touches WHERE id = s.touch_id)) AS detail,
        NULL::uuid AS enrollment_id
      FROM touch_signals s WHERE s.customer_id = ${customerId}::uuid AND s.human
        AND s.kind IN ('opened', 'clicked', 'seen', 'dismissed', 'complained', 'unsubscribed')`,
  },
};

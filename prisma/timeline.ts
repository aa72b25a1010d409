import type { TimelineEntry, TimelineKind } from '../domain/timeline';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';
import { noteWaits } from './stage-visits';

/** An entry and whose timeline it stands on. */
export interface TimelineRow {
  readonly customerId: string;
  readonly enrollmentId: string | null;
  readonly entry: TimelineEntry;
}

/**
 * The key of a timeline entry: the enrollment (or, for what belongs to none, the customer), the kind, and what tells
 * entries of one kind apart. Writing the same moment again is then a no-op.
 */
export function timelineKey(ownerId: string, kind: TimelineKind, ...parts: readonly (string | number)[]): string {
  return [ownerId, kind, ...parts].join(':');
}

/** Writes entries of one customer, within an enrollment or (null) outside of any. Entries whose key is there already are left alone. */
export async function recordTimeline(
  db: Db | Tx,
  customerId: string,
  enrollmentId: string | null,
  entries: readonly TimelineEntry[],
): Promise<void> {
  await recordTimelines(
    db,
    entries.map((entry) => ({ customerId, enrollmentId, entry })),
  );
}

/** Writes entries of many customers in one statement. Those of a customer who was merged into another stand on the other's timeline; of one who was erased nothing is written. Notes until when stays wait. */
export async function recordTimelines(db: Db | Tx, rows: readonly TimelineRow[]): Promise<void> {
  if (rows.length === 0) return;
  const flat = rows.map(({ customerId, enrollmentId, entry }) => ({ ...entry, customerId, enrollmentId }));
  const insert = Prisma.sql`
    INSERT INTO timeline (key, customer_id, enrollment_id, at, kind, detail)
    SELECT t.key, coalesce(c.merged_into, t."customerId"), t."enrollmentId", to_timestamp(t.at / 1000.0), t.kind, t.detail
    FROM ROWS FROM (json_to_recordset(${JSON.stringify(flat)}::json)
      AS (key text, "customerId" uuid, "enrollmentId" uuid, at bigint, kind text, detail jsonb)) WITH ORDINALITY AS t
    LEFT JOIN customers c ON c.id = t."customerId"
    WHERE c.erased_at IS NULL
    ORDER BY t.ordinality
    ON CONFLICT (key) DO NOTHING`;
  const waits = rows.some(({ enrollmentId, entry: { kind } }) => enrollmentId && (kind === 'wait' || kind === 'task'));
  await db.$executeRaw(
    waits
      ? Prisma.sql`WITH written AS (${insert} RETURNING enrollment_id, at, seq, kind, detail) ${noteWaits(Prisma.sql`written`)}`
      : insert,
  );
}

/** The INSERT of one entry, for a statement in which `source` names whose it is: a CTE with `customer_id` and `enrollment_id`. None for a customer who was erased. */
export function timelineInsert(source: Prisma.Sql, { key, at, kind, detail }: TimelineEntry): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO timeline (key, customer_id, enrollment_id, at, kind, detail)
    SELECT ${key}, customer_id, enrollment_id, ${new Date(at)}::timestamptz, ${kind}, ${JSON.stringify(detail)}::jsonb
    FROM (SELECT * FROM ${source}) AS s
    WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = s.customer_id AND c.erased_at IS NOT NULL)
    ON CONFLICT (key) DO NOTHING`;
}

/** A place on a timeline: where a page ended. `seq` is the order of writing among entries of the same instant. */
export interface TimelinePlace {
  readonly at: Date;
  readonly seq: string;
  readonly key: string;
}

/** An entry as it is read: with its place, and the enrollment it belongs to. */
export interface ReadTimelineEntry extends TimelineEntry {
  readonly enrollmentId: string | null;
  readonly place: TimelinePlace;
}

/** Whose timeline to read: that of one run, or everything about a customer, their events included. */
export type TimelineOf = { readonly enrollmentId: string } | { readonly customerId: string };

/**
 * Reads up to `limit` entries after a place, oldest first unless `newestFirst`. A customer's timeline also has the events that no journey
 * heard (page views left out: they would bury the rest); each event stands there once, however many journeys heard it. Moves through the
 * lifecycle and corrections are left out: prisma/customer-story.ts has the whole.
 */
export async function readTimeline(
  db: Db | Tx,
  of: TimelineOf,
  { after, limit, newestFirst = false }: { after?: TimelinePlace | undefined; limit: number; newestFirst?: boolean },
): Promise<ReadTimelineEntry[]> {
  const direction = newestFirst ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const compare = newestFirst ? Prisma.sql`<` : Prisma.sql`>`;
  const part = (at: Prisma.Sql, seq: Prisma.Sql, key: Prisma.Sql) => Prisma.sql`
    ${after ? Prisma.sql`AND (${at}, ${seq}, ${key}) ${compare} (${after.at}::timestamptz, ${after.seq}::bigint, ${after.key})` : Prisma.empty}
    ORDER BY ${at} ${direction}, ${seq} ${direction}, ${key} ${direction} LIMIT ${limit}`;

  const written = Prisma.sql`
    SELECT key, at, seq, kind, detail, enrollment_id FROM timeline
    WHERE ${'enrollmentId' in of ? Prisma.sql`enrollment_id = ${of.enrollmentId}::uuid` : Prisma.sql`customer_id = ${of.customerId}::uuid AND kind NOT IN ('event', 'lifecycle', 'corrected')`}
    ${part(Prisma.sql`at`, Prisma.sql`seq`, Prisma.sql`key`)}`;
  const done = Prisma.sql`
    SELECT id::text AS key, occurred_at AS at, 0::bigint AS seq, 'event' AS kind,
           jsonb_build_object('type', type, 'eventId', id) AS detail, NULL::uuid AS enrollment_id
    FROM events WHERE customer_id = ${'customerId' in of ? of.customerId : null}::uuid AND type NOT IN ('page.viewed', 'screen.viewed')
    ${part(Prisma.sql`occurred_at`, Prisma.sql`0::bigint`, Prisma.sql`id::text`)}`;

  const rows = await db.$queryRaw<Row[]>(
    'enrollmentId' in of
      ? written
      : Prisma.sql`
        SELECT * FROM ((${written}) UNION ALL (${done})) AS moments
        ORDER BY at ${direction}, seq ${direction}, key ${direction} LIMIT ${limit}`,
  );
  return rows.map(({ key, at, seq, kind, detail, enrollment_id: enrollmentId }) => ({
    key,
    at: at.getTime(),
    kind,
    detail,
    enrollmentId,
    place: { at, seq: String(seq), key },
  }));
}

interface Row {
  readonly key: string;
  readonly at: Date;
  readonly seq: bigint;
  readonly kind: TimelineKind;
  readonly detail: TimelineEntry['detail'];
  readonly enrollment_id: string | null;
}

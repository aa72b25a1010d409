import { z } from 'zod';
import { TIMELINE_KINDS } from '../../domain/timeline';
import type { ReadTimelineEntry, TimelinePlace } from '../../prisma/timeline';
import { decodeCursor, encodeCursor, pageOf } from '../page';

/** A moment on a timeline: when, what kind, and the fields of its kind. */
const timelineEntrySchema = z.looseObject({
  at: z.iso.datetime(),
  kind: z.enum(TIMELINE_KINDS),
  enrollment_id: z.uuid().nullable().meta({ description: 'The run that it belongs to, if any.' }),
});

/** A page of a timeline. */
export const timelineSchema = pageOf(timelineEntrySchema);

/** A page of a timeline as it is answered, from up to `limit + 1` entries as they were read. */
export function timelineView(entries: readonly ReadTimelineEntry[], limit: number): z.input<typeof timelineSchema> {
  const last = entries.length > limit ? entries[limit - 1] : undefined;
  return {
    data: entries.slice(0, limit).map(entryView),
    next_cursor: last ? encodeCursor([last.place.at.toISOString(), last.place.seq, last.place.key]) : null,
  };
}

/* What was done in a steering is called `kind` in its detail too. */
function entryView({ at, kind, enrollmentId, detail }: ReadTimelineEntry): z.input<typeof timelineEntrySchema> {
  const { kind: action, ...fields } = snakeKeys(detail) as Record<string, unknown>;
  return {
    at: new Date(at).toISOString(),
    kind,
    enrollment_id: enrollmentId,
    ...(action === undefined ? {} : { action }),
    ...fields,
  };
}

/** Where a page of a timeline begins. Throws InvalidInput when the cursor is of another list. */
export function timelinePlace(cursor: string | undefined): TimelinePlace | undefined {
  if (cursor === undefined) return undefined;
  const [at, seq, key] = decodeCursor(cursor, ['time', 'integer', 'text']);
  return { at: new Date(at!), seq: seq!, key: key! };
}

/** Our own field names as the API writes them, at any depth. */
export function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeKeys(member),
    ]),
  );
}

import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { STAFF_ROLES } from '../../domain/right';
import type { StaffMember } from '../../prisma/staff';

const absence = z.object({
  from: z.iso.datetime(),
  until: z.iso.datetime().nullable().meta({ description: 'Null: until they say that they are back.' }),
  cover: z.string().nullable().meta({ description: 'Staff id of whoever stands in.' }),
});

/** A member of staff as the team sees them. */
export const staffSchema = z
  .object({
    id: z.string().meta({ description: 'The short name that tasks and customers hold.' }),
    name: z.string(),
    email: z.string(),
    role: z.enum(STAFF_ROLES),
    locale: z.string(),
    queues: z.array(z.string()).meta({ description: 'That they take tasks from; empty: all.' }),
    load_limit: z.int().nullable().meta({ description: 'At most so many tasks at a time; null: no limit.' }),
    absence: absence.nullable(),
    state: z.enum(['invited', 'active', 'disabled']),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Staff' });

/** What is sent for an absence; `from` is now by default. */
export const absenceChange = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).nullable().default(null),
  cover: z.string().max(100).nullable().default(null),
});

/** The absence that was sent, as it is kept; undefined when nothing was said about it, null when they are here. Throws InvalidInput when it would be over at once. */
export function absenceIn(sent: z.output<typeof absenceChange> | null | undefined, now: Date) {
  if (!sent) return sent;
  const { from, until, cover } = sent;
  const absent = { from: from ? new Date(from) : now, until: until === null ? null : new Date(until), cover };
  if (absent.until && absent.until <= absent.from)
    throw new InvalidInput('This is no absence.', [{ pointer: '/absence/until', detail: 'must end after it begins' }]);
  return absent;
}

/** A member of staff as they are answered. */
export function staffView(member: StaffMember): z.input<typeof staffSchema> {
  const { id, name, email, role, locale, queues, loadLimit, absence: away, state, createdAt } = member;
  return {
    id,
    name,
    email,
    role,
    locale,
    queues: [...queues],
    load_limit: loadLimit,
    absence: away && { from: away.from.toISOString(), until: away.until?.toISOString() ?? null, cover: away.cover },
    state,
    created_at: createdAt.toISOString(),
  };
}

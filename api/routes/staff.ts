import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { STAFF_ROLES } from '../../domain/right';
import { findStaff, listStaff } from '../../prisma/staff';
import { changeStaff } from '../../prisma/staff/change';
import { previewDeparture } from '../../prisma/staffing/departure';
import { handOverForAbsent } from '../../prisma/staffing/hand-over';
import { inTransaction } from '../../prisma/transaction';
import { requireRight } from '../auth';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { absenceChange, absenceIn, staffSchema, staffView } from './staff-view';

const one = z.object({ id: z.string().max(100).meta({ description: 'Short name of a member of staff.' }) });

const change = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  role: z.enum(STAFF_ROLES).optional(),
  disabled: z
    .boolean()
    .optional()
    .meta({ description: '`true`: they cannot come in any more. Nothing of theirs is deleted.' }),
  queues: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
  load_limit: z.int().min(1).max(1000).nullable().optional(),
  absence: absenceChange.nullable().optional(),
});

const departureSchema = z.object({
  tasks: z.int().meta({ description: 'Their unfinished tasks.' }),
  people: z.array(z.object({ id: z.string(), tasks: z.int() })).meta({ description: 'Whoever stands in.' }),
  queues: z.array(z.object({ queue: z.string(), tasks: z.int() })),
});

/** The team: who is here, what each may do and takes on, who is away and who stands in (M37). */
export function staffRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/staff',
      right: 'read',
      tag: 'Staff',
      summary: 'List the members of staff, by their short names',
      query: pageQuery.extend({
        disabled: z.stringbool().default(false).meta({ description: 'Also those who are disabled.' }),
      }),
      responses: { 200: { description: 'A page of members.', schema: pageOf(staffSchema) } },
      async handle({ query: { limit, cursor, disabled } }) {
        const [after] = cursor === undefined ? [] : decodeCursor(cursor, ['text']);
        const found = await listStaff(db, { limit: limit + 1, after, disabled });
        const last = found.length > limit ? found[limit - 1] : undefined;
        const next_cursor = last ? encodeCursor([last.id]) : null;
        return { status: 200, body: { data: found.slice(0, limit).map(staffView), next_cursor } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/staff/:id',
      right: 'read',
      tag: 'Staff',
      summary: 'Read a member of staff',
      params: one,
      responses: { 200: { description: 'The member.', schema: staffSchema } },
      async handle({ params: { id } }) {
        const member = await findStaff(db, id);
        if (!member) throw new NotFound(`There is no member of staff "${id}".`);
        return { status: 200, body: staffView(member) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/staff/:id/departure',
      right: 'lead',
      tag: 'Staff',
      summary: 'See where somebody’s tasks would go if they were disabled now',
      params: one,
      query: z.object({
        cover: z.string().max(100).optional().meta({
          description: 'Who would stand in; empty: nobody. Left out: whoever does now.',
        }),
      }),
      responses: { 200: { description: 'How many go where; nothing is done.', schema: departureSchema } },
      async handle({ params: { id }, query: { cover }, now }) {
        const departure = await previewDeparture(db, id, cover === '' ? null : cover, now);
        return {
          status: 200,
          body: { tasks: departure.tasks, people: [...departure.people], queues: [...departure.queues] },
        };
      },
    }),

    route({
      method: 'patch',
      path: '/v1/staff/:id',
      right: 'lead',
      tag: 'Staff',
      summary: 'Change a member of staff',
      description:
        'Queues, load limit and absence are for leads; name, role and `disabled` need the right `administer`. A change of role, or being disabled, ends ' +
        'their sessions; of whoever is away or disabled the tasks go to whoever stands in, or back to their queues. The last administrator stays one (409).',
      params: one,
      body: change,
      problems: [409],
      responses: { 200: { description: 'The member as they are now.', schema: staffSchema } },
      async handle({ params: { id }, body, caller, now, requestId }) {
        const { name, role, disabled, queues, load_limit: loadLimit, absence } = body;
        if ([name, role, disabled].some((each) => each !== undefined)) requireRight(caller, 'administer');
        const wanted = { name, role, disabled, queues, loadLimit, absence: absenceIn(absence, now) };
        const by = caller.name;
        const member = await inTransaction(db, (tx) => changeStaff(tx, { id, change: wanted, by, requestId }, now));
        if (absence !== undefined || disabled) await handOverForAbsent(db, now, { person: id, by, requestId });
        return { status: 200, body: staffView(member) };
      },
    }),
  ];
}

import { z } from 'zod';
import { DUE_FILTERS, INBOX_VIEWS, STATE_FILTERS } from '../../domain/inbox';
import { readLoads } from '../../prisma/inbox/board';
import { countInbox, MOST_COUNTED } from '../../prisma/inbox/counts';
import { listInbox, type InboxPlace } from '../../prisma/inbox/list';
import { lookingAs } from '../../prisma/inbox/next';
import type { InboxFilters, Looking } from '../../prisma/inbox/where';
import type { ApiDeps } from '../deps';
import { InvalidInput } from '../../domain/errors';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { inQuery } from '../place';
import { route, type Caller, type Route } from '../route';
import { boardSchema, boardView, inboxTaskSchema, inboxTaskView } from './inbox-view';

const name = z.string().trim().min(1).max(200).optional();

const filters = {
  person: name.meta({ description: 'Staff id of whose inbox it is; by default the caller.' }),
  queue: name,
  journey: name,
  playbook: name,
  assignee: name.meta({ description: 'Staff id.' }),
  unassigned: z.stringbool().default(false).meta({ description: 'Only what is offered to nobody.' }),
  due: z.enum(DUE_FILTERS).optional().meta({ description: 'Past due, due before the day is over, due within a week.' }),
  state: z.enum(STATE_FILTERS).optional().meta({ description: 'Not put off; of that, claimed by somebody.' }),
  q: name.meta({ description: 'A part of the name, address or company of the customer, or of the reason.' }),
  day_began: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Midnight where the person is; by default of the UTC day.' }),
};

const listed = pageQuery.extend({ view: z.enum(INBOX_VIEWS).default('next'), ...filters });
const counted = z.object(filters);
const counts = z.object(
  Object.fromEntries(INBOX_VIEWS.map((view) => [view, z.int()])) as Record<(typeof INBOX_VIEWS)[number], z.ZodInt>,
);

/** What a person does next, and how the team stands: views over the tasks, the order of help explained. */
export function inboxRoutes({ db, playbooks }: Pick<ApiDeps, 'db' | 'playbooks'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/inbox',
      right: 'read',
      tag: 'Tasks',
      summary: 'List the tasks of a view of the inbox, whose turn it is first',
      description:
        'Views: `next` (what this person should do now), `mine`, `unclaimed`, `snoozed` (by the end of the snooze), `breached`, `all` that is not ' +
        'finished, and `done` (today, the latest first). The order is the due date, less a head start for priority, value and mood that each row explains.',
      query: listed,
      responses: { 200: { description: 'Tasks.', schema: pageOf(inboxTaskSchema) } },
      async handle({ query, caller, now }) {
        const { view, limit, cursor } = query;
        const after = cursor === undefined ? undefined : placeOf(cursor, view);
        const looking = await lookingOf(query, caller, now);
        const rows = await listInbox(db, view, filtersOf(query), looking, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1]?.place : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map((row) => inboxTaskView(row, playbooks, now)),
            next_cursor: last ? encodeCursor([view, last.at.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/inbox/counts',
      right: 'read',
      tag: 'Tasks',
      summary: 'Count the tasks of every view of the inbox',
      description: `Of unfinished tasks at most ${MOST_COUNTED.toLocaleString('en')} are counted.`,
      query: counted,
      responses: { 200: { description: 'How many tasks each view shows under these filters.', schema: counts } },
      async handle({ query, caller, now }) {
        const looking = await lookingOf(query, caller, now);
        return { status: 200, body: await countInbox(db, filtersOf(query), looking) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/inbox/board',
      right: 'read',
      tag: 'Tasks',
      summary: 'Read the team board: who has how much to do, and what waits in the queues',
      responses: { 200: { description: 'People and queues.', schema: boardSchema } },
      async handle({ now }) {
        return { status: 200, body: boardView(await readLoads(db, now), now) };
      },
    }),
  ];

  async function lookingOf(query: z.output<typeof counted>, caller: Caller, now: Date): Promise<Looking> {
    const person = query.person ?? caller.name;
    const dayBegan = query.day_began === undefined ? utcDay(now) : new Date(query.day_began);
    const looking = await lookingAs(db, person, now, dayBegan);
    // Whoever names a queue or a person asks for all that is there, also beyond the queues that they serve.
    const isNamed = query.queue !== undefined || query.assignee !== undefined;
    return isNamed ? { ...looking, queues: [] } : looking;
  }
}

function filtersOf(query: z.output<typeof counted>): InboxFilters {
  const { queue, journey, playbook, assignee, unassigned, due, state, q } = query;
  return { queue, journey, playbook, assignee: unassigned ? null : assignee, due, state, text: q };
}

function placeOf(cursor: string, view: string): InboxPlace {
  const [of, at = '', id = ''] = decodeCursor(cursor, ['text', 'time', 'uuid']);
  if (of !== view) {
    const detail = 'must be the next_cursor of the page before, of the same view';
    throw new InvalidInput('The cursor does not belong to this list.', [{ pointer: inQuery(['cursor']), detail }]);
  }
  return { at: new Date(at), id };
}

function utcDay(now: Date): Date {
  return new Date(now.toISOString().slice(0, 10));
}

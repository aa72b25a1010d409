import { z } from 'zod';
import { MOST_AT_ONCE } from '../../domain/inbox';
import { Conflict, NotFound } from '../../domain/errors';
import { placementSentence } from '../../domain/policy/assignment';
import { assignTask } from '../../prisma/staffing/assign';
import { previewAssignments, type PreviewedAssignment } from '../../prisma/staffing/preview';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { act } from './task-change';

const name = z.string().trim().min(1).max(200);
const to = name.nullable().meta({ description: 'Staff id; null: back to the queue.' });

const ALREADY = 'It is with them already, or in the queue that it would go back to.';
const THEIRS = 'It is theirs already.';

const previewed = z.object({
  id: z.uuid(),
  version: z.int(),
  reason: z.string().meta({ description: 'Of the task.' }),
  from: z.string().nullable(),
  claimed: z.boolean().meta({ description: 'Somebody holds it: it would be taken from them.' }),
  to: z
    .string()
    .nullable()
    .meta({ description: 'Who would have it: whoever is named, or stands in; null: the queue.' }),
  moves: z.boolean(),
  already: z.boolean().meta({ description: ALREADY }),
  says: z.string().nullable().meta({ description: 'Why it goes elsewhere, or stays.' }),
});

const given = z.object({
  id: z.uuid(),
  moved: z.boolean(),
  already: z.boolean().meta({ description: ALREADY }),
  assignee: z.string().nullable(),
  version: z.int().nullable(),
  says: z.string().nullable().meta({ description: 'Why it was not given.' }),
});

/** How a lead shares out the work: many tasks at once, seen before they are given, each written down on its own. */
export function reassignmentRoutes({ db, wakeRelay }: Pick<ApiDeps, 'db' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/reassignments/preview',
      right: 'lead',
      tag: 'Tasks',
      summary: 'See what giving tasks to somebody would do',
      description: `Nothing is changed. At most ${MOST_AT_ONCE} tasks, the first due first: those named, or the unfinished ones of \`from\` (null: of nobody) or of a queue.`,
      body: z
        .strictObject({
          task_ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE).optional(),
          from: name.nullable().optional(),
          queue: name.optional(),
          to,
        })
        .refine(
          ({ task_ids, from, queue }) => task_ids !== undefined || from !== undefined || queue !== undefined,
          'must say which tasks: task_ids, from or queue',
        ),
      responses: { 200: { description: 'What would become of each.', schema: z.object({ data: z.array(previewed) }) } },
      async handle({ body, now }) {
        const { task_ids: taskIds, from, queue } = body;
        const rows = await previewAssignments(db, { taskIds, from, queue }, body.to, now);
        return { status: 200, body: { data: rows.map((row) => previewView(row, body.to)) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/reassignments',
      right: 'lead',
      tag: 'Tasks',
      summary: 'Give tasks to somebody, or back to their queues',
      description:
        'Each on its own, with a note and an entry in the audit log: what was changed since its `version` was read, is finished, or goes beyond the ' +
        'limit of the person is left where it is, and the answer says why.',
      body: act.extend({
        tasks: z
          .array(z.strictObject({ id: z.uuid(), version: z.int() }))
          .min(1)
          .max(MOST_AT_ONCE),
        to,
        because: z.string().trim().min(1).max(500),
      }),
      responses: { 200: { description: 'What became of each.', schema: z.object({ data: z.array(given) }) } },
      async handle({ body, caller, now, requestId }) {
        const { tasks, by = caller.name, because } = body;
        const data = [];
        for (const { id, version } of tasks) {
          const assignment = { taskId: id, version, to: body.to, by, because, requestId };
          try {
            const task = await inTransaction(db, (tx) => assignTask(tx, assignment, now));
            const already = task.version === version;
            const became = { assignee: task.assignee, version: task.version, says: already ? THEIRS : null };
            data.push({ id, moved: !already, already, ...became });
          } catch (error) {
            if (!(error instanceof Conflict || error instanceof NotFound)) throw error;
            data.push({ id, moved: false, already: false, assignee: null, version: null, says: error.message });
          }
        }
        wakeRelay();
        return { status: 200, body: { data } };
      },
    }),
  ];
}

function previewView(
  { id, version, because, from, claimed, placement }: PreviewedAssignment,
  wanted: string | null,
): z.input<typeof previewed> {
  const refused = wanted !== null && placement.assignee === null;
  const moves = !refused && placement.assignee !== from;
  const already = !refused && !moves;
  const says = placementSentence(placement) ?? (already ? THEIRS : null);
  return { id, version, reason: because, from, claimed, to: refused ? from : placement.assignee, moves, already, says };
}

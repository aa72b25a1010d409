import { z } from 'zod';
import { ASKED_DUES } from '../../domain/ask';
import { InvalidInput } from '../../domain/errors';
import { TASK_STATES } from '../../domain/task';
import { resolveCustomerId } from '../../prisma/customers';
import { companiesOf } from '../../prisma/inbox/list';
import { countTasks, listTasks, readTask, UNFINISHED, type TaskFile } from '../../prisma/tasks';
import { completeTask } from '../../prisma/tasks/finish';
import { claimTask, releaseTask, snoozeTask } from '../../prisma/tasks/hold';
import { addNote } from '../../prisma/tasks/note';
import type { ApiDeps } from '../deps';
import { etagOf } from '../if-match';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { insistOnName } from '../sign-in/self';
import { route, type Route } from '../route';
import { channelsNow } from '../task-now';
import { act, changing, staff, taskId } from './task-change';
import { taskFileSchema, taskFileView, type Beside } from './task-file';
import { noteSchema, noteView, taskSchema, taskView } from './task-view';

const filters = pageQuery.extend({
  state: z
    .string()
    .default(UNFINISHED.join())
    .transform((states) => states.split(','))
    .pipe(z.array(z.enum(TASK_STATES)))
    .meta({ description: `One or more of ${TASK_STATES.join(', ')}, with commas.` }),
  assignee: z.string().max(200).optional(),
  queue: z.string().max(200).optional(),
  customer_id: z.string().max(200).optional().meta({ description: 'Our id, or the user id of the backend.' }),
  journey: z.string().max(200).optional(),
  overdue: z
    .stringbool()
    .optional()
    .meta({ description: 'Only what is past due and unfinished; `false`: only what is not.' }),
  counts: z.stringbool().default(false).meta({ description: 'Also count by state under the other filters.' }),
});

const counts = z.object({ open: z.int(), claimed: z.int(), snoozed: z.int(), overdue: z.int() });

/** What people do about tasks (X05). Every change but a note needs `If-Match`; a stale one is 412, somebody else's task is 409 and names them. */
export function taskRoutes(
  deps: Pick<ApiDeps, 'db' | 'playbooks' | 'wakeRelay' | 'journeys' | 'messages' | 'addressHash'>,
): Route[] {
  const { db, playbooks } = deps;

  return [
    route({
      method: 'get',
      path: '/v1/tasks',
      right: 'read',
      tag: 'Tasks',
      summary: 'List tasks, the first due first',
      query: filters,
      responses: { 200: { description: 'Tasks.', schema: pageOf(taskSchema).extend({ counts: counts.optional() }) } },
      problems: [404],
      async handle({ query, now }) {
        const { limit, cursor, state: states, assignee, queue, journey, overdue } = query;
        const customerId = query.customer_id === undefined ? undefined : await resolveCustomerId(db, query.customer_id);
        const [dueAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = dueAt && id ? { dueAt: new Date(dueAt), id } : undefined;
        const wanted = { states, assignee, queue, customerId, journey, overdue };
        const listed = await listTasks(db, wanted, { after, limit: limit + 1 }, now);
        const last = listed.length > limit ? listed[limit - 1]?.task : undefined;
        return {
          status: 200,
          body: {
            data: listed.slice(0, limit).map((task) => taskView(task, playbooks, now)),
            next_cursor: last ? encodeCursor([last.dueAt.toISOString(), last.id]) : null,
            ...(query.counts ? { counts: await countTasks(db, wanted, now) } : {}),
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/tasks/:id',
      right: 'read',
      tag: 'Tasks',
      summary: 'Read a task with its reason, evidence and playbook',
      params: taskId,
      responses: { 200: { description: 'The task; its `ETag` is the version.', schema: taskFileSchema } },
      async handle({ params, now }) {
        const file = await readTask(db, params.id, now);
        const beside = await readBeside(file, now);
        return {
          status: 200,
          body: taskFileView(file, beside, playbooks, now),
          headers: { ETag: etagOf(file.task.version) },
        };
      },
    }),

    changing(deps, {
      path: '/v1/tasks/:id/claim',
      summary: 'Take a task',
      description:
        'Of two people who claim at once the second is answered 409 with the `assignee` who has it. A load limit refuses nobody; `over_limit` says that they ' +
        'are beyond it.',
      body: z.strictObject({ assignee: staff }).default({}),
      andLoad: true,
      async change({ body, caller }, who, now) {
        if (caller.kind === 'staff') insistOnName(caller.name, 'assignee', body.assignee);
        return claimTask(db, { ...who, by: body.assignee ?? who.by }, now);
      },
    }),
    changing(deps, {
      path: '/v1/tasks/:id/release',
      summary: 'Give a task back to its queue',
      description:
        'What somebody else has claimed who is here, only whoever has the right `lead` takes from them; for others that is 409 with the `assignee`.',
      body: act.default({}),
      change({ body, caller }, who, now) {
        const ofOthers = caller.rights.includes('lead');
        return releaseTask(db, { ...who, by: body.by ?? who.by, ofOthers }, now);
      },
    }),
    changing(deps, {
      path: '/v1/tasks/:id/snooze',
      summary: 'Put a task off',
      description:
        'Nothing rings before `until`, at most 90 days from now, or, with `until_reply`, before the customer has answered, whichever comes first. ' +
        'The due date stands.',
      body: act.extend({
        until: z.iso.datetime({ offset: true }).optional(),
        until_reply: z.boolean().default(false),
        reason: z.string().trim().min(1).max(500),
      }),
      change({ body: { by, until, until_reply: untilReply, reason } }, who, now) {
        if (until === undefined && !untilReply) {
          const detail = 'must say until when, unless until_reply is true';
          throw new InvalidInput('A snooze ends.', [{ pointer: '/until', detail }]);
        }
        const at = until === undefined ? undefined : new Date(until);
        return snoozeTask(db, { ...who, by: by ?? who.by, until: at, untilReply, reason }, now);
      },
    }),
    changing(deps, {
      path: '/v1/tasks/:id/completion',
      summary: 'Complete a task with an outcome of its playbook',
      description:
        'The outcome resumes the journey. Completing again with the same outcome is answered the same. With `undoable` the journey hears of it ten ' +
        'seconds later: until `undo_until`, `DELETE` takes it back. `next_task_id` is what the same person should do now.',
      body: act.extend({
        outcome: z.string().max(100),
        note: z.string().trim().min(1).max(10_000).optional(),
        undoable: z.boolean().default(false),
        next_step: z
          .strictObject({
            because: z
              .string()
              .trim()
              .min(1)
              .max(500)
              .meta({ description: 'What is to be done, without personal data.' }),
            due: z.enum(ASKED_DUES),
          })
          .optional()
          .meta({
            description: 'A task of the same playbook for whoever completes this one; taken back with the completion.',
          }),
      }),
      andNext: true,
      async change({ body }, who, now) {
        const { outcome, note, undoable, next_step: nextStep } = body;
        const completion = { ...who, by: body.by ?? who.by, outcome, note, undoable, nextStep };
        const done = await completeTask(db, completion, playbooks, now);
        deps.wakeRelay();
        return done;
      },
    }),

    route({
      method: 'post',
      path: '/v1/tasks/:id/notes',
      right: 'work',
      tag: 'Tasks',
      summary: 'Add a note to a task',
      description: 'Notes only ever append, so they need no version and never conflict.',
      params: taskId,
      body: act.extend({ body: z.string().trim().min(1).max(10_000) }),
      responses: { 201: { description: 'The note.', schema: noteSchema } },
      async handle({ params, body, caller, now }) {
        const note = await addNote(db, { taskId: params.id, by: body.by ?? caller.name, body: body.body }, now);
        return { status: 201, body: noteView(note) };
      },
    }),
  ];

  async function readBeside({ task, customer }: TaskFile, now: Date): Promise<Beside> {
    const { customerId, journey, playbook } = task;
    const [companies, channels, conversation] = await Promise.all([
      companiesOf(db, [customerId]),
      customer === null || customer.erasedAt ? [] : channelsNow(deps, customerId, now),
      db.conversation.findUnique({ where: { customerId }, select: { id: true } }),
    ]);
    const header = deps.journeys.find(({ name }) => name === journey);
    return {
      company: companies.get(customerId) ?? null,
      channels,
      conversationId: conversation?.id ?? null,
      ifNobodyComes: header?.ifNobodyComes?.[playbook],
    };
  }
}

import { z } from 'zod';
import { listAlarms } from '../../prisma/alarms';
import { resumeAlarm } from '../../prisma/alarms-resume';
import type { Alarm } from '../../prisma/generated/client';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const alarmSchema = z.object({
  id: z.uuid(),
  kind: z.string().meta({
    description: '`trust_warning`, `trust_pause`, `circuit`, `content_filtered`, `privacy_due`, `watch_summary`, ...',
  }),
  subject: z.string().meta({ description: 'What exactly; one alarm of a kind and subject is open at a time.' }),
  level: z.enum(['warning', 'critical']),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
  raised_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  ended_by: z.string().nullable(),
});

/** What a person must know of, and the one step by which what an alarm stopped goes on. */
export function alarmRoutes({ db, wakeRelay }: Pick<ApiDeps, 'db' | 'wakeRelay'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/alarms',
      right: 'read',
      tag: 'Alarms',
      summary: 'List alarms, those raised last first',
      query: pageQuery.extend({
        state: z.enum(['open', 'ended']).optional(),
        kind: z.string().max(100).optional(),
      }),
      responses: { 200: { description: 'Alarms.', schema: pageOf(alarmSchema) } },
      async handle({ query: { limit, cursor, state, kind } }) {
        const [raisedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = raisedAt && id ? { raisedAt: new Date(raisedAt), id } : undefined;
        const rows = await listAlarms(db, { state, kind }, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(alarmView),
            next_cursor: last ? encodeCursor([last.raisedAt.toISOString(), last.id]) : null,
          },
        };
      },
    }),

    route({
      method: 'post',
      path: '/v1/alarms/:id/resume',
      right: 'steer',
      tag: 'Alarms',
      summary: 'Let go on what an alarm has stopped, and end it',
      description:
        'Marketing that a guardrail paused goes on, and what was counted by now is not held against it again. A provider behind its circuit ' +
        'is called again. An alarm that stops nothing is ended. Resuming again changes nothing.',
      params: z.object({ id: z.uuid().meta({ description: 'The alarm.' }) }),
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'The alarm, ended.', schema: alarmSchema } },
      async handle({ params: { id }, caller, now, requestId }) {
        const alarm = await inTransaction(db, (tx) => resumeAlarm(tx, id, { by: caller.name, requestId }, now));
        wakeRelay();
        return { status: 200, body: alarmView(alarm) };
      },
    }),
  ];
}

function alarmView(alarm: Alarm): z.input<typeof alarmSchema> {
  const { id, kind, subject, level, text, detail, raisedAt, endedAt, endedBy } = alarm;
  return {
    id,
    kind,
    subject,
    level: level as 'warning' | 'critical',
    text,
    detail: detail as Record<string, unknown>,
    raised_at: raisedAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    ended_by: endedBy,
  };
}

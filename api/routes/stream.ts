import { z } from 'zod';
import { MINUTE_MS } from '../../domain/duration';
import type { StaffNewsItem } from '../../prisma/inbox/news';
import type { ApiDeps } from '../deps';
import { HttpProblem } from '../problem';
import { route, type Route } from '../route';

/** A page comes again after so long, and shows anew that it may. */
const LONGEST_MS = 10 * MINUTE_MS;

const id = z.uuid();

/** One event of the stream, as JSON in `data`. */
const newsSchema = z.union([
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('reload') }),
  z.object({ type: z.literal('task'), id, version: z.int().nullable() }),
  z.object({ type: z.literal('presence'), task_id: id, staff: z.array(z.string()) }),
  z.object({ type: z.literal('alarm'), id }),
  z.object({ type: z.literal('conversation'), customer_id: id }),
]);

/** What happens to tasks, who looks at them, alarms and conversations, as server-sent events: ids only, whoever hears them asks for the rest. */
export function streamRoutes({ staffHub }: Pick<ApiDeps, 'staffHub'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/stream',
      right: 'read',
      tag: 'Tasks',
      summary: 'Hear what happens to tasks, alarms and conversations, as it happens',
      description:
        'Server-sent events whose `data` is JSON. `hello` comes first; `reload` means that more was missed than can be told: read anew what is shown. ' +
        'After a break, `Last-Event-ID` lets it go on where it stopped, within the hour. The stream ends after ten minutes and is to be opened again.',
      streams: true,
      responses: { 200: { description: 'Events.', schema: newsSchema } },
      problems: [404, 429, 503],
      async handle({ caller, header }) {
        if (!staffHub) throw new HttpProblem('not_found', 'This process has no stream.');
        return {
          status: 200,
          stream(stream) {
            const leave = staffHub.open({
              of: caller.id,
              cursor: header('last-event-id') ?? null,
              tell({ cursor, reload, items }) {
                if (reload) stream.send({ type: 'reload' }, cursor);
                else if (items.length === 0) stream.send({ type: 'hello' }, cursor);
                for (const item of items) stream.send(newsView(item), cursor);
              },
              beat: stream.beat,
              end: stream.end,
            });
            if (leave === 'too_many') {
              throw new HttpProblem('too_many_requests', 'There are too many open pages of this caller.', {
                headers: { 'Retry-After': '30' },
              });
            }
            if (leave === 'closing') {
              throw new HttpProblem('unavailable', 'This process ends: another one takes over.', {
                headers: { 'Retry-After': '1' },
              });
            }
            stream.begin();
            const end = setTimeout(stream.end, LONGEST_MS).unref();
            return () => {
              clearTimeout(end);
              leave();
            };
          },
        };
      },
    }),
  ];
}

function newsView({ topic, subject, version, people }: StaffNewsItem): z.input<typeof newsSchema> {
  switch (topic) {
    case 'task':
      return { type: topic, id: subject, version };
    case 'presence':
      return { type: topic, task_id: subject, staff: [...people] };
    case 'alarm':
      return { type: topic, id: subject };
    case 'conversation':
      return { type: topic, customer_id: subject };
  }
}

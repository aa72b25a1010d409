import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../client/call';

/** A task with all that a person needs before they act. */
export type TaskFile = Reply<'GET /v1/tasks/{id}'>;

/** One thing that happened to the customer. */
export type Evidence = TaskFile['evidence'][number];

/** A task. What its customer may be sent changes with the hour, so it is never long before it is read again. */
export function taskQuery(id: string) {
  return queryOptions({
    queryKey: ['task', id],
    queryFn: () => call('GET /v1/tasks/{id}', { path: { id } }),
    refetchInterval: 60_000,
  });
}

/** The texts that an answer to this kind of task can begin with, in the customer's language. */
export function templatesQuery(playbook: string, locale: 'en' | 'de') {
  return queryOptions({
    queryKey: ['reply-templates', playbook, locale],
    queryFn: () => call('GET /v1/reply-templates', { query: { playbook, locale, limit: 50 } }),
    staleTime: 60_000,
  });
}

/** By what the customer wrote last, so where an answer goes; undefined when they have not written yet. */
export function lastChannelOf({ evidence }: TaskFile): string | undefined {
  const latest = evidence.find(({ kind, direction }) => kind === 'said' && direction === 'in');
  return typeof latest?.['channel'] === 'string' ? latest['channel'] : undefined;
}

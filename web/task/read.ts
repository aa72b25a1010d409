import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../client/call';
import { isProblem } from '../client/problem';

/** A task with all that a person needs before they act. */
export type TaskFile = Reply<'GET /v1/tasks/{id}'>;

/** One thing that happened to the customer. */
export type Evidence = TaskFile['evidence'][number];

/** The conversation with a customer; null when they have not written yet. */
export type Conversation = Reply<'GET /v1/customers/{id}/conversation'>;

/** A task. */
export function taskQuery(id: string) {
  return queryOptions({ queryKey: ['task', id], queryFn: () => call('GET /v1/tasks/{id}', { path: { id } }) });
}

/** The customer of a task. */
export function customerQuery(id: string) {
  return queryOptions({ queryKey: ['customer', id], queryFn: () => call('GET /v1/customers/{id}', { path: { id } }) });
}

/** The conversation with the customer of a task. */
export function conversationQuery(customerId: string) {
  return queryOptions({
    queryKey: ['conversation', customerId],
    queryFn: async (): Promise<Conversation | null> => {
      try {
        return await call('GET /v1/customers/{id}/conversation', { path: { id: customerId }, query: { limit: 20 } });
      } catch (error) {
        if (isProblem(error, 'not_found')) return null;
        throw error;
      }
    },
  });
}

const CHANNELS = ['email', 'sms', 'in-app'] as const;

/** By which channels a person's answer would reach the customer now, and why not by the others; asked of the gate itself. */
export function channelsQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customer', customerId, 'channels'],
    queryFn: () => Promise.all(CHANNELS.map((channel) => askGate(customerId, channel))),
    staleTime: 60_000,
  });
}

async function askGate(customerId: string, channel: (typeof CHANNELS)[number]) {
  const body = { message: 'conversation/reply', channels: [channel] };
  const { decision, reason, verdicts } = await call('POST /v1/customers/{id}/preview', {
    path: { id: customerId },
    body,
  });
  const against = verdicts.find(({ pass, channel: of }) => !pass && (of === channel || of === null));
  return { channel, allowed: decision === 'send', reason: against?.reason ?? reason, until: against?.until ?? null };
}

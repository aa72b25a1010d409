import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../client/call';

export type Profile = Reply<'GET /v1/customers/{id}'>;
export type Position = Reply<'GET /v1/customers/{id}/journeys'>['data'][number];
export type Health = Reply<'GET /v1/customers/{id}/health'>;
export type Moment = Reply<'GET /v1/customers/{id}/timeline'>['data'][number];

/* Every key begins with the customer, so that a notice about them makes all of it old. */

/** Who the customer is. */
export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'profile'],
    queryFn: () => call('GET /v1/customers/{id}', { path: { id } }),
  });

/** Where they stand in every journey. */
export const journeysQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'journeys'],
    queryFn: () => call('GET /v1/customers/{id}/journeys', { path: { id } }),
  });

/** How they fare. */
export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'health'],
    queryFn: () => call('GET /v1/customers/{id}/health', { path: { id } }),
  });

/** Their story, page by page; `kinds` is empty for all of it. */
export const storyQuery = (id: string, kinds: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'story', kinds],
    queryFn: ({ pageParam }) =>
      call('GET /v1/customers/{id}/timeline', {
        path: { id },
        query: { limit: 40, ...(kinds && { kinds }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor: cursor }) => cursor,
  });

/** Tasks about them that want a person. */
export const tasksQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'customer', id],
    queryFn: () => call('GET /v1/tasks', { query: { customer_id: id, limit: 20 } }),
  });

/** What they agreed to. */
export const consentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'consents'],
    queryFn: () => call('GET /v1/customers/{id}/consents', { path: { id }, query: { limit: 50 } }),
  });

/** The other members of their companies. */
export const colleaguesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'colleagues'],
    queryFn: () => call('GET /v1/customers/{id}/colleagues', { path: { id }, query: { limit: 8 } }),
  });

/** What holds back everything that is sent to them. */
export const holdsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'holds'],
    queryFn: () => call('GET /v1/holds', { query: { scope: 'customer', target: id, state: 'on', limit: 5 } }),
  });

/** The conversation with them, once anything was said. */
export const conversationQuery = ({ id, conversation_id: conversation }: Profile) =>
  queryOptions({
    queryKey: ['conversation', id, 'head'],
    queryFn: () => call('GET /v1/customers/{id}/conversation', { path: { id }, query: { limit: 1 } }),
    enabled: conversation !== null,
  });

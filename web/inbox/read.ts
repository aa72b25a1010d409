import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { DUE_FILTERS, STATE_FILTERS } from '../../domain/inbox';
import { call, type Reply } from '../client/call';
import type { View } from './views';

/** A task as the inbox lists it. */
export type InboxTask = Reply<'GET /v1/inbox'>['data'][number];

/** What stands in the address of the inbox. */
export interface InboxSearch {
  readonly view?: string;
  readonly q?: string;
  readonly queue?: string;
  readonly assignee?: string;
  readonly journey?: string;
  readonly playbook?: string;
  readonly due?: string;
  readonly state?: string;
}

const PAGE = 50;

/** The tasks of a view under filters, page by page. */
export function inboxQuery(view: Exclude<View, 'team'>, search: InboxSearch) {
  const filters = filtersOf(search);
  return infiniteQueryOptions({
    queryKey: ['tasks', 'list', view, filters],
    queryFn: ({ pageParam }) =>
      call('GET /v1/inbox', { query: { view, ...filters, ...dayBegan(), limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor: cursor }) => cursor ?? undefined,
  });
}

/** How many tasks each view shows under filters. */
export function countsQuery(search: InboxSearch) {
  const filters = filtersOf(search);
  return queryOptions({
    queryKey: ['tasks', 'counts', filters],
    queryFn: () => call('GET /v1/inbox/counts', { query: { ...filters, ...dayBegan() } }),
  });
}

/** Who has how much to do. */
export const boardQuery = queryOptions({ queryKey: ['board'], queryFn: () => call('GET /v1/inbox/board') });

/** The members of staff, also those who are let in no more: their names stand on what they did. */
export const teamQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: () => call('GET /v1/staff', { query: { limit: 100, disabled: true } }),
  staleTime: 60_000,
});

/** Whom something can be given to, as a choice. */
export function choicesIn(team: Reply<'GET /v1/staff'> | undefined) {
  return (
    team?.data.filter(({ state }) => state !== 'disabled').map(({ id, name }) => ({ value: id, label: name })) ?? []
  );
}

/** Nothing for nobody: `-` in the address stands for tasks that are offered to no one. */
export const NOBODY = '-';

function filtersOf({ q, queue, assignee, journey, playbook, due, state }: InboxSearch) {
  const who = assignee === NOBODY ? { unassigned: true } : { assignee };
  return { q, queue, journey, playbook, due: among(DUE_FILTERS, due), state: among(STATE_FILTERS, state), ...who };
}

/** What an address may say anything for, if it is one of these. */
function among<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((each) => each === text);
}

/** Midnight of the reader, so that "today" is theirs. */
function dayBegan() {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return { day_began: midnight.toISOString() };
}

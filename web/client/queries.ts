import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';
import type { Notice } from './live';

const FRESH_MS = 5_000;
const SETTLE_MS = 150;

/**
 * What pages have read. Keys begin with what was read (`['tasks', filters]`, `['task', id]`, `['customer', id]`, `['alarms']`), because notices
 * of the stream make exactly those old.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        networkMode: 'always',
        retry: (count, error) =>
          count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status === 503),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

const waiting = new Map<string, readonly string[]>();
let timer: number | undefined;

/** Makes old what a notice is about. Many at once are heeded together, a moment later and not by every page in the same instant. */
export function heed(queries: QueryClient, notice: Notice): void {
  for (const queryKey of keysOf(notice)) waiting.set(queryKey.join(' '), queryKey);
  timer ??= window.setTimeout(
    () => {
      timer = undefined;
      const keys = [...waiting.values()];
      waiting.clear();
      for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
    },
    SETTLE_MS * (1 + Math.random()),
  );
}

function keysOf(notice: Notice): readonly (readonly string[])[] {
  switch (notice.type) {
    case 'task':
      return [['tasks'], ['board'], ['task', notice.id]];
    case 'conversation':
      return [
        ['customer', notice.customer_id],
        ['conversation', notice.customer_id],
        // Of the tasks only the one that is shown, whose evidence it is.
        ['task'],
      ];
    case 'alarm':
      return [['alarms']];
    case 'reload':
      return [[]];
    case 'presence':
      return [];
  }
}

import { useQueryClient } from '@tanstack/react-query';
import { call } from '../client/call';
import { toast, toastWithUndo } from '../parts/toasts';
import { useWords } from '../parts/words';
import { useExplain } from './deeds';
import type { TaskFile } from './read';
import { WORDS } from './words';

const UNDO_SECONDS = 10;

interface Waiting {
  readonly timer: number;
  readonly send: () => void;
}

/** Completions that can still be taken back, by their tasks. */
const waiting = new Map<string, Waiting>();

/** Whoever closes the page means what they did: what waits is sent at once. */
function sendAll(): void {
  for (const { timer, send } of waiting.values()) {
    window.clearTimeout(timer);
    send();
  }
}

/**
 * Completes a task ten seconds from now, because the outcome steers a journey and cannot be taken back afterwards. Until then one word undoes it;
 * when the page is closed it is sent at once. `done` is called when it was sent.
 */
export function useCompletion(): (task: TaskFile, outcome: string, note: string | undefined, done: () => void) => void {
  const said = useWords(WORDS);
  const queries = useQueryClient();
  const explain = useExplain();

  return (task, outcome, note, done) => {
    const { id, version } = task;
    const send = () => {
      waiting.delete(id);
      if (waiting.size === 0) window.removeEventListener('pagehide', sendAll);
      const body = { outcome, ...(note === undefined ? {} : { note }) };
      void call('POST /v1/tasks/{id}/completion', { path: { id }, ifMatch: version, body })
        .then(
          () => done(),
          (error: unknown) => toast(explain(error), 'bad'),
        )
        .finally(() => {
          for (const key of ['tasks', 'task', 'board']) void queries.invalidateQueries({ queryKey: [key] });
        });
    };
    const timer = window.setTimeout(send, UNDO_SECONDS * 1000);
    window.addEventListener('pagehide', sendAll);
    waiting.set(id, { timer, send });
    toastWithUndo(
      said.finish.done(task.customer.name ?? said.nameless),
      () => {
        window.clearTimeout(timer);
        waiting.delete(id);
        toast(said.finish.undone);
      },
      UNDO_SECONDS,
    );
  };
}

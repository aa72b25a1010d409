import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call, type Takes } from '../client/call';
import { isProblem } from '../client/problem';
import { toast, toastWithUndo, toastWithWay } from '../parts/toasts';
import { useWords } from '../parts/words';
import { useExplain } from './deeds';
import type { TaskFile } from './read';
import { COMPLETE_WORDS } from './complete-words';
import { WORDS } from './words';

const UNDO_SECONDS = 10;

type Completing = Takes<'POST /v1/tasks/{id}/completion'>['body'];

/**
 * Completes a task, and opens what follows from it; for ten seconds both can be taken back, and until then no journey hears of it. Answers what the same person should do now:
 * the id of a task, null when nothing waits, undefined when it could not be completed, which has been said then.
 */
export function useCompletion(): (
  task: TaskFile,
  outcome: string,
  note: string | undefined,
  nextStep: Completing['next_step'],
) => Promise<string | null | undefined> {
  const said = useWords(COMPLETE_WORDS);
  const { nameless } = useWords(WORDS);
  const queries = useQueryClient();
  const explain = useExplain();
  const navigate = useNavigate();
  const lookAgain = () => {
    for (const key of ['tasks', 'task', 'board']) void queries.invalidateQueries({ queryKey: [key] });
  };

  const undo = async (id: string, version: number) => {
    try {
      await call('DELETE /v1/tasks/{id}/completion', { path: { id }, ifMatch: version });
      // By then one looks at the next task.
      if (window.location.pathname.endsWith(id)) toast(said.undone);
      else toastWithWay(said.undone, said.back, () => void navigate({ to: '/tasks/$id', params: { id } }));
    } catch (error) {
      toast(isProblem(error, 'conflict') ? said.tooLate : explain(error), 'bad');
    }
    lookAgain();
  };

  return async (task, outcome, note, nextStep) => {
    const body = {
      outcome,
      undoable: true,
      ...(note === undefined ? {} : { note }),
      ...(nextStep === undefined ? {} : { next_step: nextStep }),
    };
    try {
      const path = { id: task.id };
      const done = await call('POST /v1/tasks/{id}/completion', { path, ifMatch: task.version, body });
      const name = task.customer.name ?? nameless;
      toastWithUndo(said.done(name), () => void undo(task.id, done.version), UNDO_SECONDS);
      return done.next_task_id;
    } catch (error) {
      toast(explain(error), 'bad');
      return undefined;
    } finally {
      lookAgain();
    }
  };
}

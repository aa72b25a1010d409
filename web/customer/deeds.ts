import { useQueryClient } from '@tanstack/react-query';
import { call } from '../client/call';
import { useProblemText } from '../parts/states';
import { toast, toastWithUndo } from '../parts/toasts';
import { useGateWords } from '../parts/gate-words';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import type { Position } from './read';
import { WORDS } from './words';

type Run = NonNullable<Position['enrollment']>;

/** What staff do about one customer's journeys: done at once, said in a sentence, and taken back where that is possible. */
export function useDeeds(customerId: string) {
  const said = useWords(WORDS);
  const queries = useQueryClient();
  const problemText = useProblemText();
  const names = useNames();
  const gate = useGateWords();

  /** Does it, and reads the customer again; a problem is said. */
  const attempt = async <T>(deed: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await deed();
    } catch (error) {
      toast(problemText(error), 'bad');
      return undefined;
    } finally {
      void queries.invalidateQueries({ queryKey: ['customer', customerId] });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
    }
  };

  const hand = (id: string, deed: 'pause' | 'resume') =>
    attempt(() =>
      deed === 'pause'
        ? call('POST /v1/enrollments/{id}/pause', { path: { id }, body: { timers: 'keep' } })
        : call('POST /v1/enrollments/{id}/resume', { path: { id }, body: {} }),
    );
  const toStage = (id: string, stage: string) =>
    attempt(() => call('POST /v1/enrollments/{id}/stage', { path: { id }, body: { stage } }));

  return {
    attempt,
    pause: async (id: string) => {
      if (await hand(id, 'pause')) toastWithUndo(said.pausedToast, () => void hand(id, 'resume'));
    },
    resume: async (id: string) => {
      if (await hand(id, 'resume')) toastWithUndo(said.resumedToast, () => void hand(id, 'pause'));
    },
    move: async (run: Run, stage: string) => {
      const { id, stage: before } = run;
      if (await toStage(id, stage))
        toastWithUndo(said.movedToast(names.stage(run.journey, stage)), () => void toStage(id, before));
    },
    start: async (journey: string) => {
      const answer = await attempt(() => call('POST /v1/enrollments', { body: { customer_id: customerId, journey } }));
      if (!answer || !('enrolled' in answer)) return;
      if (answer.enrolled) toast(said.startedToast(names.journey(journey)));
      else toast(said.refusedToast(said.reasons[answer.reason] ?? gate.reason(answer.reason)), 'bad');
    },
  };
}

import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { call } from '../client/call';
import { useLive } from '../client/live';
import { capital } from '../parts/sentence';
import { toastWithWay } from '../parts/toasts';
import { useWords, words } from '../parts/words';
import { useSession } from './session';

/** What a task is at when it has just been opened. */
const FIRST_VERSION = 1;

/** Says on whatever page one is that somebody has begun to wait for oneself, and leads there. */
export function useArrivals(): void {
  const said = useWords(WORDS);
  const { staff, can } = useSession();
  const navigate = useNavigate();
  const told = useRef(new Set<string>());
  useLive((notice) => {
    if (notice.type !== 'task' || notice.version !== FIRST_VERSION || !can('work')) return;
    const { id } = notice;
    // What happens to a task that nobody has claimed yet is news of it, too, and no arrival.
    if (told.current.has(id)) return;
    told.current.add(id);
    call('GET /v1/tasks/{id}', { path: { id } }).then(
      ({ assignee, state, customer, reason, playbook }) => {
        if (assignee !== staff.id || state !== 'open' || playbook.ticked.length > 0) return;
        toastWithWay(said.waits(customer.name ?? said.somebody, capital(reason)), said.look, () => {
          void navigate({ to: '/tasks/$id', params: { id } });
        });
      },
      // It is in the inbox all the same.
      () => undefined,
    );
  });
}

const WORDS = words(
  {
    waits: (name: string, reason: string) => `${name} waits for you. ${reason}.`,
    somebody: 'Somebody',
    look: 'Look',
  },
  {
    waits: (name: string, reason: string) => `${name} wartet auf Sie. ${reason}.`,
    somebody: 'Jemand',
    look: 'Ansehen',
  },
);

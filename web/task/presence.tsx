import { IconEye } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { useLive } from '../client/live';
import { useNameOf } from '../inbox/names';
import { useWords } from '../parts/words';
import classes from './task.module.css';
import { WORDS } from './words';

const TELL_EVERY_MS = 15_000;

/** Says that one is looking, and who else is. */
export function Presence({ taskId }: { readonly taskId: string }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const [others, setOthers] = useState<readonly string[]>([]);
  const seen = useCallback((ids: readonly string[]) => setOthers(ids.filter((id) => id !== staff.id)), [staff.id]);

  useEffect(() => {
    const path = { id: taskId };
    const tell = () => {
      if (document.visibilityState !== 'visible') return;
      void call('PUT /v1/tasks/{id}/presence', { path }).then(
        ({ others: looking }) => seen(looking),
        () => undefined,
      );
    };
    tell();
    const timer = window.setInterval(tell, TELL_EVERY_MS);
    document.addEventListener('visibilitychange', tell);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
      void call('DELETE /v1/tasks/{id}/presence', { path }).catch(() => undefined);
    };
  }, [taskId, seen]);
  useLive((notice) => {
    if (notice.type === 'presence' && notice.task_id === taskId) seen(notice.staff);
  });

  return (
    <span role="status" className={classes['presence']}>
      {others.length > 0 && (
        <>
          <IconEye size={16} stroke={1.8} aria-hidden />
          {said.alsoHere(others.map(nameOf).join(', '))}
        </>
      )}
    </span>
  );
}

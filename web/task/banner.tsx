import { IconCircleCheck, IconClockPause, IconInfoCircle, IconMessage, type Icon } from '@tabler/icons-react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { useNow } from '../parts/time';
import { useWords } from '../parts/words';
import type { TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** What has changed about the task itself: the customer was faster, it is over, put off, or somebody else's. Told aloud when it comes. */
export function Banner(props: {
  readonly task: TaskFile;
  /** Says only that nobody waits for it any more. */
  readonly onlyOver?: boolean;
}) {
  const { task, onlyOver = false } = props;
  const isOver = task.finished_at !== null || task.banner !== null;
  const latest = useNews(task);
  const news = onlyOver && !isOver ? undefined : latest;
  return (
    <div role="status">
      {news && (
        <p className={classes['banner']} data-tone={news.tone}>
          <news.icon size={18} stroke={1.7} aria-hidden />
          {news.text}
        </p>
      )}
    </div>
  );
}

interface News {
  readonly text: string;
  readonly icon: Icon;
  readonly tone: 'good' | 'warn' | 'plain';
}

function useNews(task: TaskFile): News | undefined {
  const said = useWords(WORDS).banner;
  const nameOf = useNameOf();
  const { staff, can } = useSession();
  const { relative, dateTime } = useFormat();
  const now = useNow();
  const { finished_at: finished, finished_by: by, banner, state, assignee } = task;

  if (finished !== null) {
    const when = relative(finished, now);
    return {
      text: by === null ? said.doneBySystem(when) : said.done(nameOf(by), when),
      icon: IconCircleCheck,
      tone: 'plain',
    };
  }
  if (banner !== null) {
    const acted = banner.startsWith('The customer');
    return { text: acted ? said.acted : said.over, icon: IconCircleCheck, tone: 'good' };
  }
  if (state === 'snoozed' && task.snoozed_until !== null)
    return {
      text: said.snoozed(dateTime(task.snoozed_until), task.snooze_reason ?? ''),
      icon: IconClockPause,
      tone: 'plain',
    };
  const wrote = task.evidence.find(
    ({ kind, at, direction }) => kind === 'said' && direction === 'in' && at > task.opened_at,
  );
  if (wrote) return { text: said.answered(relative(wrote.at, now)), icon: IconMessage, tone: 'warn' };
  if (state === 'claimed' && assignee !== null && assignee !== staff.id)
    return { text: said.otherHas(nameOf(assignee)), icon: IconInfoCircle, tone: 'plain' };
  if (state === 'open' && can('work')) return { text: said.claimFirst, icon: IconInfoCircle, tone: 'plain' };
  return undefined;
}

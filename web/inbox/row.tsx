import { Avatar, Checkbox } from '@mantine/core';
import { IconAlertTriangleFilled, IconArrowDown, IconArrowUp, IconMinus, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useSession } from '../app/session';
import { useFormat } from '../parts/format';
import { useOutcome } from '../parts/outcomes';
import { capital } from '../parts/sentence';
import { useNow } from '../parts/time';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './row.module.css';
import { useNameOf } from './names';
import { useRankWords } from './rank';
import type { InboxSearch, InboxTask } from './read';
import type { View } from './views';
import { WORDS } from './words';

interface RowProps {
  readonly task: InboxTask;
  readonly view: View;
  readonly search: InboxSearch;
  /** Told the task's id, as is `onChoose`. */
  readonly onFocus: (id: string) => void;
  /** Whether it is selected, for whoever may share out the work of others. */
  readonly chosen?: boolean;
  /** `through`: and everything between it and the one before. */
  readonly onChoose?: (id: string, through: boolean) => void;
}

/** One task: who, why, why here, whose, and until when. Drawn anew only when something about it is new: a step down the list changes none. */
export const Row = memo(function Row(props: RowProps) {
  const { task, view, search, onFocus, chosen, onChoose } = props;
  const said = useWords(WORDS);
  const say = useSay();
  const rank = useRankWords()(task.rank);
  const outcomeName = useOutcome();
  const behind = task.outcome === null ? rank.short : outcomeName(task.outcome);
  return (
    <li className={classes['row']} data-chosen={chosen || undefined}>
      {onChoose && (
        <Checkbox
          className={classes['choose']}
          size="md"
          checked={chosen}
          onChange={(event) => onChoose(task.id, (event.nativeEvent as MouseEvent).shiftKey)}
          aria-label={said.select(task.customer.name ?? said.nameless)}
        />
      )}
      <Link
        to="/tasks/$id"
        params={{ id: task.id }}
        search={{ ...search, view }}
        className={classes['link']}
        data-task={task.id}
        onFocus={() => onFocus(task.id)}
      >
        <Urgency priority={task.priority} />
        <span className={classes['who']}>
          <span className={classes['name']}>{task.customer.name ?? said.nameless}</span>
          {task.company?.name && <span className={classes['company']}>{task.company.name}</span>}
        </span>
        <span className={classes['why']}>
          <span className={classes['reason']}>{capital(say(task.banner ?? task.reason))}</span>
          <span className={classes['rank']}>{[say(task.playbook.title), behind].filter(Boolean).join(' · ')}</span>
        </span>
        <Whose task={task} />
        <When task={task} view={view} rank={rank.long} />
      </Link>
    </li>
  );
});

const SIGNS: Readonly<Record<string, Icon>> = {
  urgent: IconAlertTriangleFilled,
  high: IconArrowUp,
  normal: IconMinus,
  low: IconArrowDown,
};

function Urgency({ priority }: { readonly priority: string }) {
  const said = useWords(WORDS);
  const Sign = SIGNS[priority] ?? IconMinus;
  return (
    <span className={classes['urgency']} data-priority={priority}>
      <Sign size={16} stroke={2} role="img" aria-label={said.urgency[priority] ?? priority} />
    </span>
  );
}

function Whose({ task: { assignee, state } }: { readonly task: InboxTask }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const isMine = assignee === staff.id;
  const words =
    assignee === null
      ? said.unassigned
      : state === 'claimed'
        ? isMine
          ? said.withYou
          : said.with(nameOf(assignee))
        : isMine
          ? said.offeredToYou
          : said.offeredTo(nameOf(assignee));
  return (
    <span
      className={classes['whose']}
      role="img"
      aria-label={words}
      title={words}
      data-held={(state === 'claimed' && !isMine) || undefined}
    >
      <Avatar
        size={24}
        name={assignee === null ? undefined : nameOf(assignee)}
        variant={state === 'claimed' && isMine ? 'filled' : 'light'}
        classNames={{ placeholder: classes['initials']! }}
        color={isMine ? 'leaf' : 'gray'}
        aria-hidden
      />
    </span>
  );
}

function When({ task, view, rank }: { readonly task: InboxTask; readonly view: View; readonly rank: string }) {
  const said = useWords(WORDS);
  const { relative, dateTime } = useFormat();
  const now = useNow();
  const { due_at: due, overdue, snoozed_until: snoozed, finished_at: finished, state } = task;
  // Among what is overdue one wants to know since when, also of what is put off.
  const isAway = finished === null && state === 'snoozed' && snoozed !== null && view !== 'breached';
  const at = finished ?? (isAway ? snoozed : due);
  const text = isAway ? said.comesBack(relative(at, now)) : relative(at, now);
  const isLate = overdue && finished === null && !isAway;
  return (
    // A hundred hints of our own would take longer to make than the list itself.
    <time
      dateTime={at}
      title={[dateTime(at), finished === null ? rank : ''].filter(Boolean).join('. ')}
      className={classes['when']}
      data-overdue={isLate || undefined}
    >
      {text}
    </time>
  );
}

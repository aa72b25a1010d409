import { Avatar, Checkbox, Tooltip } from '@mantine/core';
import { IconAlertTriangleFilled, IconArrowDown, IconArrowUp, IconMinus, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
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

/** One task: who, why, why here, whose, and until when. */
export function Row(props: {
  readonly task: InboxTask;
  readonly view: View;
  readonly search: InboxSearch;
  readonly onFocus: () => void;
  /** Whether it is selected, for whoever may share out the work of others. */
  readonly chosen?: boolean;
  /** `through`: and everything between it and the one before. */
  readonly onChoose?: (through: boolean) => void;
}) {
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
          onChange={(event) => onChoose((event.nativeEvent as MouseEvent).shiftKey)}
          aria-label={said.select(task.customer.name ?? said.nameless)}
        />
      )}
      <Link
        to="/tasks/$id"
        params={{ id: task.id }}
        search={{ ...search, view }}
        className={classes['link']}
        data-task={task.id}
        onFocus={onFocus}
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
}

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
    <Tooltip label={words}>
      <span
        className={classes['whose']}
        role="img"
        aria-label={words}
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
    </Tooltip>
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
    <Tooltip label={`${dateTime(at)}. ${finished === null ? rank : ''}`} multiline maw={340} position="top-end">
      <time dateTime={at} className={classes['when']} data-overdue={isLate || undefined}>
        {text}
      </time>
    </Tooltip>
  );
}

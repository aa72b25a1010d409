import { Anchor, Title } from '@mantine/core';
import { IconArrowLeft, IconClock, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { sentence } from '../parts/sentence';
import { useNow } from '../parts/time';
import { useWords } from '../parts/words';
import { Presence } from './presence';
import { customerQuery, type TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** Who it is about, why one is asked, how it stands, and who else is looking. */
export function Head({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const search = useSearch({ from: '/shell/tasks/$id' });
  const name = task.customer.name ?? said.nameless;
  useEffect(() => {
    const before = document.title;
    document.title = `${name} · Perennial`;
    return () => void (document.title = before);
  }, [name]);
  return (
    <header className={classes['head']}>
      <div className={classes['trail']}>
        <Link to="/" search={search} className={classes['back']}>
          <IconArrowLeft size={16} stroke={1.8} aria-hidden />
          {said.back}
        </Link>
        <Presence taskId={task.id} />
      </div>
      <Title order={1}>{name}</Title>
      <p className={classes['reason']}>{sentence(task.reason)}</p>
      <Standing task={task} />
      <Reachable task={task} />
    </header>
  );
}

function Standing({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const { relative, dateTime } = useFormat();
  const now = useNow();
  const { state, assignee, due_at: due, overdue, playbook, journey } = task;
  const isOver = task.finished_at !== null;
  const whose =
    assignee === null
      ? said.nobody
      : state !== 'claimed'
        ? said.offeredTo(nameOf(assignee))
        : assignee === staff.id
          ? said.withYou
          : said.with(nameOf(assignee));
  return (
    <p className={classes['standing']}>
      <span className={classes['state']} data-state={state}>
        {said.states[state]}
      </span>
      {!isOver && <span>{whose}</span>}
      {!isOver && (
        <time dateTime={due} title={dateTime(due)} data-overdue={overdue || undefined}>
          {overdue ? said.overdue(relative(due, now)) : said.due(relative(due, now))}
        </time>
      )}
      <span>{playbook.title}</span>
      {journey !== null && <span>{journey}</span>}
    </p>
  );
}

/** What one wants to know before one calls: what time it is there, and the number. */
function Reachable({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS).facts;
  const { time } = useFormat();
  const now = useNow();
  const { data: customer } = useQuery(customerQuery(task.customer.id));
  const zone = task.customer.time_zone;
  if (zone === null && !customer?.phone) return null;
  return (
    <p className={classes['reach']}>
      {zone !== null && (
        <span>
          <IconClock size={16} stroke={1.7} aria-hidden />
          {said.there(time(now, zone), zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone)}
        </span>
      )}
      {customer?.phone && (
        <Anchor href={`tel:${customer.phone}`} size="md" aria-label={said.call(customer.phone)}>
          <IconPhone size={16} stroke={1.7} aria-hidden />
          {customer.phone}
        </Anchor>
      )}
    </p>
  );
}

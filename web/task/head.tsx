import { Anchor, Title } from '@mantine/core';
import { IconArrowLeft, IconClock, IconPhone } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { capital, sentence } from '../parts/sentence';
import { useNow } from '../parts/time';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { FACTS_WORDS } from './facts-words';
import { Presence } from './presence';
import type { TaskFile } from './read';
import classes from './task.module.css';
import { Walk } from './walk';
import { WORDS } from './words';

/** Who it is about, why one is asked, how it stands, and who else is looking. */
export function Head({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const say = useSay();
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
        <Walk taskId={task.id} search={search} />
      </div>
      <Title order={1}>
        <Link to="/customers/$id" params={{ id: task.customer.id }} className={classes['name']}>
          {name}
        </Link>
      </Title>
      <p className={classes['reason']}>{sentence(say(task.reason))}</p>
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
  const say = useSay();
  const names = useNames();
  const now = useNow();
  const { state, assignee, due_at: due, overdue, playbook, journey } = task;
  const isOver = task.finished_at !== null;
  const whose =
    assignee === null
      ? said.nobody
      : state !== 'claimed'
        ? assignee === staff.id
          ? said.offeredToYou
          : said.offeredTo(nameOf(assignee))
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
      <span>{say(playbook.title)}</span>
      {journey !== null && task.enrollment_id !== null && (
        <span>
          <Link to="/enrollments/$id" params={{ id: task.enrollment_id }}>
            {capital(names.journey(journey))}
          </Link>
        </span>
      )}
    </p>
  );
}

/** What one wants to know before one calls: what time it is there, as far as that is known, and the number. */
function Reachable({ task: { customer } }: { readonly task: TaskFile }) {
  const said = useWords(FACTS_WORDS).facts;
  const { time } = useFormat();
  const now = useNow();
  const { phone, time_zone: zone, local_time: local } = customer;
  const there =
    zone === null
      ? said.thereAbout(local.from.slice(11), local.to.slice(11))
      : said.there(time(now, zone), placeOf(zone));
  return (
    <p className={classes['reach']}>
      {(zone !== null || local.evidence !== 'world') && (
        <span>
          <IconClock size={16} stroke={1.7} aria-hidden />
          {there}
        </span>
      )}
      {phone !== null && (
        <Anchor href={`tel:${phone}`} size="md" aria-label={said.call(phone)}>
          <IconPhone size={16} stroke={1.7} aria-hidden />
          {phone}
        </Anchor>
      )}
    </p>
  );
}

/** `Europe/London` is London. */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

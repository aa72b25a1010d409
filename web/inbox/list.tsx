import { Button, Text } from '@mantine/core';
import { IconCircleCheck, IconFilterOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { MOST_AT_ONCE } from '../../domain/inbox';
import { useSession } from '../app/session';
import { useCommands } from '../parts/commands';
import { Empty, Failure, Loading, useProblemText } from '../parts/states';
import { useLanguage, useWords } from '../parts/words';
import { useDeeds } from '../task/deeds';
import { SnoozeDialog } from '../task/snooze';
import { Chosen } from './chosen';
import classes from './inbox.module.css';
import { inboxQuery, type InboxSearch, type InboxTask } from './read';
import { ReassignDialog } from './reassign';
import { Row } from './row';
import { VIEWS, type View } from './views';
import { WORDS } from './words';

/** The tasks of a view: walked by `j` and `k`, opened by Enter, and dealt with from where one stands. */
export function TaskList({ view, search }: { readonly view: Exclude<View, 'team'>; readonly search: InboxSearch }) {
  const said = useWords(WORDS);
  const language = useLanguage();
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    inboxQuery(view, search),
  );
  const tasks = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState<string>();
  const [snoozing, setSnoozing] = useState<InboxTask>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [sharing, setSharing] = useState(false);
  const { can } = useSession();
  const problemText = useProblemText();
  const mayShare = can('lead') && view !== 'done';
  const last = useRef<string>(undefined);
  const toggle = useCallback(
    (id: string, through = false) => {
      const next = new Set(chosen);
      const placeOf = (sought: string | undefined) => tasks.findIndex((task) => task.id === sought);
      const [from, to] = [placeOf(last.current), placeOf(id)];
      if (through && from !== -1) {
        for (const task of tasks.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(task.id);
      } else if (!next.delete(id)) next.add(id);
      last.current = id;
      setChosen(next);
    },
    [chosen, tasks],
  );
  const shared = tasks.filter(({ id }) => chosen.has(id)).slice(0, MOST_AT_ONCE);
  /** Reads on until so many tasks are there, or all. */
  const readUpTo = async (most: number) => {
    let read = { data, hasNextPage };
    const there = () => read.data?.pages.flatMap((page) => page.data) ?? [];
    while (read.hasNextPage && there().length < most) read = await fetchNextPage();
    return there().slice(0, most);
  };
  useListCommands({
    tasks,
    at,
    list,
    snooze: setSnoozing,
    choose: mayShare ? toggle : undefined,
    more: () => void (hasNextPage && fetchNextPage()),
  });

  if (isPending) return <Loading lines={10} />;
  if (error && tasks.length === 0) return <Failure error={error} retry={() => void refetch()} />;
  if (tasks.length === 0) {
    const isNarrowed = Object.entries(search).some(([name, value]) => name !== 'view' && value !== undefined);
    return (
      <Empty title={isNarrowed ? said.nothingFound : said.allClear} icon={isNarrowed ? IconFilterOff : IconCircleCheck}>
        {isNarrowed ? said.emptyFiltered : VIEWS.find((each) => each.view === view)?.empty[language]}
      </Empty>
    );
  }
  return (
    <>
      <ol className={classes['list']} ref={list} aria-label={said.tasks}>
        {tasks.map((task) => (
          <Row
            key={task.id}
            task={task}
            view={view}
            search={search}
            onFocus={setAt}
            {...(mayShare && { chosen: chosen.has(task.id), onChoose: toggle })}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" m="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {said.more}
        </Button>
      )}
      {error && (
        <Text p="md" c="var(--bad-text)" role="alert">
          {problemText(error)}
        </Text>
      )}
      {shared.length > 0 && (
        <Chosen
          count={shared.length}
          view={view}
          search={search}
          onAll={async () => setChosen(new Set((await readUpTo(MOST_AT_ONCE)).map(({ id }) => id)))}
          onShare={() => setSharing(true)}
          onNone={() => setChosen(new Set())}
        />
      )}
      <ReassignDialog
        tasks={shared}
        opened={sharing}
        onClose={() => setSharing(false)}
        onDone={() => {
          setSharing(false);
          setChosen(new Set());
        }}
      />
      <SnoozeDialog task={snoozing} onClose={() => setSnoozing(undefined)} />
    </>
  );
}

interface Standing {
  readonly tasks: readonly InboxTask[];
  /** The task on which the focus was last. */
  readonly at: string | undefined;
  readonly list: React.RefObject<HTMLOListElement | null>;
  readonly snooze: (task: InboxTask) => void;
  /** Missing for whoever may not share out the work of others. */
  readonly choose: ((id: string) => void) | undefined;
  readonly more: () => void;
}

function useListCommands({ tasks, at, list, snooze, choose, more }: Standing): void {
  const said = useWords(WORDS);
  const { can } = useSession();
  const { claim, release } = useDeeds();
  const navigate = useNavigate({ from: '/' });
  const index = tasks.findIndex(({ id }) => id === at);
  const here = tasks[Math.max(0, index)];

  const step = (by: number) => {
    const next = index === -1 ? 0 : Math.min(tasks.length - 1, Math.max(0, index + by));
    const link = list.current?.querySelectorAll<HTMLElement>('[data-task]')[next];
    link?.focus();
    link?.scrollIntoView({ block: 'nearest' });
    if (next >= tasks.length - 5) more();
  };
  const group = said.list;
  const onTask = (deed: (task: InboxTask) => void) => () => here && deed(here);
  useCommands([
    { id: 'next task', name: said.next, group, keys: 'j', onlyKeys: true, run: () => step(1) },
    { id: 'previous task', name: said.previous, group, keys: 'k', onlyKeys: true, run: () => step(-1) },
    {
      id: 'open task',
      name: said.open,
      group,
      keys: 'Enter',
      onlyKeys: true,
      run: onTask(({ id }) => void navigate({ to: '/tasks/$id', params: { id }, search: true })),
    },
    ...(choose
      ? [{ id: 'select task', name: said.selectIt, group, keys: 'x', run: onTask(({ id }) => choose(id)) }]
      : []),
    ...(can('work')
      ? [
          { id: 'claim task', name: said.claim, group, keys: 'c', run: onTask((task) => void claim(task)) },
          { id: 'release task', name: said.release, group, keys: 'r', run: onTask((task) => void release(task)) },
          { id: 'snooze task', name: said.snooze, group, keys: 's', run: onTask(snooze) },
        ]
      : []),
  ]);
}

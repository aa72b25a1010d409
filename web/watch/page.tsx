import { Button, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { call } from '../client/call';
import { useCommands } from '../parts/commands';
import { useFormat } from '../parts/format';
import { Empty, Failure, Loading } from '../parts/states';
import { useWords } from '../parts/words';
import { Person } from './person';
import classes from './watch.module.css';
import { WORDS } from './words';

/** The standing watch (M03): how many the automation does not reach, by reason, who they are, and one step for each. */
export function WatchPage() {
  const said = useWords(WORDS);
  useEffect(() => void (document.title = `${said.title} · Perennial`), [said]);
  const { reason = '' } = useSearch({ strict: false }) as { readonly reason?: string };
  return (
    <div className={classes['page']}>
      <Title order={1}>{said.title}</Title>
      <p className={classes['soft']}>{said.lead}</p>
      <div className={classes['columns']}>
        <Reasons chosen={reason} />
        <People reason={reason in said.reasons ? reason : ''} />
      </div>
    </div>
  );
}

function Reasons({ chosen }: { readonly chosen: string }) {
  const said = useWords(WORDS);
  const { relative, number } = useFormat();
  const { data } = useQuery({ queryKey: ['watch', 'counts'], queryFn: () => call('GET /v1/watch/counts') });
  const counts = data?.counts ?? [];
  const whole = counts.reduce((sum, { count }) => sum + count, 0);
  const shown = (count: number, more: boolean) => (more ? said.atLeast(number(count)) : number(count));
  const rows = [
    { reason: '', count: whole, more: counts.some(({ more }) => more), name: said.all },
    ...Object.entries(said.reasons).map(([reason, name]) => {
      const counted = counts.find((each) => each.reason === reason);
      return { reason, name, count: counted?.count ?? 0, more: counted?.more ?? false };
    }),
  ];
  return (
    <nav aria-label={said.reasonsLabel} className={classes['reasons']}>
      <ul>
        {rows.map(({ reason, name, count, more }) => (
          <li key={reason}>
            <Link
              to="/watch"
              search={reason === '' ? {} : { reason }}
              // Otherwise all reasons, which the address does not name, would be the present ones beside each.
              activeOptions={{ exact: true }}
              aria-current={reason === chosen ? 'page' : undefined}
              className={classes['reason']}
              data-empty={data && count === 0 ? true : undefined}
            >
              <span>{name}</span>
              {data && <span className={classes['count']}>{shown(count, more)}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {data && <p className={classes['soft']}>{said.counted(relative(data.at))}</p>}
    </nav>
  );
}

function People({ reason }: { readonly reason: string }) {
  const said = useWords(WORDS);
  const list = useRef<HTMLUListElement>(null);
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['watch', 'people', reason],
    queryFn: ({ pageParam }) =>
      call('GET /v1/watch', {
        query: { limit: 30, ...(reason && { reason: reason as 'stuck' }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor: cursor }) => cursor,
  });
  const people = data?.pages.flatMap((page) => page.data) ?? [];
  // A page that looked at many may have found nobody, and there may be some behind it.
  const isSearching = people.length === 0 && hasNextPage;
  useEffect(() => {
    if (isSearching && !isFetchingNextPage) void fetchNextPage();
  }, [isSearching, isFetchingNextPage, fetchNextPage]);

  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-person]') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useCommands([
    { id: 'watch next', name: said.next, group: said.group, keys: 'j', onlyKeys: true, run: () => step(1) },
    { id: 'watch previous', name: said.previous, group: said.group, keys: 'k', onlyKeys: true, run: () => step(-1) },
  ]);

  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (isPending) return <Loading lines={8} />;
  if (people.length === 0 && !isSearching) {
    return reason === '' ? (
      <Empty title={said.none} icon={IconCircleCheck}>
        {said.noneText}
      </Empty>
    ) : (
      <Empty title={said.noneReason} icon={IconCircleCheck} />
    );
  }
  return (
    <div className={classes['people']}>
      {isSearching && (
        <p role="status" className={classes['soft']}>
          {said.searching}
        </p>
      )}
      <ul ref={list}>
        {people.map((person) => (
          <Person key={`${person.reason} ${person.customer_id}`} person={person} />
        ))}
      </ul>
      {hasNextPage && !isSearching && (
        <Button variant="default" size="compact-md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {said.more}
        </Button>
      )}
    </div>
  );
}

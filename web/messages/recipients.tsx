import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { call } from '../client/call';
import table from '../journeys/journey.module.css';
import { CustomerLink } from '../parts/customer-link';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useWords } from '../parts/words';
import type { Chosen } from './message-page';
import { WORDS } from './words';

/** The people behind a number of a message. */
export function Recipients(props: { readonly name: string; readonly chosen: Chosen; readonly days: number }) {
  const { name, days } = props;
  const { result, through } = props.chosen;
  const said = useWords(WORDS);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['message-people', name, result, through, days],
    queryFn: ({ pageParam }) =>
      call('GET /v1/messages/{name}/people', {
        path: { name },
        query: {
          result,
          days,
          limit: 50,
          ...(through && { channel: through }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  // Whoever opened a number wants its people, and they stand below the message.
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.scrollIntoView();
  }, [isThere, result, through]);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading lines={3} />;
  const people = data.pages.flatMap((page) => page.data);
  return (
    <section className={`${table['section']} ${table['narrow']}`} aria-labelledby="people">
      <h2 id="people" ref={heading}>
        {said.people}: {said[result]}
        {through && `, ${said.channels[through]}`}
      </h2>
      {people.length === 0 && <p className={table['hint']}>{said.nobody}</p>}
      <ul className={table['facts']}>
        {people.map(
          ({ touch_id: id, customer_id: customer, name: called, channel, sent_at: at, enrollment_id: run }) => (
            <li key={id}>
              <CustomerLink id={customer} name={called} />
              <span>
                <Ago at={at} /> {channel !== null && `· ${said.channels[channel]} · `}
                {run !== null && (
                  <Link to="/enrollments/$id" params={{ id: run }}>
                    {said.seeWay}
                  </Link>
                )}
              </span>
            </li>
          ),
        )}
      </ul>
      {hasNextPage && (
        <div>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {people.length === 0 ? said.lookOn : said.more}
          </Button>
        </div>
      )}
    </section>
  );
}

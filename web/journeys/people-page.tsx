import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { IconUsers } from '@tabler/icons-react';
import { call, type Takes } from '../client/call';
import { CustomerLink } from '../parts/customer-link';
import { PageFrame } from '../parts/page-frame';
import { daysIn } from '../parts/period';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useLanguage, useWords } from '../parts/words';
import { useNameOf } from '../inbox/names';
import classes from './journey.module.css';
import { lengthOf } from './names';
import { WORDS } from './words';

type Query = Takes<'GET /v1/journeys/{name}/people'>['query'];

/** The people behind a number of a journey. */
export function JourneyPeoplePage() {
  const said = useWords(WORDS);
  const { name } = useParams({ from: '/shell/journeys/$name/people' });
  const search = useSearch({ from: '/shell/journeys/$name/people' });
  const days = daysIn(search.days);
  const query = {
    ...search,
    who: search.who ?? 'standing',
    longer_than: search.longer === undefined ? undefined : Number(search.longer),
    longer: undefined,
    days,
  } as unknown as Query;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['journey-people', name, query],
    queryFn: ({ pageParam }) =>
      call('GET /v1/journeys/{name}/people', {
        path: { name },
        query: { ...query, limit: 50, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const names = useNames();
  const nameOf = useNameOf();
  const title = useTitle(name, search);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const people = data.pages.flatMap((page) => page.data);
  const standing = query.who === 'standing';
  return (
    <PageFrame
      title={title}
      above={
        <>
          <Link to="/journeys">{said.journeys}</Link> ·{' '}
          <Link to="/journeys/$name" params={{ name }} search={search.days ? { days: search.days } : {}}>
            {capital(names.journey(name))}
          </Link>
        </>
      }
      lead={standing ? said.now : said.inLast(days)}
    >
      {people.length === 0 ? (
        <Empty title={said.nobody} icon={IconUsers}>
          {said.nobodyMore}
        </Empty>
      ) : (
        <section className={classes['section']} aria-label={title}>
          <div className={classes['table']}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{said.name}</th>
                  <th scope="col">{said.stage}</th>
                  <th scope="col">{standing ? said.since : said.when}</th>
                  <th scope="col">{said.ownerColumn}</th>
                  <th scope="col">{said.way}</th>
                </tr>
              </thead>
              <tbody>
                {people.map((person) => (
                  <tr key={`${person.customer_id} ${person.enrollment_id} ${person.at}`}>
                    <td className={classes['person']}>
                      <CustomerLink id={person.customer_id} name={person.name} />
                    </td>
                    <td data-label={said.stage}>
                      {person.stage === null ? '–' : capital(names.stage(name, person.stage))}
                      {person.paused && ` · ${said.paused}`}
                      {person.stuck && ` · ${said.stuck}`}
                    </td>
                    <td data-label={standing ? said.since : said.when}>
                      <Ago at={person.at} />
                    </td>
                    <td data-label={said.ownerColumn}>{person.owner === null ? '–' : nameOf(person.owner)}</td>
                    <td>
                      {person.enrollment_id !== null && (
                        <Link to="/enrollments/$id" params={{ id: person.enrollment_id }}>
                          {said.openRun}
                        </Link>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {hasNextPage && (
            <div>
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {said.more}
              </Button>
            </div>
          )}
        </section>
      )}
    </PageFrame>
  );
}

function useTitle(journey: string, search: Readonly<Record<string, string | undefined>>): string {
  const said = useWords(WORDS);
  const language = useLanguage();
  const names = useNames();
  const { who, stage, to, how, reason, only, longer, reached } = search;
  const where = stage === undefined ? said.anyStage : capital(names.stage(journey, stage));
  if (who === 'entered') return said.who.entered(where);
  if (who === 'left')
    return said.who.left(
      where,
      to === undefined ? `: ${said.ends[how ?? ''] ?? ''}` : said.to(capital(names.stage(journey, to))),
    );
  if (who === 'let_in' || who === 'kept_out') return reached ? `${said.who[who]}: ${said.who.reached}` : said.who[who];
  if (who === 'refused') return `${said.who.refused}: ${said.reasons[reason ?? ''] ?? ''}`;
  const more = [
    only === 'paused' ? said.who.paused : only === 'stuck' ? said.who.stuck : undefined,
    longer === undefined ? undefined : said.who.longer(lengthOf(Number(longer), language)),
  ].filter((each) => each !== undefined);
  return [stage === undefined ? said.who.standingAll : said.who.standing(where), ...more].join(', ');
}

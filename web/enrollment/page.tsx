import { Alert, Badge, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { call, type Reply } from '../client/call';
import { useNameOf } from '../inbox/names';
import { CustomerLink } from '../parts/customer-link';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { capital, sentence } from '../parts/sentence';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useOutcome } from '../parts/outcomes';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './enrollment.module.css';
import { History } from './history';
import { Steer } from './steer';
import { WORDS } from './words';

/** One customer's run of a journey, as the API answers it. */
export type Run = Reply<'GET /v1/enrollments/{id}'>;

const LOOK_AGAIN_MS = 15_000;

/** One customer's way through a journey: where they stand, what comes next, what happened, and why. */
export function EnrollmentPage() {
  const said = useWords(WORDS);
  const { dateTime } = useFormat();
  const names = useNames();
  const say = useSay();
  const { id } = useParams({ from: '/shell/enrollments/$id' });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['enrollment', id],
    queryFn: ({ pageParam }) =>
      call('GET /v1/enrollments/{id}', {
        path: { id },
        query: { limit: 100, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ timeline }) => timeline.next_cursor ?? undefined,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const run = data?.pages[0];
  const { data: customer } = useQuery({
    queryKey: ['customer', run?.customer_id],
    queryFn: () => call('GET /v1/customers/{id}', { path: { id: run?.customer_id ?? '' } }),
    enabled: run !== undefined,
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!run) return <Loading />;
  const journey = capital(names.journey(run.journey));
  return (
    <PageFrame
      title={customer?.name ?? said.run(journey)}
      above={
        <>
          <Link to="/journeys">{said.journeys}</Link> ·{' '}
          <Link to="/journeys/$name" params={{ name: run.journey }}>
            {journey}
          </Link>
        </>
      }
      lead={<CustomerLink id={run.customer_id} name={said.customer} />}
      aside={<Steer run={run} />}
    >
      {run.stuck && (
        <Alert
          color="red"
          variant="light"
          className={classes['stuck']}
          title={`${said.stuck}, ${said.stuckSince} ${dateTime(run.stuck.since)}`}
        >
          <p className={classes['cause']}>{sentence(say(run.stuck.because))}</p>
          <p>{said.stuckDo}</p>
        </Alert>
      )}
      <div className={classes['columns']}>
        <section aria-labelledby="where" className={classes['section']}>
          <h2 id="where">{said.where}</h2>
          <Position run={run} />
        </section>
        <section aria-labelledby="next" className={classes['section']}>
          <h2 id="next">{said.next}</h2>
          <Next run={run} />
        </section>
      </div>
      <section aria-labelledby="history" className={classes['section']}>
        <h2 id="history">{said.history}</h2>
        <History entries={data.pages.flatMap(({ timeline }) => timeline.data)} journey={run.journey} />
        {hasNextPage && (
          <div>
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {said.more}
            </Button>
          </div>
        )}
      </section>
    </PageFrame>
  );
}

function Position({ run }: { readonly run: Run }) {
  const said = useWords(WORDS);
  const names = useNames();
  const outcomeName = useOutcome();
  return (
    <dl className={classes['facts']}>
      <div>
        <dt>{said.stage}</dt>
        <dd>
          {capital(names.stage(run.journey, run.stage))}{' '}
          <Badge variant="light" color={run.state === 'active' ? 'leaf' : 'gray'} size="sm">
            {said.states[run.state]}
          </Badge>
        </dd>
      </div>
      <div>
        <dt>{said.since}</dt>
        <dd>
          <Ago at={run.stage_at} />
        </dd>
      </div>
      <div>
        <dt>{said.began}</dt>
        <dd>
          <Ago at={run.entered_at} />, <Cause cause={run.cause} />
        </dd>
      </div>
      {run.paused_by.length > 0 && (
        <div>
          <dt>{said.states.paused}</dt>
          <dd>{run.paused_by.includes('hand') ? said.pausedBy.hand : said.pausedBy.hold}</dd>
        </div>
      )}
      {run.ended_at && (
        <div>
          <dt>{said.states.ended}</dt>
          <dd>
            <Ago at={run.ended_at} />. {said.endedHow[run.how ?? '']}
            {run.outcome && ` ${said.outcome(outcomeName(run.outcome))}`}.
          </dd>
        </div>
      )}
    </dl>
  );
}

function Cause({ cause }: { readonly cause: Run['cause'] }) {
  const said = useWords(WORDS);
  const { event, trait } = useNames();
  const nameOf = useNameOf();
  const text = (key: string) => (typeof cause[key] === 'string' ? cause[key] : '');
  switch (cause.kind) {
    case 'event':
      return <>{said.becauseOf.event(capital(event(text('type'))))}</>;
    case 'absence':
      return <>{said.becauseOf.absence(capital(event(text('of'))))}</>;
    case 'date':
      return <>{said.becauseOf.date(capital(trait(text('trait'))))}</>;
    default:
      return <>{said.becauseOf.request(nameOf(text('by')))}</>;
  }
}

function Next({ run: { next, state } }: { readonly run: Run }) {
  const said = useWords(WORDS);
  const names = useNames();
  if (next === null) return <p className={classes['hint']}>{state === 'ended' ? said.states.ended : said.acting}</p>;
  if (next.kind === 'task')
    return (
      <p>
        <Link to="/tasks/$id" params={{ id: next.task_id }}>
          {said.taskOf(capital(names.playbook(next.playbook)))}
        </Link>{' '}
        <Ago at={next.due} />.
      </p>
    );
  if (next.message?.reason === 'provider')
    return <p>{said.waitsForProvider(capital(names.message(next.message.name)))}</p>;
  return (
    <p>
      {next.for.length > 0 ? said.waitsFor(next.for.map(names.event).map(capital).join(', ')) : said.sleeps}{' '}
      {said.until} <Ago at={next.until} />.
    </p>
  );
}

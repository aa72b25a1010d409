import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call, type Reply } from '../client/call';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { Failure, Loading } from '../parts/states';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { Chart } from './chart';
import classes from './forecast.module.css';
import { WORDS } from './words';

/** One queue of the forecast. */
export type Queue = Reply<'GET /v1/forecast'>['queues'][number];

/** How much work is coming to each queue in the next two weeks, and what that rests on (X09). */
export function ForecastPage() {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const { data, error, refetch } = useQuery({ queryKey: ['forecast'], queryFn: () => call('GET /v1/forecast') });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { assumes } = data;
  return (
    <PageFrame title={said.title} above={<Link to="/journeys">{said.journeys}</Link>} lead={said.lead}>
      {data.queues.map((queue) => (
        <QueueSection key={queue.queue} queue={queue} />
      ))}
      <section className={classes['section']} aria-labelledby="assumptions">
        <h2 id="assumptions">{said.assumptions}</h2>
        <ul className={classes['assumptions']}>
          <li>{said.runs(number(assumes.runs))}</li>
          <li>{said.shares(assumes.past_days)}</li>
          {said.suppose.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {assumes.guessed > 0 && <li>{said.guessed(number(assumes.guessed))}</li>}
        </ul>
      </section>
    </PageFrame>
  );
}

function QueueSection({ queue }: { readonly queue: Queue }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const expected = queue.days.reduce((sum, day) => sum + day.expected, 0);
  const due = queue.days.reduce((sum, day) => sum + day.due, 0);
  const called = capital(useNames().queue(queue.queue));
  const id = `queue-${queue.queue}`;
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <h2 id={id}>{called}</h2>
      <p className={classes['hint']}>
        {said.sum(number(Math.round(expected)), number(due))}{' '}
        {queue.overdue > 0 && (
          <Link to="/" search={{ view: 'all', queue: queue.queue, due: 'overdue' }}>
            {said.overdue(number(queue.overdue))}
          </Link>
        )}{' '}
        {queue.capacity === null ? said.noCapacity : said.capacity(number(queue.capacity))}
      </p>
      {expected + due > 0 && <Chart queue={queue} label={called} />}
    </section>
  );
}

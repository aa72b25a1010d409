import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { call, type Reply } from '../client/call';
import table from '../journeys/journey.module.css';
import { useMessageTitle } from './title';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { daysIn, Period } from '../parts/period';
import { capital } from '../parts/sentence';
import { Failure, Loading } from '../parts/states';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { Recipients } from './recipients';
import { Shown } from './shown';
import { UsedIn } from './used-in';
import { WORDS } from './words';

/** A message as the API answers it. */
export type MessageFile = Reply<'GET /v1/messages/{name}'>;

/** What can come of a message, in the order of the page. */
export const RESULTS = ['sent', 'delivered', 'bounced', 'clicked', 'answered', 'complained', 'unsubscribed'] as const;
export type Result = (typeof RESULTS)[number];
type Through = MessageFile['by_channel'][number]['channel'];

/** The number that is opened: what came of the message, on which channel; on all of them when none is named. */
export interface Chosen {
  readonly result: Result;
  readonly through: Through | undefined;
}

/** One message: as customers get it, where it is used, what came of it, and who is behind each number. */
export function MessagePage() {
  const said = useWords(WORDS);
  const names = useNames();
  const titleOf = useMessageTitle();
  const { name } = useParams({ from: '/shell/messages/$name' });
  const search = useSearch({ from: '/shell/messages/$name' });
  const navigate = useNavigate({ from: '/messages/$name' });
  const days = daysIn(search.days);
  const result = RESULTS.find((each) => each === search.result);
  const { data, error, refetch } = useQuery({
    queryKey: ['message', name, days],
    queryFn: () => call('GET /v1/messages/{name}', { path: { name }, query: { days } }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const through = data.by_channel.find(({ channel }) => channel === search.through)?.channel;
  const chosen = result && { result, through };
  return (
    <PageFrame
      title={titleOf(name)}
      above={<Link to="/messages">{said.title}</Link>}
      lead={
        <>
          {said.about(said.classes[data.class], names.topic(data.topic), capital(names.team(data.owner)))} ·{' '}
          {said.usedIn} <UsedIn places={data.used_in} />
        </>
      }
      aside={
        <Period
          days={days}
          choose={(chosen) => void navigate({ search: (before) => ({ ...before, days: chosen }), replace: true })}
        />
      }
    >
      <Shown message={data} />
      <Results message={data} chosen={chosen} />
      {chosen && <Recipients name={name} chosen={chosen} days={days} />}
    </PageFrame>
  );
}

function Results({ message, chosen }: { readonly message: MessageFile; readonly chosen: Chosen | undefined }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const columns = message.by_channel.length > 1 ? message.by_channel : [];
  const figure = (what: Result, count: number, through?: Through) => {
    const column = through ? said.channels[through] : said.whole;
    return (
      <td key={column} className={table['figure']} data-label={column}>
        {count === 0 ? (
          <span className={table['nought']}>0</span>
        ) : (
          <Link
            to="/messages/$name"
            params={{ name: message.name }}
            search={(before) => ({ ...before, result: what, through })}
            replace
            resetScroll={false}
            aria-current={what === chosen?.result && through === chosen.through ? 'true' : undefined}
            className={table['number']}
            aria-label={`${said[what]}${through ? `, ${column}` : ''}: ${number(count)}`}
          >
            {number(count)}
          </Link>
        )}
      </td>
    );
  };
  return (
    <section className={`${table['section']} ${table['narrow']}`} aria-labelledby="results">
      <h2 id="results">{said.results}</h2>
      <div className={table['table']}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.result}</th>
              <th scope="col" className={table['figure']}>
                {said.whole}
              </th>
              {columns.map(({ channel }) => (
                <th key={channel} scope="col" className={table['figure']}>
                  {said.channels[channel]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RESULTS.map((what) => (
              <tr key={what}>
                <td>{said[what]}</td>
                {figure(what, message.results[what])}
                {columns.map(({ channel, [what]: count }) => figure(what, count, channel))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={table['hint']}>
        {said.choose} {said.note}
      </p>
    </section>
  );
}

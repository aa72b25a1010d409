import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { daysIn, Period } from '../parts/period';
import { Failure, Loading } from '../parts/states';
import { capital } from '../parts/sentence';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { Helps } from './helps';
import classes from './journey.module.css';
import type { JourneyMap } from './layout';
import { Map } from './map';
import { Moments } from './moments';
import { humanName, ofMany } from './names';
import { PeopleLink } from './people-link';
import { StageList } from './stage-list';
import { WORDS } from './words';

const LOOK_AGAIN_MS = 30_000;

/** One journey: its story, its map with live figures, the moments that matter, and whether it helps. */
export function JourneyPage() {
  const said = useWords(WORDS);
  const format = useFormat();
  const names = useNames();
  const say = useSay();
  const { name } = useParams({ from: '/shell/journeys/$name' });
  const search = useSearch({ from: '/shell/journeys/$name' });
  const navigate = useNavigate({ from: '/journeys/$name' });
  const days = daysIn(search.days);
  const { data, error, refetch } = useQuery({
    queryKey: ['journey-map', name, days],
    queryFn: () => call('GET /v1/journeys/{name}/map', { path: { name }, query: { days } }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <PageFrame
      title={capital(names.journey(name))}
      above={
        <>
          <Link to="/journeys">{said.journeys}</Link> · {said.owner(capital(names.team(data.owner)))}
        </>
      }
      lead={say(data.story)}
      aside={<Period days={days} choose={(chosen) => void navigate({ search: { days: chosen }, replace: true })} />}
    >
      <section className={classes['section']} aria-labelledby="map">
        <h2 id="map">{said.map}</h2>
        <p className={classes['hint']}>
          {said.summary(format.number(data.entered), ofMany(format, data.ended.goal, data.ended.total, said.ofWord))}{' '}
          {said.mapHint}
        </p>
        <Map map={data} />
      </section>
      <Moments map={data} />
      <StageList map={data} />
      <div className={classes['columns']}>
        <Helps journey={name} days={days} />
        <Endings map={data} />
        <Refusals map={data} />
      </div>
    </PageFrame>
  );
}

function Endings({ map }: { readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const { total, ...ended } = map.ended;
  return (
    <section className={classes['section']} aria-labelledby="endings">
      <h2 id="endings">{said.endings}</h2>
      {total === 0 ? (
        <p className={classes['hint']}>{said.nobodyEnded}</p>
      ) : (
        <ul className={classes['facts']}>
          {Object.entries(ended).map(([how, count]) => (
            <li key={how}>
              <span>{said.ends[how]}</span>
              <PeopleLink
                journey={map.name}
                days={map.days}
                counted={{ who: 'left', how }}
                count={count}
                label={`${said.ends[how]}: ${number(count)}`}
              >
                {number(count)}
              </PeopleLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Refusals({ map }: { readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const reasons = Object.entries(map.refused.by_reason);
  return (
    <section className={classes['section']} aria-labelledby="refused">
      <h2 id="refused">{said.refused}</h2>
      {reasons.length === 0 ? (
        <p className={classes['hint']}>{said.nobodyRefused}</p>
      ) : (
        <ul className={classes['facts']}>
          {reasons.map(([reason, count]) => (
            <li key={reason}>
              <span>{said.reasons[reason] ?? humanName(reason)}</span>
              <PeopleLink
                journey={map.name}
                days={map.days}
                counted={{ who: 'refused', reason }}
                count={count}
                label={`${said.reasons[reason] ?? reason}: ${number(count)}`}
              >
                {number(count)}
              </PeopleLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

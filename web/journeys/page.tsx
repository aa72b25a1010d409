import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconRoute } from '@tabler/icons-react';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { Empty, Failure, Loading } from '../parts/states';
import { capital } from '../parts/sentence';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './journey.module.css';
import { ofMany } from './names';
import { PeopleLink } from './people-link';
import { WORDS } from './words';

/** All journeys with who is in them, and how they fare. */
export function JourneysPage() {
  const said = useWords(WORDS);
  const format = useFormat();
  const names = useNames();
  const say = useSay();
  const { data, error, refetch } = useQuery({ queryKey: ['journeys'], queryFn: () => call('GET /v1/journeys') });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.data.length === 0)
    return (
      <Empty title={said.none} icon={IconRoute}>
        {said.noneMore}
      </Empty>
    );
  const days = data.data[0]?.lately.days ?? 30;
  return (
    <PageFrame title={said.journeys} lead={said.lead} aside={<Link to="/forecast">{said.forecast}</Link>}>
      <section className={classes['section']} aria-label={said.journeys}>
        <div className={classes['table']}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.journey}</th>
                <th scope="col" className={classes['figure']}>
                  {said.standing}
                </th>
                <th scope="col" className={classes['figure']}>
                  {said.came}
                </th>
                <th scope="col" className={classes['figure']}>
                  {said.goal}
                </th>
                <th scope="col" className={classes['figure']}>
                  {said.stuck}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.data.map(({ name, story, owner, open, lately, stages }) => (
                <tr key={name}>
                  <td className={classes['what']}>
                    <Link to="/journeys/$name" params={{ name }}>
                      {capital(names.journey(name))}
                    </Link>
                    <p>{say(story)}</p>
                    <p>{said.owner(capital(names.team(owner)))}</p>
                  </td>
                  <td className={classes['figure']} data-label={said.standing}>
                    <PeopleLink journey={name} days={days} counted={{ who: 'standing' }} count={open.total}>
                      {format.number(open.total)}
                    </PeopleLink>
                  </td>
                  <td className={classes['figure']} data-label={said.came}>
                    <PeopleLink
                      journey={name}
                      days={days}
                      counted={{ who: 'entered', stage: stages[0] }}
                      count={lately.entered}
                    >
                      {format.number(lately.entered)}
                    </PeopleLink>
                  </td>
                  <td className={classes['figure']} data-label={said.goal}>
                    <PeopleLink journey={name} days={days} counted={{ who: 'left', how: 'goal' }} count={lately.goal}>
                      {ofMany(format, lately.goal, lately.ended, said.ofWord)}
                    </PeopleLink>
                  </td>
                  <td className={classes['figure']} data-label={said.stuck}>
                    <PeopleLink
                      journey={name}
                      days={days}
                      counted={{ who: 'standing', only: 'stuck' }}
                      count={open.stuck}
                    >
                      {format.number(open.stuck)}
                    </PeopleLink>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className={classes['hint']}>{said.lately(days)}</p>
      </section>
    </PageFrame>
  );
}

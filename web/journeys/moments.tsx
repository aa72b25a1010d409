import { Link } from '@tanstack/react-router';
import { useFormat } from '../parts/format';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './journey.module.css';
import type { JourneyMap } from './layout';
import { PeopleLink, type Counted } from './people-link';
import { WORDS } from './words';

/** The moments that matter to the customer, in their order, each with how it fares now. */
export function Moments({ map }: { readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const say = useSay();
  if (map.moments.length === 0) return null;
  return (
    <section className={classes['section']} aria-labelledby="moments">
      <h2 id="moments">{said.moments}</h2>
      <p className={classes['hint']}>{said.momentsLead}</p>
      <ol className={classes['moments']}>
        {map.moments.map((moment, index) => (
          <li key={moment.name} id={`moment-${index + 1}`} className={classes['moment']} tabIndex={-1}>
            <span className={classes['nth']} aria-hidden>
              {index + 1}
            </span>
            <div>
              <h3>{say(moment.name)}</h3>
              <div className={classes['figures']}>
                <PeopleLink journey={map.name} days={map.days} counted={cameTo(map, moment.at)} count={moment.came}>
                  {said.cameTo(number(moment.came))}
                </PeopleLink>
                {moment.here !== null && (
                  <PeopleLink
                    journey={map.name}
                    days={map.days}
                    counted={{ who: 'standing', stage: moment.at }}
                    count={moment.here}
                  >
                    {said.hereNow(number(moment.here))}
                  </PeopleLink>
                )}
                {moment.messages && <Sent messages={moment.messages} days={map.days} />}
                {moment.tasks && (
                  <Link
                    to="/"
                    search={{ journey: map.name, playbook: moment.tasks.playbook }}
                    className={classes['number']}
                  >
                    {said.tasksOpen(number(moment.tasks.open))}
                  </Link>
                )}
              </div>
            </div>
            <dl>
              <div>
                <dt>{said.intent}</dt>
                <dd className={classes['intent']}>{say(moment.intent)}</dd>
              </div>
              <div>
                <dt>{said.experience}</dt>
                <dd>{say(moment.experience)}</dd>
              </div>
              <div>
                <dt>{said.mechanics}</dt>
                <dd>{say(moment.mechanics)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What was sent at a moment: leads to its message, which opens the people. */
function Sent(props: {
  readonly messages: NonNullable<JourneyMap['moments'][number]['messages']>;
  readonly days: number;
}) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const { names, sent, answered } = props.messages;
  const [name] = names;
  const words = said.sentAnswered(number(sent), number(answered));
  if (names.length !== 1 || name === undefined) return <span>{words}</span>;
  const days = props.days === 30 ? undefined : String(props.days);
  return (
    <Link to="/messages/$name" params={{ name }} search={{ result: 'sent', days }} className={classes['number']}>
      {words}
    </Link>
  );
}

function cameTo({ stages }: JourneyMap, at: string): Counted {
  if (at === 'goal') return { who: 'left', how: 'goal' };
  return { who: 'entered', stage: at === 'start' ? stages[0]?.name : at };
}

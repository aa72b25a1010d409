import { Link } from '@tanstack/react-router';
import { useFormat } from '../parts/format';
import { useNames, useSay } from '../parts/translation';
import { capital } from '../parts/sentence';
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
                {moment.messages.map((message) => (
                  <Sent key={message.name} message={message} among={moment.messages.length} days={map.days} />
                ))}
                {moment.tasks && moment.tasks.open > 0 && (
                  <Link
                    to="/"
                    search={{ view: 'all', journey: map.name, playbook: moment.tasks.playbook }}
                    className={classes['number']}
                  >
                    {said.tasksOpen(number(moment.tasks.open))}
                  </Link>
                )}
                {moment.tasks?.open === 0 && <span className={classes['nought']}>{said.tasksOpen('0')}</span>}
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

/** What was sent at a moment: each number leads to its message, with the people behind it. Of several messages each is named. */
function Sent(props: {
  readonly message: JourneyMap['moments'][number]['messages'][number];
  readonly among: number;
  readonly days: number;
}) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const { name, sent, answered } = props.message;
  const called = capital(useNames().message(name));
  const days = props.days === 30 ? undefined : String(props.days);
  const opens = (result: 'sent' | 'answered', count: number, text: string) =>
    count === 0 ? (
      <span className={classes['nought']}>{text}</span>
    ) : (
      <Link
        to="/messages/$name"
        params={{ name }}
        search={{ result, days }}
        className={classes['number']}
        aria-label={`${called}: ${text}`}
      >
        {text}
      </Link>
    );
  return (
    <span>
      {props.among > 1 && `${called}: `}
      {opens('sent', sent, said.sent(number(sent)))}, {opens('answered', answered, said.answered(number(answered)))}
    </span>
  );
}

function cameTo({ stages }: JourneyMap, at: string): Counted {
  if (at === 'goal') return { who: 'left', how: 'goal' };
  return { who: 'entered', stage: at === 'start' ? stages[0]?.name : at };
}

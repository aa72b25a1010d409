import { useQuery } from '@tanstack/react-query';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { useWords } from '../parts/words';
import classes from './journey.module.css';
import { PeopleLink } from './people-link';
import { WORDS } from './words';

const WITHIN_DAYS = 30;
/** With fewer on a side the difference is mostly luck. */
const ENOUGH = 50;

/** Whether a journey helps: who was let in against who was kept out. */
export function Helps({ journey, days }: { readonly journey: string; readonly days: number }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ['journey-holdout', journey, days],
    queryFn: () =>
      call('GET /v1/journeys/{name}/holdout', { path: { name: journey }, query: { days, within: WITHIN_DAYS } }),
  });
  if (!data) return null;
  const sides = [
    ['let_in', said.letIn, data.let_in],
    ['kept_out', said.keptOut, data.kept_out],
  ] as const;
  const opens = (who: 'let_in' | 'kept_out', count: number, what: string, reached?: 'true') => (
    <PeopleLink
      journey={journey}
      days={days}
      counted={{ who, reached }}
      count={count}
      label={`${what}: ${format.number(count)}`}
    >
      {format.number(count)}
    </PeopleLink>
  );
  const isPart = sides.some(([, , { of }]) => of === data.at_most);
  const nobody = data.holdout === 0 && data.kept_out.of === 0;
  return (
    <section className={classes['section']} aria-labelledby="helps">
      <h2 id="helps">{said.helps}</h2>
      {(nobody ? sides.slice(0, 1) : sides).map(([who, side, { of, reached }]) => (
        <div key={who}>
          <ul className={classes['facts']}>
            <li>
              <span>{side}</span>
              <span>
                {opens(who, reached, `${side}, ${said.goal}`, 'true')} {said.ofWord} {opens(who, of, side)}
                {of > 0 && ` (${format.percent(reached / of)})`}
              </span>
            </li>
          </ul>
          <div className={classes['bar']}>
            <span style={{ width: `${of === 0 ? 0 : (100 * reached) / of}%` }} />
          </div>
        </div>
      ))}
      <p className={classes['hint']}>
        {said.helpsHow(WITHIN_DAYS)} {isPart ? said.helpsPart(format.number(data.at_most)) : said.helpsAll}{' '}
        {nobody ? said.noHoldout : sides.some(([, , { of }]) => of < ENOUGH) ? said.tooFew : ''}
      </p>
    </section>
  );
}

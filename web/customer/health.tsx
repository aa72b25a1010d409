import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { healthQuery, type Health as Judged, type Profile } from './read';
import { WORDS } from './words';

/** How they fare: the score, what it is made of, how it went in twelve weeks, and what moved it last. */
export function Health({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { data, error, isPending, refetch } = useQuery(healthQuery(customer.id));
  if (isPending) return <Loading lines={4} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return (
    <section aria-labelledby="health" className={classes['side']}>
      <Title order={2} id="health" tabIndex={-1}>
        {said.health}
      </Title>
      <div className={classes['score']} data-level={data.level}>
        <span className={classes['number']}>{data.score ?? '–'}</span>
        <span className={classes['soft']}>
          {data.score !== null && `${said.ofHundred} · `}
          {said.levels[data.level]}
        </span>
        <Trend history={data.history} />
      </div>
      <p className={classes['soft']}>
        <WhyMoved history={data.history} />
      </p>
      <ul className={classes['plainList']}>
        {data.parts.map(({ part, share, numbers }) => (
          <li key={part} className={classes['part']}>
            <span>{said.parts[part]}</span>
            <span className={classes['soft']}>{said.says[part]?.(numbers)}</span>
            <meter
              className={classes['meter']}
              aria-label={said.parts[part]}
              min={0}
              max={1}
              low={0.4}
              high={0.7}
              optimum={1}
              value={share ?? 0}
              data-unknown={share === null || undefined}
            />
          </li>
        ))}
      </ul>
      <Moves customer={customer} />
    </section>
  );
}

function WhyMoved({ history }: { readonly history: Judged['history'] }) {
  const said = useWords(WORDS);
  const [before, last] = history.slice(-2);
  if (!before || !last || before.score === null || last.score === null) return null;
  const signed = (by: number) => (by > 0 ? `+${by}` : `−${-by}`);
  if (last.score === before.score) return said.sameAsLastWeek;
  const parts = last.moves.slice(0, 3).map(({ part, by }) => `${said.parts[part]} ${signed(by)}`);
  return said.whyMoved(signed(last.score - before.score), parts.join(', '));
}

const WIDTH = 96;
const HEIGHT = 28;

/** A small line; whoever does not see it has it as a list. */
function Trend({ history }: { readonly history: Judged['history'] }) {
  const said = useWords(WORDS);
  const { date } = useFormat();
  const known = history.filter(({ score }) => score !== null);
  if (known.length < 2) return null;
  const points = known.map(({ score }, index) => {
    const x = 2 + (index * (WIDTH - 4)) / (known.length - 1);
    return `${x.toFixed(1)},${(HEIGHT - 2 - (score! * (HEIGHT - 4)) / 100).toFixed(1)}`;
  });
  const told = known.map(({ at, score }) => said.week(date(at), String(score))).join('; ');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={classes['trend']}
      role="img"
      aria-label={`${said.healthTrend}. ${told}`}
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
      <circle cx={points.at(-1)!.split(',')[0]} cy={points.at(-1)!.split(',')[1]} r="2.4" fill="currentColor" />
    </svg>
  );
}

/** Where they have been in the lifecycle, and why they moved. */
function Moves({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { date } = useFormat();
  const names = useNames();
  const stage = (name: string) => said.lifecycle[name] ?? name;
  return (
    <>
      <h3 className={classes['minor']}>{said.moves}</h3>
      {customer.lifecycle_moves.length === 0 && <p className={classes['soft']}>{said.movesNone}</p>}
      <ol className={classes['plainList']}>
        {customer.lifecycle_moves.slice(0, 5).map(({ at, from, to, because }) => (
          <li key={at + to} className={classes['row']}>
            <span>
              {said.movedBecause(stage(from), stage(to))}
              <span className={classes['soft']}>
                {' '}
                {because.kind === 'event' ? names.event(because.type) : said.becauseAbsent}
              </span>
            </span>
            <span className={classes['soft']}>{date(at)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

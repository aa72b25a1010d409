import { useQuery } from '@tanstack/react-query';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { useWords } from '../parts/words';
import classes from './journey.module.css';
import { ofMany } from './names';
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
    [said.letIn, data.let_in],
    [said.keptOut, data.kept_out],
  ] as const;
  const nobody = data.holdout === 0 && data.kept_out.of === 0;
  return (
    <section className={classes['section']} aria-labelledby="helps">
      <h2 id="helps">{said.helps}</h2>
      {(nobody ? sides.slice(0, 1) : sides).map(([side, { of, reached }]) => (
        <div key={side}>
          <ul className={classes['facts']}>
            <li>
              <span>{side}</span>
              <span>{ofMany(format, reached, of, said.ofWord)}</span>
            </li>
          </ul>
          <div className={classes['bar']}>
            <span style={{ width: `${of === 0 ? 0 : (100 * reached) / of}%` }} />
          </div>
        </div>
      ))}
      <p className={classes['hint']}>
        {said.helpsHow(WITHIN_DAYS)}{' '}
        {nobody ? said.noHoldout : sides.some(([, { of }]) => of < ENOUGH) ? said.tooFew : ''}
      </p>
    </section>
  );
}

import { useFormat } from '../parts/format';
import { useWords } from '../parts/words';
import classes from './forecast.module.css';
import type { Queue } from './page';
import { WORDS } from './words';

const HEIGHT = 120;
const BASE = 22;
const STEP = 44;
const BAR = 22;

/** Bars of what is due and what is expected on each day, with the line of what people can take. A table says the same for whoever opens it. */
export function Chart({ queue, label }: { readonly queue: Queue; readonly label: string }) {
  const said = useWords(WORDS);
  const { number, date } = useFormat();
  const tops = queue.days.map(({ expected, due, capacity }) => Math.max(expected + due, capacity ?? 0));
  const most = Math.max(1, ...tops);
  const scale = (value: number) => (HEIGHT * value) / most;
  const width = queue.days.length * STEP;
  return (
    <figure className={classes['chart']}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and nothing in it can be pressed (WCAG 2.1.1) */}
      <div className={classes['scroll']} tabIndex={0} role="group" aria-label={said.chartOf(label)}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT + BASE + 16}`}
          width={width}
          height={HEIGHT + BASE + 16}
          role="img"
          aria-label={said.chartSays(number(Math.round(queue.days.reduce((sum, day) => sum + day.expected, 0))))}
        >
          {queue.days.map(({ day, expected, due, capacity }, index) => {
            const x = index * STEP + (STEP - BAR) / 2;
            const bottom = HEIGHT + 14;
            return (
              <g key={day}>
                <rect x={x} y={bottom - scale(due)} width={BAR} height={scale(due)} className={classes['due']} />
                <rect
                  x={x}
                  y={bottom - scale(due) - scale(expected)}
                  width={BAR}
                  height={scale(expected)}
                  className={classes['expected']}
                />
                {expected + due >= 0.5 && (
                  <text x={x + BAR / 2} y={bottom - scale(due + expected) - 4} className={classes['value']}>
                    {number(Math.round(expected + due))}
                  </text>
                )}
                {capacity !== null && (
                  <line
                    x1={index * STEP + 4}
                    x2={(index + 1) * STEP - 4}
                    y1={bottom - scale(capacity)}
                    y2={bottom - scale(capacity)}
                    className={classes['capacity']}
                  />
                )}
                <text x={x + BAR / 2} y={HEIGHT + BASE + 8} className={classes['day']}>
                  {said.shortDay(day)}
                </text>
              </g>
            );
          })}
          <line x1={0} x2={width} y1={HEIGHT + 14} y2={HEIGHT + 14} className={classes['ground']} />
        </svg>
      </div>
      <figcaption className={classes['legend']}>
        <span data-is="expected">{said.expected}</span>
        <span data-is="due">{said.due}</span>
        {queue.capacity !== null && <span data-is="capacity">{said.canTake}</span>}
      </figcaption>
      <details className={classes['details']}>
        <summary>{said.asTable}</summary>
        <table>
          <caption className={classes['caption']}>{label}</caption>
          <thead>
            <tr>
              <th scope="col">{said.day}</th>
              <th scope="col">{said.expected}</th>
              <th scope="col">{said.due}</th>
              <th scope="col">{said.people}</th>
              <th scope="col">{said.canTake}</th>
            </tr>
          </thead>
          <tbody>
            {queue.days.map(({ day, expected, due, staff, capacity }) => (
              <tr key={day}>
                <th scope="row">{date(`${day}T12:00:00Z`)}</th>
                <td>{number(expected)}</td>
                <td>{number(due)}</td>
                <td>{number(staff)}</td>
                <td>{capacity === null ? '–' : number(capacity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

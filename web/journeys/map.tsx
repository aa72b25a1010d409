import { IconCheck, IconDoorExit, IconHandStop, IconStarFilled, type Icon } from '@tabler/icons-react';
import { useFormat } from '../parts/format';
import { capital } from '../parts/sentence';
import { useNames, useSay } from '../parts/translation';
import { useLanguage, useWords } from '../parts/words';
import classes from './map.module.css';
import { CARD, layoutOf, type Edge, type JourneyMap, type Placed } from './layout';
import { lengthOf } from './names';
import { PeopleLink } from './people-link';
import { WORDS } from './words';

/** The stages of a journey as a map. What it shows stands in the list below it too, for whoever cannot see it or has a narrow screen. */
export function Map({ map }: { readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const layout = layoutOf(map);
  const most = Math.max(...layout.lines.map(({ edge }) => edge.count), 1);
  const endings = ENDINGS.filter((how) => map.edges.some((edge) => edge.how === how && edge.count > 0));
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also where nothing in it can be pressed (WCAG 2.1.1) */}
      <div className={classes['scroll']} tabIndex={0} role="group" aria-label={said.map}>
        <div className={classes['map']} style={{ width: layout.width, height: layout.height }}>
          <svg width={layout.width} height={layout.height} aria-hidden className={classes['lines']}>
            <defs>
              <marker
                id="tip"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0.5 L7.5 4 L0 7.5 z" className={classes['tip']} />
              </marker>
            </defs>
            {layout.lines.map(({ edge, path }) => (
              <path
                key={`${edge.from} ${edge.to}`}
                d={path}
                className={classes['line']}
                data-idle={edge.count === 0 || undefined}
                data-beside={!edge.in_code || undefined}
                strokeWidth={edge.count === 0 ? 1.25 : 1.5 + (3.5 * edge.count) / most}
                markerEnd="url(#tip)"
              />
            ))}
          </svg>
          {layout.stages.map((placed) => (
            <StageCard key={placed.stage.name} placed={placed} map={map} />
          ))}
          {layout.lines
            .filter(({ edge }) => edge.count > 0)
            .map(({ edge, x, y }) => (
              <span key={`${edge.from} ${edge.to}`} className={classes['count']} style={{ left: x, top: y }}>
                <MoveLink map={map} edge={edge} />
              </span>
            ))}
        </div>
      </div>
      {endings.length > 0 && (
        <ul className={classes['legend']} aria-hidden>
          {endings.map((how) => (
            <li key={how}>
              <Sign how={how} /> {said.ends[how]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function MoveLink({ map, edge }: { readonly map: JourneyMap; readonly edge: Edge }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const names = useNames();
  const [from, to] = [edge.from ?? '', edge.to ?? ''];
  const called = (stage: string) => capital(names.stage(map.name, stage));
  return (
    <PeopleLink
      journey={map.name}
      days={map.days}
      counted={{ who: 'left', stage: from, to }}
      count={edge.count}
      label={said.move(number(edge.count), called(from), called(to))}
    >
      {number(edge.count)}
    </PeopleLink>
  );
}

function StageCard({ placed: { stage, x, y }, map }: { readonly placed: Placed; readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const language = useLanguage();
  const { number } = useFormat();
  const names = useNames();
  const say = useSay();
  const { name: journey, days } = map;
  const called = capital(names.stage(journey, stage.name));
  const moments = map.moments.flatMap(({ at }, index) => (at === stage.name ? [index + 1] : []));
  return (
    <section
      className={classes['card']}
      style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
      aria-label={called}
      title={stage.story ? say(stage.story) : said.retired}
    >
      <div className={classes['top']}>
        <h3 className={classes['name']}>{called}</h3>
        {moments.map((nth) => (
          <a key={nth} href={`#moment-${nth}`} className={classes['mark']} aria-label={`${said.moments} ${nth}`}>
            {nth}
          </a>
        ))}
      </div>
      <PeopleLink
        journey={journey}
        days={days}
        counted={{ who: 'standing', stage: stage.name }}
        count={stage.standing}
        className={classes['here']}
        label={`${called}: ${said.hereNow(number(stage.standing))}`}
      >
        <strong>{number(stage.standing)}</strong> {said.hereNow('').trim()}
      </PeopleLink>
      <div className={classes['notes']}>
        {stage.stalled && stage.stalled.count > 0 && (
          <PeopleLink
            journey={journey}
            days={days}
            counted={{ who: 'standing', stage: stage.name, longer: String(stage.stalled.longer_than_seconds) }}
            count={stage.stalled.count}
            className={classes['warn']}
          >
            {said.stalledSince(number(stage.stalled.count), lengthOf(stage.stalled.longer_than_seconds, language))}
          </PeopleLink>
        )}
        {stage.stuck > 0 && (
          <PeopleLink
            journey={journey}
            days={days}
            counted={{ who: 'standing', stage: stage.name, only: 'stuck' }}
            count={stage.stuck}
            className={classes['bad']}
          >
            {said.stuckHere(number(stage.stuck))}
          </PeopleLink>
        )}
      </div>
      <Ends map={map} stage={stage.name} />
    </section>
  );
}

/** Who left the journey from a stage: towards the goal, and otherwise. */
function Ends({ map, stage }: { readonly map: JourneyMap; readonly stage: string }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const names = useNames();
  const ends = map.edges.filter(({ from, how, count }) => from === stage && how !== null && count > 0);
  if (ends.length === 0) return null;
  return (
    <ul className={classes['ends']}>
      {ends.map(({ how, count }) => (
        <li key={how}>
          <PeopleLink
            journey={map.name}
            days={map.days}
            counted={{ who: 'left', stage, how: how ?? undefined }}
            count={count}
            label={`${capital(names.stage(map.name, stage))}: ${said.ends[how ?? '']} ${number(count)}`}
            className={how === 'goal' ? classes['goal'] : classes['end']}
          >
            <Sign how={how ?? 'done'} /> {number(count)}
          </PeopleLink>
        </li>
      ))}
    </ul>
  );
}

const SIGNS = { goal: IconStarFilled, done: IconCheck, exit: IconDoorExit, steered: IconHandStop } as const;
const ENDINGS = ['goal', 'done', 'exit', 'steered'] as const;

function Sign({ how }: { readonly how: keyof typeof SIGNS }) {
  const Picture: Icon = SIGNS[how];
  return <Picture size={12} aria-hidden />;
}

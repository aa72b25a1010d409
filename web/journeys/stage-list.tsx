import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useFormat } from '../parts/format';
import { capital } from '../parts/sentence';
import { useNames, useSay } from '../parts/translation';
import { useLanguage, useWords } from '../parts/words';
import classes from './journey.module.css';
import type { JourneyMap, Stage } from './layout';
import { lengthOf } from './names';
import { PeopleLink, type Counted } from './people-link';
import { WORDS } from './words';

/** All that the map shows, as a list: each stage with its story, its figures, and where people went. */
export function StageList({ map }: { readonly map: JourneyMap }) {
  const said = useWords(WORDS);
  const head = [said.standing, said.entered, said.dropped, said.stalled];
  return (
    <section className={classes['section']} aria-labelledby="stages">
      <h2 id="stages">{said.list}</h2>
      <div className={classes['table']}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.stage}</th>
              {head.map((name) => (
                <th key={name} scope="col" className={classes['figure']}>
                  {name}
                </th>
              ))}
              <th scope="col">{said.stay}</th>
              <th scope="col">{said.waysOut}</th>
            </tr>
          </thead>
          <tbody>
            {map.stages.map((stage) => (
              <Row key={stage.name} map={map} stage={stage} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes['hint']}>
        {said.droppedHint} {said.stayHint}
        {map.edges.some(({ from, count, in_code: inCode }) => from !== null && count > 0 && !inCode) &&
          ` * ${said.notInCode}`}
      </p>
    </section>
  );
}

function Row({ map, stage }: { readonly map: JourneyMap; readonly stage: Stage }) {
  const said = useWords(WORDS);
  const language = useLanguage();
  const { number } = useFormat();
  const names = useNames();
  const say = useSay();
  const called = (of: string) => capital(names.stage(map.name, of));
  const { name, stalled, stay } = stage;
  const figure = (counted: Counted, count: number, what: string) => (
    <td className={classes['figure']} data-label={what}>
      <PeopleLink
        journey={map.name}
        days={map.days}
        counted={counted}
        count={count}
        label={`${called(name)}, ${what}: ${number(count)}`}
      >
        {number(count)}
      </PeopleLink>
    </td>
  );
  const ways = map.edges.filter(({ from, count }) => from === name && count > 0);
  return (
    <tr>
      <td className={classes['what']}>
        <strong>{called(name)}</strong>
        <p>{stage.story ? say(stage.story) : said.retired}</p>
        {stage.messages.length > 0 && (
          <p>
            {said.messages}{' '}
            {stage.messages.map((message, index) => (
              <Fragment key={message}>
                {index > 0 && ', '}
                <Link to="/messages/$name" params={{ name: message }}>
                  {capital(names.message(message))}
                </Link>
              </Fragment>
            ))}
          </p>
        )}
        {stage.playbooks.length > 0 && (
          <p>
            {said.people} {stage.playbooks.map(names.playbook).map(capital).join(', ')}
          </p>
        )}
      </td>
      {figure({ who: 'standing', stage: name }, stage.standing, said.standing)}
      {figure({ who: 'entered', stage: name }, stage.entered, said.entered)}
      {figure({ who: 'left', stage: name, how: 'short' }, stage.dropped, said.dropped)}
      {figure(
        { who: 'standing', stage: name, longer: String(stalled?.longer_than_seconds ?? 0) },
        stalled?.count ?? 0,
        said.stalled,
      )}
      <td className={classes['stay']} data-label={said.stay}>
        {stay ? said.stayOf(lengthOf(stay.median_seconds, language), lengthOf(stay.p90_seconds, language)) : '–'}
      </td>
      <td data-label={said.waysOut}>
        <ul className={classes['facts']}>
          {ways.map(({ to, how, count, in_code: inCode }) => {
            const where = to === null ? (said.ends[how ?? ''] ?? '') : called(to);
            return (
              <li key={`${to} ${how}`}>
                <span title={inCode ? undefined : said.notInCode}>
                  {where}
                  {!inCode && ' *'}
                </span>
                <PeopleLink
                  journey={map.name}
                  days={map.days}
                  counted={{ who: 'left', stage: name, to: to ?? undefined, how: how ?? undefined }}
                  count={count}
                  label={said.move(number(count), called(name), where)}
                >
                  {number(count)}
                </PeopleLink>
              </li>
            );
          })}
        </ul>
      </td>
    </tr>
  );
}

import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { toast } from '../parts/toasts';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { useDeeds } from './deeds';
import { plain, titled } from './plain';
import { colleaguesQuery, consentsQuery, tasksQuery, type Profile } from './read';
import { WORDS } from './words';

/** Tasks about them, those that want a person first. */
export function Tasks({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const nameOf = useNameOf();
  const say = useSay();
  const { data, error, isPending, refetch } = useQuery(tasksQuery(customer.id));
  if (isPending) return <Loading lines={2} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return (
    <section aria-labelledby="tasks" className={classes['side']}>
      <Title order={2} id="tasks">
        {said.tasks}
      </Title>
      {data.data.length === 0 && <p className={classes['soft']}>{said.noTasks}</p>}
      <ul className={classes['plainList']}>
        {data.data.map((task) => (
          <li key={task.id} className={classes['row']}>
            <div>
              <Link to="/tasks/$id" params={{ id: task.id }}>
                {say(task.playbook.title)}
              </Link>
              <div className={classes['soft']}>
                {task.assignee ? said.with(nameOf(task.assignee)) : said.unclaimed} ·{' '}
                <span data-late={task.overdue || undefined} className={classes['dueAt']}>
                  {said.due(relative(task.due_at))}
                </span>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What they agreed to and took back, how that came about, and what they wish for. */
export function Consents({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { date } = useFormat();
  const names = useNames();
  const { data, error, isPending, refetch } = useQuery(consentsQuery(customer.id));
  if (isPending) return <Loading lines={2} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const wishes = customer.preferences;
  const latest = data.data.filter((one, index, all) => all.findIndex((each) => sameMatter(each, one)) === index);
  return (
    <section aria-labelledby="consents" className={classes['side']}>
      <Title order={2} id="consents">
        {said.consents}
      </Title>
      {latest.length === 0 && <p className={classes['soft']}>{said.noConsents}</p>}
      <ul className={classes['plainList']}>
        {latest.map(({ id, channel, topic, state, method, actor, wording, at, expires_at: until }) => (
          <li key={id} className={classes['consent']}>
            <span className={classes['badge']} data-consent={state}>
              {said.states[state]}
            </span>
            <div>
              {said.channels[channel] ?? titled(channel)}, {topic === '*' ? said.everyTopic : names.topic(topic)}
              <div className={classes['soft']}>
                {said.cameBy([said.methods[method] ?? plain(method), actor].filter(Boolean).join(', '), date(at))}
                {until && `, ${said.until(date(until))}`}
              </div>
              {wording && <q className={classes['wording']}>{wording}</q>}
            </div>
          </li>
        ))}
      </ul>
      {wishes && (
        <>
          <h3 className={classes['minor']}>{said.preferences}</h3>
          <ul className={classes['plainList']}>
            {wishes.channels.length > 0 && (
              <li>{said.prefers(wishes.channels.map((channel) => said.channels[channel] ?? channel).join(', '))}</li>
            )}
            {wishes.most_per_week !== null && <li>{said.mostPerWeek(wishes.most_per_week)}</li>}
            {wishes.paused_until && <li>{said.pausedUntil(date(wishes.paused_until))}</li>}
          </ul>
        </>
      )}
    </section>
  );
}

interface Matter {
  readonly channel: string;
  readonly topic: string;
  readonly purpose: string;
}

function sameMatter(one: Matter, other: Matter): boolean {
  return one.channel === other.channel && one.topic === other.topic && one.purpose === other.purpose;
}

const SHOWN = 8;

/** What the backend says of them, and what colleagues corrected. */
export function About({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const nameOf = useNameOf();
  const names = useNames();
  const { attempt } = useDeeds(customer.id);
  const [all, setAll] = useState(false);
  const traits = Object.entries(customer.traits);
  const takeBack = async (trait: string) => {
    const path = { id: customer.id, trait };
    if (await attempt(() => call('DELETE /v1/customers/{id}/corrections/{trait}', { path })))
      toast(said.takenBackToast);
  };
  return (
    <section aria-labelledby="about" className={classes['side']}>
      <Title order={2} id="about">
        {said.about}
      </Title>
      <dl className={classes['traits']}>
        <dt>{said.userIds}</dt>
        <dd>{customer.user_ids.join(', ') || '–'}</dd>
        {(all ? traits : traits.slice(0, SHOWN)).map(([trait, value]) => (
          <Trait key={trait} name={trait} value={value} />
        ))}
      </dl>
      {!all && traits.length > SHOWN && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {said.more(traits.length - SHOWN)}
        </Button>
      )}
      <ul className={classes['plainList']}>
        {customer.corrections.map(({ trait, by, said: before }) => (
          <li key={trait} className={classes['row']}>
            <span className={classes['soft']}>
              {names.trait(trait)}: {said.corrected(nameOf(by), shortly(before) || said.nothing)}
            </span>
            {can('work') && (
              <Button size="compact-xs" variant="default" onClick={() => void takeBack(trait)}>
                {said.takeBack}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Trait({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <>
      <dt>{useNames().trait(name)}</dt>
      <dd>{shortly(value)}</dd>
    </>
  );
}

const MOST_LETTERS = 160;

function shortly(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

/** Who else there is of their companies. */
export function Colleagues({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const { data } = useQuery({ ...colleaguesQuery(customer.id), enabled: customer.accounts.length > 0 });
  if (customer.accounts.length === 0 || !data) return null;
  return (
    <section aria-labelledby="colleagues" className={classes['side']}>
      <Title order={2} id="colleagues">
        {said.colleagues}
      </Title>
      {data.data.length === 0 && <p className={classes['soft']}>{said.noColleagues}</p>}
      <ul className={classes['plainList']}>
        {data.data.map(({ customer_id: id, group_id: group, name, email, lifecycle, last_seen_at: seen }) => (
          <li key={`${group} ${id}`} className={classes['row']}>
            <Link to="/customers/$id" params={{ id }}>
              {name ?? email ?? said.nameless}
            </Link>
            <span className={classes['soft']}>
              {said.lifecycle[lifecycle]}
              {seen && ` · ${relative(seen)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

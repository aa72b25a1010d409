import { Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { WORDS as CUSTOMER_WORDS } from '../customer/words';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { useGateWords } from '../parts/gate-words';
import { useNow } from '../parts/time';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { FACTS_WORDS } from './facts-words';
import type { TaskFile } from './read';
import classes from './task.module.css';

/** The customer at a glance: when it is there, how to reach them, and what happens if nobody does. */
export function Facts({ task }: { readonly task: TaskFile }) {
  return (
    <>
      <Outlook task={task} />
      <Customer task={task} />
      <Channels channels={task.channels} />
    </>
  );
}

function Outlook({ task }: { readonly task: TaskFile }) {
  const said = useWords(FACTS_WORDS);
  const say = useSay();
  const { dateTime, relative } = useFormat();
  const now = useNow();
  if (task.finished_at !== null) return null;
  return (
    <section className={classes['section']} aria-labelledby="outlook">
      <Title order={2} id="outlook">
        {said.ifNothing}
      </Title>
      {task.if_nothing_is_done.length === 0 && <p className={classes['soft']}>{said.nothingHappens}</p>}
      <ol className={classes['outlook']}>
        {task.if_nothing_is_done.map(({ step, at, sentence: words }) => (
          <li key={step + at}>
            <time dateTime={at} title={dateTime(at)}>
              {relative(at, now)}
            </time>
            <span>{say(words)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Customer({ task: { customer } }: { readonly task: TaskFile }) {
  const said = useWords(FACTS_WORDS).facts;
  const { customer: heading } = useWords(FACTS_WORDS);
  const { lifecycle } = useWords(CUSTOMER_WORDS);
  const nameOf = useNameOf();
  const { number, language: languageOf } = useFormat();
  return (
    <section className={classes['section']} aria-labelledby="customer">
      <Title order={2} id="customer">
        {heading}
      </Title>
      <dl className={classes['facts']}>
        {customer.company?.name && <Fact name={said.company}>{customer.company.name}</Fact>}
        {customer.lifecycle !== null && <Fact name={said.stage}>{lifecycle[customer.lifecycle]}</Fact>}
        {customer.plan !== null && <Fact name={said.plan}>{customer.plan}</Fact>}
        {customer.value !== null && <Fact name={said.value}>{number(customer.value)}</Fact>}
        {customer.email !== null && <Fact name={said.email}>{customer.email}</Fact>}
        {customer.locale !== null && <Fact name={said.language}>{languageOf(customer.locale)}</Fact>}
        {customer.owner !== null && <Fact name={said.owner}>{nameOf(customer.owner)}</Fact>}
        {customer.open_tickets > 0 && <Fact name={said.tickets}>{number(customer.open_tickets)}</Fact>}
      </dl>
    </section>
  );
}

function Channels({ channels }: { readonly channels: TaskFile['channels'] }) {
  const said = useWords(FACTS_WORDS);
  const gate = useGateWords();
  return (
    <section className={classes['section']} aria-labelledby="channels">
      <Title order={2} id="channels">
        {said.channels}
      </Title>
      <ul className={classes['channels']}>
        {channels.map(({ channel, allowed, reason }) => (
          <li key={channel} data-allowed={allowed || undefined}>
            {allowed ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconX size={16} stroke={2} aria-hidden />}
            <span>
              {said.channel[channel]}{' '}
              <span className={classes['soft']}>{allowed ? said.allowed : gate.reason(reason)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

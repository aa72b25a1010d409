import { Anchor, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { Ago, useNow } from '../parts/time';
import { useWords } from '../parts/words';
import { channelsQuery, customerQuery, type TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** The customer at a glance: when it is there, how to reach them, and what happens if nobody does. */
export function Facts({ task }: { readonly task: TaskFile }) {
  return (
    <>
      <Outlook task={task} />
      <Customer task={task} />
      <Channels customerId={task.customer.id} />
    </>
  );
}

function Outlook({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
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
        {task.if_nothing_is_done.map(({ step, at }) => (
          <li key={step + at}>
            <time dateTime={at} title={dateTime(at)}>
              {relative(at, now)}
            </time>
            <span>{said.steps[step]}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Customer({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS).facts;
  const { customer: heading } = useWords(WORDS);
  const nameOf = useNameOf();
  const { time, number } = useFormat();
  const now = useNow();
  const { data: customer } = useQuery(customerQuery(task.customer.id));
  const zone = task.customer.time_zone;
  const company = customer?.accounts[0]?.name;
  return (
    <section className={classes['section']} aria-labelledby="customer">
      <Title order={2} id="customer">
        {heading}
      </Title>
      <dl className={classes['facts']}>
        <Fact name={said.localTime}>
          {zone === null ? said.unknownZone : `${time(now, zone)}, ${zone.split('/').at(-1)?.replaceAll('_', ' ')}`}
        </Fact>
        {customer?.phone && (
          <Fact name={said.phone}>
            <Anchor href={`tel:${customer.phone}`} size="md" aria-label={said.call(customer.phone)}>
              {customer.phone}
            </Anchor>
          </Fact>
        )}
        {customer?.email && <Fact name={said.email}>{customer.email}</Fact>}
        {company && <Fact name={said.company}>{company}</Fact>}
        {task.customer.lifecycle !== null && <Fact name={said.stage}>{task.customer.lifecycle}</Fact>}
        {task.customer.plan !== null && <Fact name={said.plan}>{task.customer.plan}</Fact>}
        {task.customer.locale !== null && <Fact name={said.language}>{task.customer.locale}</Fact>}
        {customer?.owner && <Fact name={said.owner}>{nameOf(customer.owner)}</Fact>}
        {customer !== undefined && customer.open_tickets > 0 && (
          <Fact name={said.tickets}>{number(customer.open_tickets)}</Fact>
        )}
        {customer?.last_seen_at && (
          <Fact name={said.lastSeen}>
            <Ago at={customer.last_seen_at} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Channels({ customerId }: { readonly customerId: string }) {
  const said = useWords(WORDS);
  const { data } = useQuery(channelsQuery(customerId));
  if (!data) return null;
  return (
    <section className={classes['section']} aria-labelledby="channels">
      <Title order={2} id="channels">
        {said.channels}
      </Title>
      <ul className={classes['channels']}>
        {data.map(({ channel, allowed, reason }) => (
          <li key={channel} data-allowed={allowed || undefined}>
            {allowed ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconX size={16} stroke={2} aria-hidden />}
            <span>
              {said.channel[channel]} <span className={classes['soft']}>{allowed ? said.allowed : reason}</span>
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

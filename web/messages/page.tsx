import { TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { IconMessage, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import table from '../journeys/journey.module.css';
import { useFormat } from '../parts/format';
import { PageFrame } from '../parts/page-frame';
import { daysIn, Period } from '../parts/period';
import { capital } from '../parts/sentence';
import { Empty, Failure, Loading } from '../parts/states';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { useMessageTitle } from './title';
import { UsedIn } from './used-in';
import { WORDS } from './words';

type Message = Reply<'GET /v1/messages'>['data'][number];

const FIGURES = ['sent', 'delivered', 'clicked', 'answered', 'complained', 'unsubscribed'] as const;

/** All messages with where they are used and what came of them. */
export function MessagesPage() {
  const said = useWords(WORDS);
  const search = useSearch({ from: '/shell/messages' });
  const navigate = useNavigate({ from: '/messages' });
  const titleOf = useMessageTitle();
  const days = daysIn(search.days);
  const [wanted, setWanted] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['messages', days],
    queryFn: () => call('GET /v1/messages', { query: { days } }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const found = data.data.filter((message) =>
    matches(`${titleOf(message.name)} ${message.name} ${message.topic} ${message.owner}`, wanted),
  );
  return (
    <PageFrame
      title={said.title}
      lead={said.lead}
      aside={<Period days={days} choose={(chosen) => void navigate({ search: { days: chosen }, replace: true })} />}
    >
      <section className={table['section']} aria-label={said.title}>
        <TextInput
          type="search"
          maw={320}
          aria-label={said.filter}
          placeholder={said.filter}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {found.length === 0 ? (
          <Empty title={said.none} icon={IconMessage} />
        ) : (
          <div className={table['table']}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{said.message}</th>
                  <th scope="col">{said.usedIn}</th>
                  {FIGURES.map((what) => (
                    <th key={what} scope="col" className={table['figure']}>
                      {said[what]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.map((message) => (
                  <Row key={message.name} message={message} days={days} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className={table['hint']}>{said.note}</p>
      </section>
    </PageFrame>
  );
}

function Row({ message, days }: { readonly message: Message; readonly days: number }) {
  const said = useWords(WORDS);
  const { number } = useFormat();
  const names = useNames();
  const titleOf = useMessageTitle();
  const { name, results } = message;
  return (
    <tr>
      <td className={table['what']}>
        <Link to="/messages/$name" params={{ name }}>
          {titleOf(name)}
        </Link>
        <p>{said.about(said.classes[message.class], names.topic(message.topic), capital(names.team(message.owner)))}</p>
      </td>
      <td data-label={said.usedIn}>
        <UsedIn places={message.used_in} />
      </td>
      {FIGURES.map((what) => (
        <td key={what} className={table['figure']} data-label={said[what]}>
          {results[what] === 0 ? (
            <span className={table['nought']}>0</span>
          ) : (
            <Link
              to="/messages/$name"
              params={{ name }}
              search={{ result: what, days: days === 30 ? undefined : String(days) }}
              className={table['number']}
              aria-label={`${titleOf(name).replace(' · ', ', ')}, ${said[what]}: ${number(results[what])}`}
            >
              {number(results[what])}
            </Link>
          )}
        </td>
      ))}
    </tr>
  );
}

function matches(text: string, wanted: string): boolean {
  const lower = text.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

import { Badge, Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import table from '../journeys/journey.module.css';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { GUARDRAIL_WORDS } from './guardrail-words';
import { More } from './more';
import { Part, SectionHead, useChange } from './section';
import classes from './settings.module.css';

type Rate = Reply<'GET /v1/trust'>['rates'][number];

/** Whether customers still trust us (M34), and what has been stopped to keep it so, with the one step by which it goes on. */
export function GuardrailsSection() {
  const said = useWords(GUARDRAIL_WORDS);
  return (
    <>
      <SectionHead title={said.title}>{said.introduction}</SectionHead>
      <Alarms />
      <Rates />
    </>
  );
}

function Alarms() {
  const said = useWords(GUARDRAIL_WORDS);
  const { can } = useSession();
  const alarms = useInfiniteQuery({
    queryKey: ['alarms', { state: 'open' }],
    queryFn: ({ pageParam }) =>
      call('GET /v1/alarms', { query: { state: 'open', limit: 25, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const resume = useChange({
    make: (id: string) => call('POST /v1/alarms/{id}/resume', { path: { id }, body: {} }),
    stale: ['alarms', 'trust', 'holds'],
    done: said.resumed,
    aloud: true,
  });
  const say = useSay();
  const all = alarms.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Part title={said.alarms}>
      {alarms.isPending && <Loading lines={2} />}
      {alarms.error && <Failure error={alarms.error} retry={() => void alarms.refetch()} />}
      {alarms.data && all.length === 0 && <Text c="dimmed">{said.noAlarm}</Text>}
      <ul className={classes['rows']}>
        {all.map((alarm) => (
          <li key={alarm.id} className={classes['row']}>
            <div>
              <Text>{say(alarm.text)}</Text>
              <Text size="sm" c="dimmed">
                <Ago at={alarm.raised_at} />
              </Text>
            </div>
            <Badge
              variant="light"
              color={alarm.level === 'critical' ? 'red' : 'yellow'}
              c={alarm.level === 'critical' ? 'var(--bad-text)' : 'var(--warn-text)'}
            >
              {said.levels[alarm.level]}
            </Badge>
            {can('steer') && (
              <Button
                size="xs"
                variant="default"
                loading={resume.busy}
                onClick={() => resume.run(alarm.id)}
                aria-label={`${said.resumeOf(alarm.kind)}: ${say(alarm.text)}`}
              >
                {said.resumeOf(alarm.kind)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More list={alarms} />
    </Part>
  );
}

function Rates() {
  const said = useWords(GUARDRAIL_WORDS);
  const { percent, number } = useFormat();
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['trust'], queryFn: () => call('GET /v1/trust') });
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const rows = data.rates.filter(({ by, level }) => by === 'channel' || level === 'warn' || level === 'pause');
  return (
    <Part title={said.rates(data.days)}>
      {data.paused && (
        <Text c="var(--bad-text)" role="status" mb="sm">
          {said.paused}
        </Text>
      )}
      {rows.length === 0 ? (
        <Text c="dimmed">{said.noRate}</Text>
      ) : (
        <div className={table['table']}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.where}</th>
                <th scope="col">{said.measure}</th>
                <th scope="col" className={table['figure']}>
                  {said.rate}
                </th>
                <th scope="col" className={table['figure']}>
                  {said.of}
                </th>
                <th scope="col">{said.state}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((rate) => (
                <tr key={`${rate.measure} ${rate.channel} ${rate.by} ${rate.value}`}>
                  <td>{placeOf(rate, said)}</td>
                  <td data-label={said.measure}>{said.measures[rate.measure]}</td>
                  <td className={table['figure']} data-label={said.rate}>
                    {percent(rate.rate)}
                  </td>
                  <td className={table['figure']} data-label={said.of}>
                    {said.ofMany(number(rate.count), number(rate.of))}
                  </td>
                  <td data-label={said.state}>
                    <Text span inherit c={COLOURS[rate.level]}>
                      {said.states[rate.level]}
                    </Text>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Part>
  );
}

const COLOURS: Readonly<Record<Rate['level'], string>> = {
  silent: 'dimmed',
  good: 'var(--leaf-text)',
  warn: 'var(--warn-text)',
  pause: 'var(--bad-text)',
};

function placeOf(
  { channel, value }: Rate,
  said: { readonly channels: Readonly<Record<Rate['channel'], string>> },
): string {
  return value === '*' ? said.channels[channel] : `${said.channels[channel]}, ${value}`;
}

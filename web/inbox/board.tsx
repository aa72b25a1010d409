import { Progress, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './inbox.module.css';
import { useNameOf } from './names';
import { boardQuery, NOBODY } from './read';
import { WORDS } from './words';

/** Who has how much to do, and what waits in the queues. Every number leads to the tasks behind it (M15). */
export function Board() {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const names = useNames();
  const { data, error, isPending, refetch } = useQuery(boardQuery);
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const most = Math.max(1, ...data.people.map(({ open }) => open));

  return (
    <div className={classes['board']}>
      <section aria-labelledby="people">
        <Title order={2} id="people" mb="xs">
          {said.board.people}
        </Title>
        <Table.ScrollContainer minWidth={560} type="native">
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{said.board.person}</Table.Th>
                <Table.Th w="40%">{said.board.load}</Table.Th>
                <Table.Th ta="end">{said.board.claimed}</Table.Th>
                <Table.Th ta="end">{said.board.overdue}</Table.Th>
                <Table.Th ta="end">{said.board.snoozed}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.people.map(({ id, open, claimed, breached, snoozed, load_limit: limit, absent }) => (
                <Table.Tr key={id}>
                  <Table.Td className={classes['person']}>
                    <Link to="/" search={{ view: 'all', assignee: id }} aria-label={said.board.tasksOf(nameOf(id))}>
                      {nameOf(id)}
                    </Link>
                    {absent && <Away absent={absent} />}
                  </Table.Td>
                  <Table.Td>
                    <span className={classes['load']}>
                      <Progress
                        value={(open / (limit ?? most)) * 100}
                        color={limit !== null && open >= limit ? 'red' : undefined}
                        size="sm"
                        aria-label={said.board.load}
                      />
                      <Behind count={open} search={{ view: 'all', assignee: id, state: 'awake' }} of={limit} />
                    </span>
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={claimed} search={{ view: 'all', assignee: id, state: 'claimed' }} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={breached} search={{ view: 'breached', assignee: id }} bad />
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={snoozed} search={{ view: 'snoozed', assignee: id }} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </section>
      <section aria-labelledby="queues">
        <Title order={2} id="queues" mb="xs">
          {said.board.queues}
        </Title>
        <Table.ScrollContainer minWidth={480} type="native">
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{said.board.queue}</Table.Th>
                <Table.Th ta="end">{said.board.waiting}</Table.Th>
                <Table.Th ta="end">{said.unassigned}</Table.Th>
                <Table.Th ta="end">{said.board.overdue}</Table.Th>
                <Table.Th ta="end">{said.board.nextDue}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.queues.map(({ queue, unclaimed, unassigned, breached, next_due_at: next }) => (
                <Table.Tr key={queue}>
                  <Table.Td>
                    <Link to="/" search={{ view: 'all', queue }}>
                      {capital(names.queue(queue))}
                    </Link>
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={unclaimed} search={{ view: 'unclaimed', queue }} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={unassigned} search={{ view: 'all', queue, assignee: NOBODY }} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <Behind count={breached} search={{ view: 'breached', queue }} bad />
                  </Table.Td>
                  <Table.Td ta="end">{next === null ? '–' : <Ago at={next} />}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </section>
    </div>
  );
}

/** A number that leads to the tasks behind it; `of`: the most that it may be. */
function Behind(props: {
  readonly count: number;
  readonly search: Readonly<Record<string, string>>;
  readonly bad?: boolean;
  readonly of?: number | null;
}) {
  const { count, search, bad = false, of: limit = null } = props;
  const said = useWords(WORDS).board;
  const { number } = useFormat();
  const text = limit === null ? number(count) : said.ofLimit(number(count), number(limit));
  if (count === 0) return <span className={classes['none']}>{text}</span>;
  return (
    <Link to="/" search={search} className={bad ? classes['bad'] : classes['behind']}>
      {text}
    </Link>
  );
}

function Away({ absent }: { readonly absent: { readonly until: string | null; readonly cover: string | null } }) {
  const said = useWords(WORDS).board;
  const nameOf = useNameOf();
  const { short } = useFormat();
  const words = [
    absent.until === null ? said.awayOpen : said.away(short(absent.until)),
    ...(absent.cover === null ? [] : [said.coveredBy(nameOf(absent.cover))]),
  ];
  return (
    <Text c="dimmed" size="sm">
      {words.join(', ')}
    </Text>
  );
}

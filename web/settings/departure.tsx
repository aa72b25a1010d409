import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../client/call';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords, words } from '../parts/words';
import type { Member } from './team';

/** Says how many tasks of somebody who is to be let in no more go where, before it is done. */
export function Departure({
  member,
  team,
  cover,
}: {
  readonly member: Member;
  readonly team: readonly Member[];
  /** Who stands in; empty when nobody does. */
  readonly cover: string;
}) {
  const said = useWords(WORDS);
  const names = useNames();
  const { data } = useQuery({
    queryKey: ['staff', member.id, 'departure', cover],
    queryFn: () => call('GET /v1/staff/{id}/departure', { path: { id: member.id }, query: { cover } }),
    staleTime: 0,
  });
  const nameOf = (id: string) => team.find((other) => other.id === id)?.name ?? id;
  return (
    <Text size="sm" role="status">
      {data &&
        (data.tasks === 0
          ? said.none(member.name)
          : said.some(member.name, data.tasks, [
              ...data.people.map(({ id, tasks }) => said.to(tasks, nameOf(id))),
              ...data.queues.map(({ queue, tasks }) => said.back(tasks, capital(names.queue(queue)))),
            ]))}
      {data && data.queues.length > 0 && cover !== '' && ` ${said.noMore(nameOf(cover))}`}
    </Text>
  );
}

const WORDS = words(
  {
    none: (name: string) => `${name} has no open tasks.`,
    some: (name: string, count: number, shares: readonly string[]) =>
      `${name} has ${count === 1 ? '1 open task' : `${count} open tasks`}: ${shares.join(', ')}.`,
    to: (count: number, name: string) => `${count} to ${name}`,
    back: (count: number, queue: string) => `${count} back to the queue ${queue}`,
    noMore: (name: string) => `${name} cannot take more.`,
  },
  {
    none: (name: string) => `${name} hat keine offenen Aufgaben.`,
    some: (name: string, count: number, shares: readonly string[]) =>
      `${name} hat ${count === 1 ? '1 offene Aufgabe' : `${count} offene Aufgaben`}: ${shares.join(', ')}.`,
    to: (count: number, name: string) => `${count} an ${name}`,
    back: (count: number, queue: string) => `${count} zurück in die Warteschlange ${queue}`,
    noMore: (name: string) => `Mehr kann ${name} nicht übernehmen.`,
  },
);

import { Badge, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import { Empty, Failure, Loading } from '../parts/states';
import { sentence } from '../parts/sentence';
import { Ago } from '../parts/time';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { More } from './more';
import { Part, useChange } from './section';
import classes from './settings.module.css';
import { WEBHOOK_WORDS } from './webhook-words';

type Delivery = Reply<'GET /v1/webhook-deliveries'>['data'][number];

const COLOURS = {
  waiting: { color: 'yellow', c: 'var(--warn-text)' },
  delivered: { color: 'green', c: 'var(--leaf-text)' },
  failed: { color: 'red', c: 'var(--bad-text)' },
} as const;

/** How often the list is read again while something is on its way. */
const LOOK_EVERY_MS = 5_000;

/** The webhooks of the last thirty days and what became of each. `names`: of the endpoints. */
export function WebhookDeliveries({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const said = useWords(WEBHOOK_WORDS);
  const say = useSay();
  const [state, setState] = useState<Delivery['state'] | 'all'>('all');
  const deliveries = useInfiniteQuery({
    queryKey: ['webhook-deliveries', state],
    queryFn: ({ pageParam }) =>
      call('GET /v1/webhook-deliveries', {
        query: { limit: 25, ...(state !== 'all' && { state }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some((each) => each.state === 'waiting')) && LOOK_EVERY_MS,
  });
  const replay = useChange({
    make: (id: string) => call('POST /v1/webhook-deliveries/{id}/replay', { path: { id }, body: {} }),
    stale: ['webhook-deliveries'],
    aloud: true,
    done: said.replayed,
  });
  const all = deliveries.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Part title={said.deliveries}>
      <Group mb="sm">
        <SegmentedControl
          size="xs"
          aria-label={said.deliveries}
          value={state}
          onChange={(value) => setState(value as typeof state)}
          data={(['all', 'waiting', 'delivered', 'failed'] as const).map((value) => ({
            value,
            label: said.states[value],
          }))}
        />
      </Group>
      {deliveries.isPending && <Loading />}
      {deliveries.error && <Failure error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {deliveries.data && all.length === 0 && <Empty title={said.noDeliveries} />}
      <ul className={classes['rows']}>
        {all.map((each) => (
          <li key={each.id} className={classes['row']}>
            <div>
              <Text span>{said.events[each.type]}</Text>{' '}
              <Text span c="dimmed" size="sm">
                {names.get(each.endpoint_id)} · <Ago at={each.occurred_at} />
              </Text>
              {each.error && (
                <Text size="sm" c="dimmed">
                  {sentence(say(each.error))} {said.tries(each.attempts)}
                  {each.next_at !== null && (
                    <>
                      {', '}
                      {said.next} <Ago at={each.next_at} />
                    </>
                  )}
                </Text>
              )}
            </div>
            <Badge {...COLOURS[each.state]} variant="light">
              {said.states[each.state]}
            </Badge>
            {each.state !== 'waiting' && (
              <Button
                size="xs"
                variant="default"
                onClick={() => replay.run(each.id)}
                aria-label={`${said.replay}: ${said.events[each.type]}`}
              >
                {said.replay}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More list={deliveries} />
    </Part>
  );
}

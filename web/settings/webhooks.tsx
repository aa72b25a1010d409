import { Badge, Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import { useNameOf } from '../inbox/names';
import { sentence } from '../parts/sentence';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { FormDialog, SecretDialog } from './dialog';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';
import { NewWebhook } from './webhook-new';
import { WebhookDeliveries } from './webhook-deliveries';
import { WEBHOOK_WORDS } from './webhook-words';

/** So begins the reason of an endpoint that a person turned off; their id follows. */
const BY = 'by ';

type Endpoint = Reply<'GET /v1/webhook-endpoints'>['data'][number];

/** Who is told by webhook of what happens here, and what became of the last webhooks. */
export function WebhooksSection() {
  const said = useWords(WEBHOOK_WORDS);
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const endpoints = useInfiniteQuery({
    queryKey: ['webhooks'],
    queryFn: ({ pageParam }) =>
      call('GET /v1/webhook-endpoints', { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const all = endpoints.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <SectionHead title={said.title} action={<Button onClick={() => setMaking(true)}>{said.make}</Button>}>
        {said.introduction}
      </SectionHead>
      {endpoints.isPending && <Loading />}
      {endpoints.error && <Failure error={endpoints.error} retry={() => void endpoints.refetch()} />}
      {endpoints.data && all.length === 0 && (
        <Empty title={said.none} icon={IconWebhook}>
          {said.noneMore}
        </Empty>
      )}
      <ul className={classes['rows']}>
        {all.map((endpoint) => (
          <EndpointRow key={endpoint.id} endpoint={endpoint} onSecret={setSecret} />
        ))}
      </ul>
      <More list={endpoints} />
      {all.length > 0 && <WebhookDeliveries names={new Map(all.map(({ id, name }) => [id, name]))} />}
      <NewWebhook opened={making} onClose={() => setMaking(false)} onMade={setSecret} />
      <SecretDialog
        title={said.secretTitle}
        text={said.secretText}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  );
}

function EndpointRow({
  endpoint,
  onSecret,
}: {
  readonly endpoint: Endpoint;
  readonly onSecret: (secret: string) => void;
}) {
  const said = useWords(WEBHOOK_WORDS);
  const say = useSay();
  const nameOf = useNameOf();
  const path = { id: endpoint.id };
  const shared = { stale: ['webhooks'], aloud: true } as const;
  const [rotating, setRotating] = useState(false);
  const [removing, setRemoving] = useState(false);
  const turn = useChange({
    ...shared,
    make: (disabled: boolean) => call('PATCH /v1/webhook-endpoints/{id}', { path, body: { disabled } }),
    done: said.saved,
  });
  const rotate = useChange({
    stale: ['webhooks'],
    make: () => call('POST /v1/webhook-endpoints/{id}/rotation', { path, body: {} }),
    after: ({ secret }) => {
      setRotating(false);
      onSecret(secret ?? '');
    },
  });
  const remove = useChange({
    stale: ['webhooks', 'webhook-deliveries'],
    make: () => call('DELETE /v1/webhook-endpoints/{id}', { path }),
    done: said.removed,
  });
  const isOff = endpoint.disabled_at !== null;
  const because = endpoint.disabled_because ?? '';
  return (
    <li className={classes['row']}>
      <div>
        <Text span fw={600}>
          {endpoint.name}
        </Text>{' '}
        {isOff && (
          <Badge color="gray" variant="light">
            {said.off}
          </Badge>
        )}
        <Text size="sm" className={classes['mono']} style={{ overflowWrap: 'anywhere' }}>
          {endpoint.url}
        </Text>
        <Text size="sm" c="dimmed">
          {endpoint.events.map((type) => said.events[type]).join(' · ')}
        </Text>
        {endpoint.failing_since && !isOff && (
          <Text size="sm" c="var(--bad-text)">
            {said.failing} <Ago at={endpoint.failing_since} />
          </Text>
        )}
        {because && (
          <Text size="sm" c="dimmed">
            {because.startsWith(BY) ? said.offBy(nameOf(because.slice(BY.length))) : sentence(say(because))}
          </Text>
        )}
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={turn.busy}
          onClick={() => turn.run(!isOff)}
          aria-label={said.turnNamed(endpoint.name, isOff)}
        >
          {isOff ? said.turnOn : said.turnOff}
        </Button>
        {endpoint.form === 'standard' && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setRotating(true)}
            aria-label={said.rotateNamed(endpoint.name)}
          >
            {said.rotate}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => setRemoving(true)}
          aria-label={said.removeNamed(endpoint.name)}
        >
          {said.remove}
        </Button>
      </Group>
      <FormDialog
        opened={removing}
        title={said.removeTitle}
        step={said.remove}
        change={remove}
        ask={() => remove.run(undefined)}
        onClose={() => setRemoving(false)}
        isGrave
      >
        <Text>{said.removeText(endpoint.name)}</Text>
      </FormDialog>
      <FormDialog
        opened={rotating}
        title={said.rotateTitle}
        step={said.rotate}
        change={rotate}
        ask={() => rotate.run(undefined)}
        onClose={() => setRotating(false)}
      >
        <Text>{said.rotateText(endpoint.name)}</Text>
      </FormDialog>
    </li>
  );
}

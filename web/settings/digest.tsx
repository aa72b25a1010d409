import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import { Fault } from '../parts/fault';
import { Failure, Loading } from '../parts/states';
import { useWords, words } from '../parts/words';
import { Part, useChange } from './section';

type Wishes = Reply<'GET /v1/session/digest'>;

/** Whether somebody gets a mail each working day with what waits for them, and when. */
export function DigestPart() {
  const said = useWords(WORDS);
  const wishes = useQuery({ queryKey: ['digest'], queryFn: () => call('GET /v1/session/digest', {}) });
  return (
    <Part title={said.title}>
      {wishes.isPending && <Loading />}
      {wishes.error && <Failure error={wishes.error} retry={() => void wishes.refetch()} />}
      {wishes.data && <DigestForm wishes={wishes.data} />}
    </Part>
  );
}

function DigestForm({ wishes }: { readonly wishes: Wishes }) {
  const said = useWords(WORDS);
  const [digest, setDigest] = useState(wishes.digest);
  const [hour, setHour] = useState(String(wishes.hour));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const keep = useChange({
    make: (body: Wishes) => call('PUT /v1/session/digest', { body }),
    stale: ['digest'],
    done: said.saved,
  });
  return (
    <Stack maw={360}>
      <Checkbox label={said.wanted} checked={digest} onChange={(event) => setDigest(event.currentTarget.checked)} />
      <NativeSelect
        label={said.hour}
        value={hour}
        disabled={!digest}
        onChange={(event) => setHour(event.currentTarget.value)}
        data={Array.from({ length: 24 }, (_, each) => ({ value: String(each), label: `${each}:00` }))}
      />
      <Text size="sm" c="dimmed">
        {said.zone(zone)}
      </Text>
      <Fault>{keep.fault}</Fault>
      <Group>
        <Button loading={keep.busy} onClick={() => keep.run({ digest, hour: Number(hour), time_zone: zone })}>
          {said.save}
        </Button>
      </Group>
    </Stack>
  );
}

const WORDS = words(
  {
    title: 'Mail about your work',
    wanted: 'Each working day, what waits for me',
    hour: 'At',
    zone: (zone: string) =>
      `By the clock of this browser (${zone}). Nothing comes while you are away, or when nothing waits.`,
    save: 'Keep this',
    saved: 'Saved.',
  },
  {
    title: 'Post zu Ihrer Arbeit',
    wanted: 'An jedem Werktag, was auf mich wartet',
    hour: 'Um',
    zone: (zone: string) =>
      `Nach der Uhr dieses Browsers (${zone}). Es kommt nichts, wenn Sie abwesend sind oder nichts wartet.`,
    save: 'So merken',
    saved: 'Gespeichert.',
  },
);

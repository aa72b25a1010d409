import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import { textIn } from '../parts/form';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useWords } from '../parts/words';
import { FormDialog, WhyField } from './dialog';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';
import { SUPPRESSION_WORDS, type SuppressionWords } from './suppression-words';

type Suppression = Reply<'GET /v1/suppressions'>['data'][number];

/** Why an address is not written to any more, barring one, and letting it be written to again. Addresses are kept as hashes: one must know it to find it. */
export function SuppressionsSection() {
  const said = useWords(SUPPRESSION_WORDS);
  const { can } = useSession();
  const [address, setAddress] = useState('');
  const [barring, setBarring] = useState(false);
  const [lifting, setLifting] = useState<Suppression>();
  const found = useInfiniteQuery({
    queryKey: ['suppressions', { address }],
    queryFn: ({ pageParam }) =>
      call('GET /v1/suppressions', { query: { address, limit: 25, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    enabled: address !== '',
  });
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAddress(textIn(new FormData(event.currentTarget), 'address').trim());
  };
  const all = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <SectionHead
        title={said.title}
        action={
          can('work') && (
            <Button variant="default" onClick={() => setBarring(true)}>
              {said.bar}
            </Button>
          )
        }
      >
        {said.introduction}
      </SectionHead>
      <form onSubmit={search} role="search">
        <Group align="end">
          <TextInput name="address" label={said.address} w={320} maw="100%" required withAsterisk={false} />
          <Button type="submit">{said.look}</Button>
        </Group>
      </form>
      {found.isLoading && <Loading lines={2} />}
      {found.error && <Failure error={found.error} />}
      {found.data && all.length === 0 && (
        <Empty title={said.free} icon={IconMailCheck}>
          {said.freeMore}
        </Empty>
      )}
      <ul className={classes['rows']}>
        {all.map((each) => (
          <li key={each.id} className={classes['row']}>
            <div>
              <Text fw={600}>{said.reasons[each.reason]}</Text>
              <Text size="sm" c="dimmed">
                {said.since(said.channels[each.channel], saidOf(each.classes, said))} <Ago at={each.at} />
                {each.expires_at && (
                  <>
                    {' · '}
                    {said.ends} <Ago at={each.expires_at} />
                  </>
                )}
              </Text>
            </div>
            {can('configure') && (
              <Button size="xs" variant="default" onClick={() => setLifting(each)}>
                {said.lift}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More list={found} />
      <BarDialog opened={barring} onClose={() => setBarring(false)} />
      {lifting && <LiftDialog suppression={lifting} onClose={() => setLifting(undefined)} />}
    </>
  );
}

function saidOf(classes: Suppression['classes'], said: SuppressionWords): string {
  return classes?.map((each) => said.classes[each]).join(', ') ?? said.everything;
}

function BarDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const said = useWords(SUPPRESSION_WORDS);
  const bar = useChange({
    make: (body: { channel: 'email' | 'sms'; address: string; note: string }) =>
      call('POST /v1/suppressions', { body }),
    stale: ['suppressions'],
    done: said.barred,
    after: onClose,
  });
  const ask = (form: FormData) => {
    const channel = textIn(form, 'channel') as 'email' | 'sms';
    bar.run({ channel, address: textIn(form, 'address'), note: textIn(form, 'note') });
  };
  return (
    <FormDialog opened={opened} title={said.bar} step={said.bar} change={bar} ask={ask} onClose={onClose}>
      <NativeSelect
        name="channel"
        label={said.channel}
        data={[
          { value: 'email', label: said.channels.email },
          { value: 'sms', label: said.channels.sms },
        ]}
      />
      <TextInput name="address" label={said.address} required withAsterisk={false} />
      <WhyField />
    </FormDialog>
  );
}

function LiftDialog({ suppression, onClose }: { readonly suppression: Suppression; readonly onClose: () => void }) {
  const said = useWords(SUPPRESSION_WORDS);
  const { id } = suppression;
  const lift = useChange({
    make: (note: string) => call('DELETE /v1/suppressions/{id}', { path: { id }, query: { note } }),
    stale: ['suppressions'],
    done: said.lifted,
    after: onClose,
  });
  return (
    <FormDialog
      title={said.liftTitle}
      step={said.lift}
      change={lift}
      ask={(form) => lift.run(textIn(form, 'note'))}
      onClose={onClose}
    >
      <Text>{said.liftText}</Text>
      <WhyField />
    </FormDialog>
  );
}

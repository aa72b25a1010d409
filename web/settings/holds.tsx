import { Badge, Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { call, type Reply, type Takes } from '../client/call';
import { textIn } from '../parts/form';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useWords } from '../parts/words';
import { HOLD_WORDS } from './hold-words';
import { More } from './more';
import { Fault, SectionHead, useChange } from './section';
import classes from './settings.module.css';

type Hold = Reply<'GET /v1/holds'>['data'][number];
type Wanted = Takes<'POST /v1/holds'>['body'];

/** What is held back at present, by whom and why, and the step by which it goes on without loss (X10). */
export function HoldsSection() {
  const said = useWords(HOLD_WORDS);
  const { can } = useSession();
  const [state, setState] = useState<Hold['state']>('on');
  const [placing, setPlacing] = useState(false);
  const holds = useInfiniteQuery({
    queryKey: ['holds', { state }],
    queryFn: ({ pageParam }) =>
      call('GET /v1/holds', { query: { state, limit: 25, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const resume = useChange({
    make: (id: string) => call('POST /v1/holds/{id}/resume', { path: { id }, body: {} }),
    stale: ['holds'],
    done: said.resumed,
    aloud: true,
  });
  const all = holds.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <SectionHead
        title={said.title}
        action={
          can('steer') && (
            <Button variant="default" onClick={() => setPlacing(true)}>
              {said.place}
            </Button>
          )
        }
      >
        {said.introduction}
      </SectionHead>
      <SegmentedControl
        aria-label={said.which}
        value={state}
        onChange={(value) => setState(value as Hold['state'])}
        data={[
          { value: 'on', label: said.on },
          { value: 'over', label: said.over },
        ]}
      />
      {holds.isPending && <Loading />}
      {holds.error && <Failure error={holds.error} retry={() => void holds.refetch()} />}
      {holds.data && all.length === 0 && <Empty title={state === 'on' ? said.noneOn : said.noneOver} />}
      <ul className={classes['rows']}>
        {all.map((hold) => (
          <li key={hold.id} className={classes['row']}>
            <div>
              <Text fw={600}>
                {said.scopes[hold.scope]}{' '}
                {hold.target !== '*' && <span className={classes['mono']}>{hold.target}</span>}
              </Text>
              <Text size="sm">{hold.reason}</Text>
              <Text size="sm" c="dimmed">
                {hold.by}, <Ago at={hold.since} />
                {hold.until && hold.state === 'on' && (
                  <>
                    {' · '}
                    {said.ends} <Ago at={hold.until} />
                  </>
                )}
                {hold.ended_at && (
                  <>
                    {' · '}
                    {said.ended(hold.ended_by)} <Ago at={hold.ended_at} />
                  </>
                )}
              </Text>
            </div>
            {hold.cause !== 'staff' && <Badge variant="light">{said.byItself}</Badge>}
            {hold.state === 'on' && can('steer') && (
              <Button
                size="xs"
                variant="default"
                onClick={() => resume.run(hold.id)}
                aria-label={`${said.resume}: ${said.scopes[hold.scope]} ${hold.target}`}
              >
                {said.resume}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More list={holds} />
      <PlaceHold opened={placing} onClose={() => setPlacing(false)} />
    </>
  );
}

const SCOPES = ['everything', 'journey', 'channel', 'class', 'customer'] as const;

function PlaceHold({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const said = useWords(HOLD_WORDS);
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('channel');
  const place = useChange({
    make: (body: Wanted) => call('POST /v1/holds', { body }),
    stale: ['holds'],
    done: said.placed,
    after: onClose,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = textIn(form, 'reason');
    const until = textIn(form, 'until');
    place.run({
      scope,
      ...(scope !== 'everything' && { target: textIn(form, 'target') }),
      reason,
      ...(until && { until: new Date(until).toISOString() }),
    });
  };
  return (
    <Modal opened={opened} onClose={onClose} title={said.place} closeButtonProps={{ 'aria-label': said.cancel }}>
      <form onSubmit={submit}>
        <Stack>
          <NativeSelect
            label={said.what}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value as typeof scope)}
            data={SCOPES.map((value) => ({ value, label: said.scopes[value] }))}
          />
          {scope !== 'everything' && (
            <TextInput
              name="target"
              label={said.target}
              description={said.targets[scope]}
              required
              withAsterisk={false}
            />
          )}
          <TextInput
            name="reason"
            label={said.reason}
            description={said.reasonHint}
            minLength={3}
            maxLength={500}
            required
            withAsterisk={false}
          />
          <TextInput name="until" type="datetime-local" label={said.until} description={said.untilHint} />
          <Text size="sm" c="dimmed">
            {said.effect}
          </Text>
          <Fault>{place.fault}</Fault>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {said.cancel}
            </Button>
            <Button type="submit" color="red.9" loading={place.busy}>
              {said.hold}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

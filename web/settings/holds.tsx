import { Badge, Button, NativeSelect, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { call, type Reply, type Takes } from '../client/call';
import { textIn } from '../parts/form';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { capital } from '../parts/sentence';
import { useNames, useSay, type Names } from '../parts/translation';
import { useWords } from '../parts/words';
import { FormDialog } from './dialog';
import { HOLD_WORDS, type HoldWords } from './hold-words';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';

type Hold = Reply<'GET /v1/holds'>['data'][number];
type Wanted = Takes<'POST /v1/holds'>['body'];

/** What is held back at present, by whom and why, and the step by which it goes on without loss (X10). */
export function HoldsSection() {
  const said = useWords(HOLD_WORDS);
  const { can } = useSession();
  const [state, setState] = useState<Hold['state']>('on');
  const nameOf = useNameOf();
  const names = useNames();
  const say = useSay();
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
      {holds.data && all.length === 0 && (
        <Empty title={state === 'on' ? said.noneOn : said.noneOver} icon={IconPlayerPause}>
          {state === 'on' && said.noneMore}
        </Empty>
      )}
      <ul className={classes['rows']}>
        {all.map((hold) => (
          <li key={hold.id} className={classes['row']}>
            <div>
              <Text fw={600}>
                {said.scopes[hold.scope]}
                {hold.target !== '*' && ': '}
                {hold.scope === 'customer' ? (
                  <Link to="/customers/$id" params={{ id: hold.target }} search={{}}>
                    {said.openCustomer}
                  </Link>
                ) : (
                  hold.target !== '*' && targetOf(hold, said, names)
                )}
              </Text>
              <Text size="sm">{hold.cause === 'staff' ? hold.reason : say(hold.reason)}</Text>
              <Text size="sm" c="dimmed">
                {nameOf(hold.by)}, <Ago at={hold.since} />
                {hold.until && hold.state === 'on' && (
                  <>
                    {' · '}
                    {said.ends} <Ago at={hold.until} />
                  </>
                )}
                {hold.ended_at && (
                  <>
                    {' · '}
                    {said.ended(hold.ended_by && nameOf(hold.ended_by))} <Ago at={hold.ended_at} />
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
                aria-label={`${said.resume}: ${said.scopes[hold.scope]} ${hold.target === '*' ? '' : targetOf(hold, said, names)}`}
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
  const ask = (form: FormData) => {
    const until = textIn(form, 'until');
    place.run({
      scope,
      ...(scope !== 'everything' && { target: textIn(form, 'target') }),
      reason: textIn(form, 'reason'),
      ...(until && { until: new Date(until).toISOString() }),
    });
  };
  return (
    <FormDialog opened={opened} title={said.place} step={said.hold} change={place} ask={ask} onClose={onClose} isGrave>
      <NativeSelect
        label={said.what}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value as typeof scope)}
        data={SCOPES.map((value) => ({ value, label: said.scopes[value] }))}
      />
      {scope !== 'everything' && <Target scope={scope} />}
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
    </FormDialog>
  );
}

/** What exactly is held: chosen where there are few, written where it is one of many. */
function Target({ scope }: { readonly scope: Exclude<(typeof SCOPES)[number], 'everything'> }) {
  const said = useWords(HOLD_WORDS);
  const names = useNames();
  const { data: journeys } = useQuery({
    queryKey: ['journeys'],
    queryFn: () => call('GET /v1/journeys'),
    enabled: scope === 'journey',
  });
  if (scope === 'customer')
    return (
      <TextInput name="target" label={said.target} description={said.customerHint} required withAsterisk={false} />
    );
  const choices = {
    journey: (journeys?.data ?? []).map(({ name }) => ({ value: name, label: capital(names.journey(name)) })),
    channel: Object.entries(said.channels).map(([value, label]) => ({ value, label })),
    class: Object.entries(said.classes).map(([value, label]) => ({ value, label })),
  };
  return (
    <NativeSelect key={scope} name="target" label={said.target} required withAsterisk={false} data={choices[scope]} />
  );
}

/** What a hold is on, as people call it. */
function targetOf({ scope, target }: Hold, said: HoldWords, names: Names): string {
  if (scope === 'channel') return said.channels[target as keyof HoldWords['channels']] ?? target;
  if (scope === 'class') return said.classes[target as keyof HoldWords['classes']] ?? target;
  return scope === 'journey' ? capital(names.journey(target)) : target;
}

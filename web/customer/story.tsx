import { Button, Chip, Group, Title } from '@mantine/core';
import { useInfiniteQuery, usePrefetchInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { useWords } from '../parts/words';
import { Composer } from './composer';
import classes from './customer.module.css';
import { folded, type Told } from './folded';
import { ManyAlike, MomentLine } from './moment';
import { storyQuery, type Moment, type Profile } from './read';
import { STORY_WORDS } from './story-words';

/** What each filter shows. */
const FILTERS: Readonly<Record<string, string>> = {
  messages: 'touch,signal',
  conversation: 'utterance',
  did: 'event,lifecycle',
  journeys: 'enrolled,refused,stage,wait,steered,ended,log',
  tasks: 'task,note,corrected,hold',
  consent: 'consent',
};

/** Asks for the story while it is not known yet whose it is, so that both come at once. */
export function useStoryAhead(id: string): void {
  usePrefetchInfiniteQuery(storyQuery(id, FILTERS[useShown()] ?? ''));
}

/** The filter that the address names. */
function useShown(): string {
  const { show = '' } = useSearch({ strict: false }) as { readonly show?: string };
  return show;
}

/** One line of time across all channels, the latest first, told by days; with the box in which the customer is answered or a note is written. */
export function Story({ customer }: { readonly customer: Profile }) {
  const said = useWords(STORY_WORDS);
  const show = useShown();
  const navigate = useNavigate();
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    storyQuery(customer.id, FILTERS[show] ?? ''),
  );
  const moments = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="story" className={classes['story']}>
      <Title order={2} id="story">
        {said.title}
      </Title>
      <Composer customer={customer} />
      <Chip.Group
        value={show in FILTERS ? show : 'all'}
        onChange={(value) =>
          void navigate({ to: '.', search: value === 'all' ? {} : { show: String(value) }, replace: true })
        }
      >
        <Group gap={6} className={classes['filters']}>
          {['all', ...Object.keys(FILTERS)].map((name) => (
            <Chip key={name} value={name} size="xs" radius="xl" variant="light">
              {said.filters[name] ?? said.all}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {isPending && <Loading lines={8} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data && moments.length === 0 && (
        <p className={classes['soft']}>{show in FILTERS ? said.emptyFilter : said.empty}</p>
      )}
      <Days moments={moments} name={customer.name} />
      {hasNextPage && (
        <Button variant="default" size="compact-md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {said.earlier}
        </Button>
      )}
    </section>
  );
}

function Days({ moments, name }: { readonly moments: readonly Moment[]; readonly name: string | null }) {
  const dayName = useDayName();
  return daysOf(folded(moments)).map(([day, theirs]) => (
    <section key={day} aria-label={dayName(theirs[0]!.moment.at)} className={classes['day']}>
      <h3 className={classes['dayName']}>{dayName(theirs[0]!.moment.at)}</h3>
      <ol className={classes['moments']}>
        {theirs.map(({ moment, alike }, index) => (
          <Lines key={`${moment.at} ${moment.kind} ${index}`} alike={alike} name={name} />
        ))}
      </ol>
    </section>
  ));
}

/** One moment, or many alike in one line until somebody wants to see each. */
function Lines({ alike, name }: { readonly alike: readonly Moment[]; readonly name: string | null }) {
  const [each, setEach] = useState(false);
  if (alike.length > 1 && !each) return <ManyAlike alike={alike} showEach={() => setEach(true)} />;
  return alike.map((moment, index) => (
    <MomentLine key={`${moment.at} ${index}`} moment={moment} name={name} dated={alike.length > 1} />
  ));
}

/** Moments by the day on which they were, as the reader's clock has it. */
function daysOf(moments: readonly Told[]): [day: string, moments: Told[]][] {
  const days = new Map<string, Told[]>();
  for (const told of moments) {
    const day = new Date(told.moment.at).toDateString();
    days.set(day, [...(days.get(day) ?? []), told]);
  }
  return [...days];
}

const DAY_MS = 86_400_000;

function useDayName(): (at: string) => string {
  const said = useWords(STORY_WORDS);
  const { date } = useFormat();
  return (at) => {
    const day = new Date(at).toDateString();
    if (day === new Date().toDateString()) return said.today;
    return day === new Date(Date.now() - DAY_MS).toDateString() ? said.yesterday : date(at);
  };
}

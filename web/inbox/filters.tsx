import { Button, CloseButton, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { STATE_FILTERS } from '../../domain/inbox';
import { useCommands } from '../parts/commands';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './inbox.module.css';
import { boardQuery, choicesIn, NOBODY, teamQuery, type InboxSearch } from './read';
import { WORDS } from './words';

const FILTERS = ['queue', 'assignee', 'due', 'state', 'journey', 'playbook'] as const;
const TYPED_MS = 250;

/** What the list is narrowed down to. All of it stands in the address, so that it can be kept and sent to somebody. */
export function Filters({ search }: { readonly search: InboxSearch }) {
  const said = useWords(WORDS);
  const navigate = useNavigate({ from: '/' });
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search.q ?? '');
  const set = (change: Partial<InboxSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const look = useDebouncedCallback((q: string) => set({ q: q.trim() === '' ? undefined : q.trim() }), TYPED_MS);
  const active = FILTERS.filter((name) => search[name] !== undefined).length;
  useCommands([
    { id: 'search', name: said.search, group: said.list, keys: '/', run: () => field.current?.focus() },
    {
      id: 'clear filters',
      name: said.clearFilters,
      group: said.list,
      run: () => set(Object.fromEntries(FILTERS.map((name) => [name, undefined]))),
    },
  ]);

  return (
    <div className={classes['filters']}>
      <TextInput
        ref={field}
        type="search"
        size="sm"
        className={classes['search']}
        aria-label={said.search}
        placeholder={said.find}
        title={said.search}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        rightSection={
          text !== '' && (
            <CloseButton
              size="sm"
              aria-label={said.clearSearch}
              onClick={() => {
                setText('');
                set({ q: undefined });
              }}
            />
          )
        }
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
      />
      <Popover position="bottom-end" shadow="md" width={280} trapFocus withRoles>
        <Popover.Target>
          <Button
            variant={active > 0 ? 'light' : 'default'}
            size="sm"
            leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden />}
          >
            {said.filters}
            {active > 0 && ` · ${active}`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={said.filters}>
          <Chosen search={search} set={set} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function Chosen(props: { readonly search: InboxSearch; readonly set: (change: Partial<InboxSearch>) => void }) {
  const { search, set } = props;
  const said = useWords(WORDS);
  const names = useNames();
  const { data: board } = useQuery(boardQuery);
  const { data: team } = useQuery(teamQuery);
  const people = choicesIn(team);
  const choose = (name: keyof InboxSearch) => (value: string | null) => set({ [name]: value ?? undefined });
  const shared = { clearable: true, size: 'sm', comboboxProps: { withinPortal: false } } as const;
  return (
    <Stack gap="sm">
      <Select
        {...shared}
        label={said.queue}
        data={board?.queues.map(({ queue }) => ({ value: queue, label: capital(names.queue(queue)) })) ?? []}
        value={search.queue ?? null}
        onChange={choose('queue')}
      />
      <Select
        {...shared}
        label={said.assignee}
        searchable
        data={[{ value: NOBODY, label: said.nobody }, ...people]}
        value={search.assignee ?? null}
        onChange={choose('assignee')}
      />
      <Select
        {...shared}
        label={said.due}
        data={(['overdue', 'today', 'week'] as const).map((value) => ({ value, label: said.dueIn[value] }))}
        value={search.due ?? null}
        onChange={choose('due')}
      />
      <Select
        {...shared}
        label={said.state}
        data={STATE_FILTERS.map((value) => ({ value, label: said.stateIs[value] }))}
        value={search.state ?? null}
        onChange={choose('state')}
      />
      <TextInput
        size="sm"
        label={said.journey}
        defaultValue={search.journey}
        onBlur={(event) => choose('journey')(event.currentTarget.value || null)}
      />
      <TextInput
        size="sm"
        label={said.playbook}
        defaultValue={search.playbook}
        onBlur={(event) => choose('playbook')(event.currentTarget.value || null)}
      />
      <Group justify="end">
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => set(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
        >
          {said.clearFilters}
        </Button>
      </Group>
    </Stack>
  );
}

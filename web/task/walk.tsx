import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { InboxSearch } from '../inbox/read';
import { useWords } from '../parts/words';
import { useNeighbours } from './neighbours';
import classes from './task.module.css';
import { WORDS } from './words';

/** Leads to the task before and after in the list that one came from, for whoever does not use `j` and `k`. */
export function Walk({ taskId, search }: { readonly taskId: string; readonly search: InboxSearch }) {
  const said = useWords(WORDS);
  const { previous, next } = useNeighbours(taskId, search);
  return (
    <span className={classes['walk']}>
      <Step id={previous} search={search} sign={IconChevronUp} name={said.previousTask} />
      <Step id={next} search={search} sign={IconChevronDown} name={said.nextTask} />
    </span>
  );
}

function Step(props: {
  readonly id: string | undefined;
  readonly search: InboxSearch;
  readonly sign: Icon;
  readonly name: string;
}) {
  const { id, search, sign: Sign, name } = props;
  const shared = { variant: 'subtle', color: 'gray', 'aria-label': name, title: name } as const;
  const sign = <Sign size={18} stroke={1.7} aria-hidden />;
  if (id === undefined)
    return (
      <ActionIcon {...shared} disabled>
        {sign}
      </ActionIcon>
    );
  return (
    <ActionIcon
      {...shared}
      renderRoot={(props_) => <Link {...props_} to="/tasks/$id" params={{ id }} search={search} />}
    >
      {sign}
    </ActionIcon>
  );
}

import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MOST_AT_ONCE } from '../../domain/inbox';
import { useFormat } from '../parts/format';
import { useWords } from '../parts/words';
import classes from './inbox.module.css';
import { countsQuery, type InboxSearch } from './read';
import type { View } from './views';
import { WORDS } from './words';

/** How many tasks are selected, how to select all of the view, and what can be done with them. */
export function Chosen(props: {
  readonly count: number;
  readonly view: Exclude<View, 'team'>;
  readonly search: InboxSearch;
  /** Selects all that match, as far as that can be given away at once. */
  readonly onAll: () => Promise<void>;
  readonly onShare: () => void;
  readonly onNone: () => void;
}) {
  const { count, view, search, onAll, onShare, onNone } = props;
  const said = useWords(WORDS);
  const { number } = useFormat();
  const { data: counts } = useQuery(countsQuery(search));
  const [busy, setBusy] = useState(false);
  const all = counts?.[view] ?? count;
  const most = Math.min(all, MOST_AT_ONCE);
  const selectAll = async () => {
    setBusy(true);
    await onAll();
    setBusy(false);
  };
  return (
    <div className={classes['chosen']} role="region" aria-label={said.selected(count)}>
      <span role="status">
        {said.selected(count)}
        {count === MOST_AT_ONCE && all > count && (
          <Text span c="dimmed" size="sm">
            {' '}
            {said.mostAtOnce(number(MOST_AT_ONCE))}
          </Text>
        )}
      </span>
      {count < most && (
        <Button size="compact-md" variant="subtle" loading={busy} onClick={() => void selectAll()}>
          {most < all ? said.selectFirst(number(most), number(all)) : said.selectAll(number(all))}
        </Button>
      )}
      <Button size="compact-md" onClick={onShare}>
        {said.reassign}
      </Button>
      <Button size="compact-md" variant="subtle" onClick={onNone}>
        {said.unselect}
      </Button>
    </div>
  );
}

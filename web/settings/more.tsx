import { Button, Group } from '@mantine/core';
import { useWords, words } from '../parts/words';

/** A list that is read page by page. */
interface List {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Reads the next page of a list; nothing when there is none. */
export function More({ list }: { readonly list: List }) {
  const said = useWords(WORDS);
  if (!list.hasNextPage) return null;
  return (
    <Group justify="center" mt="md">
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {said.more}
      </Button>
    </Group>
  );
}

const WORDS = words({ more: 'Show more' }, { more: 'Mehr zeigen' });

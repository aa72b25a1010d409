import { useInfiniteQuery } from '@tanstack/react-query';
import { inboxQuery, type InboxSearch } from '../inbox/read';
import { viewIn } from '../inbox/views';

/** The tasks before and after one in the list that it was opened from; the first of the list where it does not stand there any more. */
export function useNeighbours(
  id: string,
  search: InboxSearch,
): { readonly next: string | undefined; readonly previous: string | undefined } {
  const view = viewIn(search.view);
  const { data } = useInfiniteQuery(inboxQuery(view === 'team' ? 'next' : view, search));
  const ids = data?.pages.flatMap((page) => page.data.map((task) => task.id)) ?? [];
  const at = ids.indexOf(id);
  return { next: at === -1 ? ids[0] : ids[at + 1], previous: at > 0 ? ids[at - 1] : undefined };
}

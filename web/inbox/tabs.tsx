import { VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../parts/format';
import { useLanguage, useWords } from '../parts/words';
import classes from './inbox.module.css';
import { countsQuery, inboxQuery, type InboxSearch } from './read';
import { VIEWS, type View } from './views';
import { WORDS } from './words';

/** The views, each with how much is in it. */
export function Tabs({ view, search }: { readonly view: View; readonly search: InboxSearch }) {
  const said = useWords(WORDS);
  const language = useLanguage();
  const { number } = useFormat();
  const { data: counts } = useQuery(countsQuery(search));
  const waiting = counts?.next;
  const queries = useQueryClient();
  /** Whoever points at a view is about to open it. */
  const fetchAhead = (of: View) => {
    if (of !== 'team') void queries.prefetchInfiniteQuery(inboxQuery(of, search));
  };
  return (
    <nav aria-label={said.views} className={classes['tabs']}>
      {VIEWS.map((each) => {
        const count = each.view === 'team' ? undefined : counts?.[each.view];
        return (
          <Link
            key={each.view}
            to="/"
            search={(before) => ({ ...before, view: each.view === 'next' ? undefined : each.view })}
            className={classes['tab']}
            onPointerEnter={() => fetchAhead(each.view)}
            // Otherwise the first view, which the address does not name, would be the present one in each of the others, too.
            activeOptions={{ exact: true }}
            aria-current={each.view === view ? 'page' : undefined}
          >
            {each.name[language]}
            {count !== undefined && count > 0 && (
              <span className={classes['count']} data-bad={each.view === 'breached' || undefined}>
                {number(count)}
              </span>
            )}
          </Link>
        );
      })}
      {/* News of others move the list without a word to those who do not see it. */}
      <VisuallyHidden role="status">{waiting !== undefined && said.waiting(number(waiting))}</VisuallyHidden>
    </nav>
  );
}

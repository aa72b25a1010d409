import { useEffect } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { VisuallyHidden } from '@mantine/core';
import { useCommands } from '../parts/commands';
import { useLanguage, useWords } from '../parts/words';
import { Board } from './board';
import { Filters } from './filters';
import classes from './inbox.module.css';
import { TaskList } from './list';
import { Tabs } from './tabs';
import { VIEWS, viewIn } from './views';
import { WORDS } from './words';

/** Whom to help next, and why: the views of the inbox, their filters in the address, all of it by keyboard. */
export function InboxPage() {
  const said = useWords(WORDS);
  const language = useLanguage();
  const search = useSearch({ from: '/shell/' });
  const navigate = useNavigate({ from: '/' });
  const view = viewIn(search.view);
  useCommands(
    VIEWS.map(({ view: to, letter, name }) => ({
      id: `view ${to}`,
      name: name[language],
      group: said.title,
      keys: `g ${letter}`,
      run: () => void navigate({ search: (before) => ({ ...before, view: to }) }),
    })),
  );

  useEffect(() => void (document.title = `${said.title} · Perennial`), [said]);

  return (
    <div className={classes['inbox']}>
      <VisuallyHidden>
        <h1>{said.title}</h1>
      </VisuallyHidden>
      <header className={classes['head']}>
        <Tabs view={view} search={search} />
        {view !== 'team' && <Filters search={search} />}
      </header>
      {view === 'team' ? <Board /> : <TaskList key={view} view={view} search={search} />}
    </div>
  );
}

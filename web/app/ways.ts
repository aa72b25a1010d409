import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../parts/commands';
import { useLanguage, useWords, words } from '../parts/words';
import { VIEWS } from '../inbox/views';
import { WAYS, type Way } from './navigation';
import { useSession } from './session';

/** The ways that the person who is signed in may go. */
export function useOpenWays(): readonly Way[] {
  const { can } = useSession();
  return WAYS.filter(({ right }) => can(right));
}

/** Offers them, and the views of the inbox, as commands: `g` and a letter. */
export function useWays(): void {
  const navigate = useNavigate();
  const language = useLanguage();
  const said = useWords(WORDS);
  const ways = useOpenWays();
  useCommands([
    ...ways.map(({ to, name, letter }) => ({
      id: `go ${to}`,
      name: said.goTo(name[language]),
      group: said.group,
      keys: `g ${letter}`,
      run: () => void navigate({ to }),
    })),
    ...VIEWS.map(({ view, letter, name }) => ({
      id: `view ${view}`,
      name: name[language],
      group: said.inbox,
      keys: `g ${letter}`,
      run: () => void navigate({ to: '/', search: { view } }),
    })),
  ]);
}

const WORDS = words(
  { group: 'Go to', inbox: 'Inbox', goTo: (name: string) => name },
  { group: 'Gehe zu', inbox: 'Posteingang', goTo: (name: string) => name },
);

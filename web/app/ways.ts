import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../parts/commands';
import { useLanguage, useWords, words } from '../parts/words';
import { WAYS, type Way } from './navigation';
import { useSession } from './session';

/** The ways that the person who is signed in may go. */
export function useOpenWays(): readonly Way[] {
  const { can } = useSession();
  return WAYS.filter(({ right }) => can(right));
}

/** Offers them as commands: `g` and a letter. */
export function useWays(): void {
  const navigate = useNavigate();
  const language = useLanguage();
  const said = useWords(WORDS);
  const ways = useOpenWays();
  useCommands(
    ways.map(({ to, name, letter }) => ({
      id: `go ${to}`,
      name: said.goTo(name[language]),
      group: said.group,
      keys: `g ${letter}`,
      run: () => void navigate({ to }),
    })),
  );
}

const WORDS = words(
  { group: 'Go to', goTo: (name: string) => name },
  { group: 'Gehe zu', goTo: (name: string) => name },
);

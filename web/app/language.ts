import { useLocalStorage } from '@mantine/hooks';
import type { Language } from '../parts/words';

/** The language that was chosen last on this machine, for the pages before somebody is signed in; after that their own setting holds. */
export function useChosenLanguage() {
  return useLocalStorage<Language | undefined>({
    key: 'perennial-language',
    defaultValue: undefined,
    getInitialValueInEffect: false,
  });
}

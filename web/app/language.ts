import { useLocalStorage } from '@mantine/hooks';
import type { Language } from '../parts/words';

/** The language that somebody chose on this machine; without a choice their own setting holds, and before that the browser's. */
export function useChosenLanguage() {
  return useLocalStorage<Language | undefined>({
    key: 'perennial-language',
    defaultValue: undefined,
    getInitialValueInEffect: false,
  });
}

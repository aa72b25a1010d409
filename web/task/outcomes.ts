import { capital } from '../parts/sentence';
import { useWords } from '../parts/words';
import { WORDS } from './words';

/** What the codes of outcomes are called; one that a playbook has of its own is read as it is. */
export function useOutcomeWords(): (code: string) => string {
  const { outcomes } = useWords(WORDS);
  return (code) => outcomes[code] ?? capital(code.replaceAll('_', ' '));
}

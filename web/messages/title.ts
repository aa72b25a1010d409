import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';

/** What a message is called: the journey or the matter that it belongs to, and its own name. */
export function useMessageTitle(): (name: string) => string {
  const names = useNames();
  return (name) => {
    const folder = name.split('/').slice(0, -1).map(names.journey);
    return [...folder, names.message(name)].map(capital).join(' · ');
  };
}

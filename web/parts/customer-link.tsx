import { Link } from '@tanstack/react-router';
import { useWords, words } from './words';

/** A customer by their name, leading to their page. */
export function CustomerLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  const said = useWords(WORDS);
  return (
    <Link to="/customers/$id" params={{ id }} search={{}}>
      {name ?? said.nameless}
    </Link>
  );
}

const WORDS = words({ nameless: 'Somebody without a name' }, { nameless: 'Jemand ohne Namen' });

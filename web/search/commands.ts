import { useNavigate } from '@tanstack/react-router';
import { useSession } from '../app/session';
import type { Command } from '../parts/commands';
import { useWords } from '../parts/words';
import { useFound } from './found';
import { WORDS } from './words';

const FEWEST_LETTERS = 2;
const MOST = 6;

/** Customers as commands of the palette: whoever types a part of a name goes there. */
export function useFoundCustomers(text: string): readonly Command[] {
  const said = useWords(WORDS);
  const { can } = useSession();
  const navigate = useNavigate();
  const typed = can('read') && text.trim().length >= FEWEST_LETTERS ? text : '';
  const { data } = useFound(typed, MOST);
  if (typed === '' || !data) return [];
  const people = data.data.map((found) => ({
    id: `customer ${found.id}`,
    name: [found.name ?? found.email ?? found.user_ids[0] ?? said.nameless, ...found.companies.slice(0, 1)].join(' · '),
    group: said.customer,
    run: () => void navigate({ to: '/customers/$id', params: { id: found.id } }),
  }));
  if (!data.more) return people;
  const all = { id: 'customers all', name: said.allFor(text.trim()), group: said.customer };
  return [...people, { ...all, run: () => void navigate({ to: '/search', search: { q: text.trim() } }) }];
}

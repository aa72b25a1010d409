import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Failure, Loading } from '../parts/states';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { Head } from './head';
import { Health } from './health';
import { Journeys } from './journeys';
import { profileQuery, type Profile } from './read';
import { About, Colleagues, Consents, Tasks } from './side';
import { Story, useStoryAhead } from './story';
import { WORDS } from './words';

/** The customer whole (M18): who they are, where they stand and what comes next, and all that happened. */
export function CustomerPage() {
  const said = useWords(WORDS);
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { data: customer, error, refetch } = useQuery(profileQuery(id));
  useStoryAhead(id);
  useOwnAddress(id, customer);
  const name = customer?.name ?? customer?.email ?? said.nameless;
  useEffect(() => {
    if (customer) document.title = `${name} · Perennial`;
  }, [customer, name]);
  if (error && !customer) return <Failure error={error} retry={() => void refetch()} />;
  if (!customer) return <Loading lines={10} />;
  return (
    <div className={classes['page']} key={customer.id}>
      <Head customer={customer} />
      <div className={classes['columns']}>
        <div className={classes['main']}>
          <Journeys customer={customer} />
          <Story customer={customer} />
        </div>
        <div className={classes['aside']}>
          <Tasks customer={customer} />
          <Health customer={customer} />
          <Consents customer={customer} />
          <About customer={customer} />
          <Colleagues customer={customer} />
        </div>
      </div>
    </div>
  );
}

/**
 * Whoever came by an id that the backend gave them, or that became another's, goes on under their own: notices and deeds
 * name that one, and would leave the page as it was.
 */
function useOwnAddress(id: string, customer: Profile | undefined): void {
  const navigate = useNavigate();
  const queries = useQueryClient();
  useEffect(() => {
    if (!customer || customer.id === id) return;
    queries.setQueryData(profileQuery(customer.id).queryKey, customer);
    void navigate({
      to: '/customers/$id',
      params: { id: customer.id },
      search: (before) => before,
      hash: true,
      replace: true,
    });
  }, [id, customer, navigate, queries]);
}

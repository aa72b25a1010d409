import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { teamQuery } from './read';

/** Names of members of staff by their ids; an id that nobody has (any more) is its own name, and so is the product. */
export function useNameOf(): (id: string) => string {
  const { data } = useQuery(teamQuery);
  return useMemo(() => {
    const names = new Map(data?.data.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? (id === 'perennial' ? 'Perennial' : id);
  }, [data]);
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { teamQuery } from './read';

/** The ids of members of staff by their names, however they are written; what is nobody's name is taken for an id. */
export function useIdOf(): (name: string) => string {
  const { data } = useQuery(teamQuery);
  return useMemo(() => {
    const ids = new Map(data?.data.map(({ id, name }) => [name.toLowerCase(), id]));
    return (name) => ids.get(name.toLowerCase()) ?? (name.toLowerCase() === 'perennial' ? 'perennial' : name);
  }, [data]);
}

/** Names of members of staff by their ids; an id that nobody has (any more) is its own name, and so is the product. */
export function useNameOf(): (id: string) => string {
  const { data } = useQuery(teamQuery);
  return useMemo(() => {
    const names = new Map(data?.data.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? (id === 'perennial' ? 'Perennial' : id);
  }, [data]);
}

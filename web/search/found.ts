import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, type Reply } from '../client/call';

export type Found = Reply<'GET /v1/search'>['data'][number];

const REST_MS = 60;

/** Who is found by a text while it is typed, the likeliest first. What was found before stays until there is something newer. */
export function useFound(text: string, limit: number) {
  const [q] = useDebouncedValue(text.trim().slice(0, 200), REST_MS);
  return useQuery({
    queryKey: ['search', q, limit],
    queryFn: () => call('GET /v1/search', { query: { q, limit } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

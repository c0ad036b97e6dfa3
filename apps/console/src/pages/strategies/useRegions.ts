import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';

/** Provinces with their names; they do not change while a page is open. */
export function useRegions(): Awaited<ReturnType<typeof client.listRegions>>['items'] {
  const query = useQuery({ queryKey: keys.regions, queryFn: () => client.listRegions(), staleTime: Infinity });
  return query.data?.items ?? [];
}

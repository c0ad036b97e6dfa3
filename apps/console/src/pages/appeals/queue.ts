import { useQuery } from '@tanstack/react-query';
import { useGo } from '../../app/links.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { isOpenAppeal } from './open.ts';

/** Where a case stands in the queue of open appeals, the nearest deadline first. */
export interface Queue {
  readonly position: number | null;
  readonly total: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly goNext: () => void;
  readonly goPrevious: () => void;
}

export function useQueue(id: string, enabled: boolean): Queue {
  const go = useGo();
  const query = useQuery({
    queryKey: [...keys.appeals, 'queue'],
    queryFn: () => client.listAllAppeals({ query: { limit: 200 } }),
    enabled,
    staleTime: 30_000,
  });
  const ids = (query.data?.items ?? [])
    .filter((row) => isOpenAppeal(row.state) || row.id === id)
    .sort((a, b) => a.answerBy.localeCompare(b.answerBy) || a.id.localeCompare(b.id))
    .map((row) => row.id);
  const at = ids.indexOf(id);
  const next = ids[at + 1] ?? null;
  const previous = at > 0 ? (ids[at - 1] ?? null) : null;
  const open = (target: string | null) => {
    if (target !== null) go({ to: '/appeals/$id', params: { id: target } });
  };
  return {
    position: at < 0 ? null : at + 1,
    total: ids.length,
    next,
    previous,
    goNext: () => open(next),
    goPrevious: () => open(previous),
  };
}

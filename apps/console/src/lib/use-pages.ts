import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

/** The most rows an export fetches; beyond it a person should filter first. */
const EXPORT_ROWS_MAX = 20_000;

/** A list read page by page along the API's cursor. `fetchPage` must take the page size it is given. */
export function usePages<Row>(
  queryKey: readonly unknown[],
  fetchPage: (cursor: string | undefined, limit: number) => Promise<Page<Row>>,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam, 50),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const fetchAll = async (onProgress: (rows: number) => void): Promise<readonly Row[]> => {
    const all: Row[] = [];
    let cursor: string | undefined;
    do {
      const page = await fetchPage(cursor, 200);
      all.push(...page.items);
      onProgress(all.length);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && all.length < EXPORT_ROWS_MAX);
    return all;
  };
  return { query, rows, fetchAll };
}

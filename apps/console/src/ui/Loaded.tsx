import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../i18n/context.tsx';
import { LoadProblem } from './Problem.tsx';

/** A page part that waits for a query: skeleton, then the failure with a retry, or the content. */
export function Loaded<T>({
  query,
  rows = 6,
  children,
}: {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { t } = useText();
  const cache = useQueryClient();
  // One press asks again for everything on the page that did not come.
  const retry = () => void cache.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <LoadProblem error={query.error} onRetry={retry} />;
  return (
    <div className="panel" role="status" aria-label={t.common.loading}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemText } from '../api/client.ts';
import { useText } from '../i18n/context.tsx';
import { Button } from './controls.tsx';
import { Icon, type IconName } from './icon.tsx';

/** Grey shapes where the content will stand. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useText();
  return (
    <div className="skeleton" role="status" aria-label={t.common.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  /** True where it is the whole page, and its title the page's. */
  whole?: boolean;
}

/** Nothing here yet: says what will appear and how. */
export function Empty({ icon, title, children, whole = false }: EmptyProps) {
  const Title = whole ? 'h1' : 'p';
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      <Title className="empty-title">{title}</Title>
      {children}
    </div>
  );
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** Content of a query, or what stands in its place while it loads or after it failed. */
export function Loaded<Data>({ query, skeleton = <Skeleton />, children }: LoadedProps<Data>) {
  const { t, local } = useText();
  const cache = useQueryClient();
  // One tap asks again for everything on the page that did not come.
  const retry = () => void cache.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <div className="empty" role="alert">
        <Icon name="alert" size={32} />
        <p className="empty-title">{t.common.failed}</p>
        <p>{local(problemText(query.error))}</p>
        <Button kind="secondary" icon="turn" onClick={retry}>
          {t.common.retry}
        </Button>
      </div>
    );
  }
  return skeleton;
}

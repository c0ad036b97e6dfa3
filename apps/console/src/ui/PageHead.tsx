import { useEffect, type ReactNode } from 'react';
import { useText } from '../i18n/context.tsx';

/** Title, one sentence of purpose, and the page's actions; also names the browser tab. */
export function PageHead({
  title,
  lead,
  tabTitle,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  tabTitle?: string;
  actions?: ReactNode;
}) {
  const { t } = useText();
  const name = tabTitle ?? (typeof title === 'string' ? title : t.console);
  useEffect(() => {
    document.title = `${name} · ${t.product}`;
  }, [name, t.product]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className="lead">{lead}</p>}
      </div>
      {actions === undefined ? null : <div className="page-actions">{actions}</div>}
    </header>
  );
}

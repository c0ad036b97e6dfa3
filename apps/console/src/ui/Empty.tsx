import { InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

/** An empty place that says what will be there, and how it comes about. */
export function Empty({ title, help, action }: { title: string; help?: string; action?: ReactNode }) {
  return (
    <div className="block-state">
      <span className="block-state-icon" aria-hidden>
        <InboxOutlined />
      </span>
      <h2>{title}</h2>
      {help === undefined ? null : <p>{help}</p>}
      {action}
    </div>
  );
}

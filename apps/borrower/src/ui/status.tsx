import type { ReactNode } from 'react';
import { problemText } from '../api/client.ts';
import { useText } from '../i18n/context.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Prose } from './prose.tsx';

export type Tone = 'plain' | 'good' | 'attention' | 'overdue' | 'primary';

/** A state: always icon, word and colour together. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}

interface StripProps {
  tone: Tone;
  icon: IconName;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
}

/** A message that stands across the page; announced to screen readers when `live`. */
export function Strip({ tone, icon, title, children, live = false }: StripProps) {
  return (
    <div className={`strip tone-${tone}`} role={live ? 'status' : undefined}>
      <Icon name={icon} />
      <div>
        <p className="strip-title">{typeof title === 'string' ? <Prose text={title} /> : title}</p>
        {children}
      </div>
    </div>
  );
}

/** What went wrong with a write, said where the person pressed. */
export function Refusal({ error }: { error: unknown }) {
  const { local } = useText();
  if (error === null || error === undefined) return null;
  return (
    <p className="refusal" role="alert">
      <Icon name="alert" size={18} />
      <span>{local(problemText(error))}</span>
    </p>
  );
}

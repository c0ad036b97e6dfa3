import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  InfoCircleOutlined,
  LockOutlined,
  PauseCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

/** How a state is meant: colour is only the third carrier, after the icon and the word. */
export type Tone = 'good' | 'attention' | 'bad' | 'quiet' | 'hold' | 'locked';

const icons: Record<Tone, ReactNode> = {
  good: <CheckCircleOutlined />,
  attention: <ClockCircleOutlined />,
  bad: <ExclamationCircleOutlined />,
  quiet: <InfoCircleOutlined />,
  hold: <PauseCircleOutlined />,
  locked: <LockOutlined />,
};

/** A state: icon, word, colour. */
export function State({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`state state-${tone}`} title={title}>
      <span aria-hidden>{icons[tone]}</span>
      <span>{children}</span>
    </span>
  );
}

/** Yes or no with a mark, for proofs and checks. */
export function Check({ held, children }: { held: boolean; children: ReactNode }) {
  return (
    <span className={`check ${held ? 'check-held' : 'check-broken'}`}>
      <span aria-hidden>{held ? <CheckCircleOutlined /> : <CloseCircleOutlined />}</span>
      <span>{children}</span>
    </span>
  );
}

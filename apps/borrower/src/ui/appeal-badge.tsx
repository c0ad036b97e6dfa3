import type { Appeal } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { Badge } from './status.tsx';

/** Whether an appeal still waits for its answer. */
export function isOpen(appeal: Appeal): boolean {
  return appeal.outcome === null;
}

export function AppealBadge({ appeal }: { appeal: Appeal }) {
  const { t } = useText();
  if (appeal.outcome === null) {
    const asked = appeal.state === 'info_requested';
    return (
      <Badge tone={asked ? 'attention' : 'primary'} icon={asked ? 'alert' : 'clock'}>
        {t.appeal.state[appeal.state]}
      </Badge>
    );
  }
  const won = appeal.outcome === 'overturned' || appeal.outcome === 'partly';
  return (
    <Badge tone={won ? 'good' : 'plain'} icon={won ? 'check' : 'info'}>
      {t.appeal.outcome[appeal.outcome]}
    </Badge>
  );
}

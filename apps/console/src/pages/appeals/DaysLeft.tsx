import type { AppealRow } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { State } from '../../ui/State.tsx';
import { isOpenAppeal } from './open.ts';

/** The clock of an appeal in days; a decided one has none. */
export function DaysLeft({ row }: { row: AppealRow }) {
  const { t } = useText();
  if (!isOpenAppeal(row.state)) return <span className="muted">—</span>;
  return (
    <State tone={row.daysLeft < 0 ? 'bad' : row.daysLeft <= 3 ? 'attention' : 'quiet'}>
      {t.appeals.daysLeft(row.daysLeft)}
    </State>
  );
}

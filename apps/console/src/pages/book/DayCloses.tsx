import { Tabs } from 'antd';
import { useText } from '../../i18n/context.tsx';
import { useUrlState } from '../../lib/url-state.ts';
import { PageHead } from '../../ui/PageHead.tsx';
import { Reconciliation } from './Reconciliation.tsx';
import { Runs } from './Runs.tsx';
import { TrialBalance } from './TrialBalance.tsx';

export function DayClosesPage() {
  const { t } = useText();
  const [url, setUrl] = useUrlState();
  return (
    <>
      <PageHead title={t.dayCloses.title} lead={t.dayCloses.lead} />
      <Tabs
        activeKey={url['tab'] ?? 'runs'}
        onChange={(tab) => setUrl({ tab })}
        items={[
          { key: 'runs', label: t.dayCloses.tabs.runs, children: <Runs /> },
          { key: 'balance', label: t.dayCloses.tabs.balance, children: <TrialBalance /> },
          { key: 'rail', label: t.dayCloses.tabs.rail, children: <Reconciliation /> },
        ]}
      />
    </>
  );
}

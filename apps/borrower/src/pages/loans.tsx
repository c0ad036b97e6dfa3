import { useState } from 'react';
import { useLoans } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { Choices } from '../ui/controls.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { LoanRow } from '../ui/loan-row.tsx';

type Filter = 'RUNNING' | 'OVER' | 'ALL';

export function LoansPage() {
  const { t } = useText();
  const loans = useLoans();
  const [filter, setFilter] = useState<Filter>('ALL');
  return (
    <Page title={t.bills.links.loans} back="/bills">
      <div className="stack">
        <Choices
          label={t.loan.show}
          value={filter}
          onChange={setFilter}
          options={(['ALL', 'RUNNING', 'OVER'] as const).map((value) => ({ value, label: t.loan.filter[value] }))}
        />
        <Loaded query={loans}>
          {({ items }) => {
            const shown = items.filter((loan) => {
              const running = loan.state === 'ACTIVE' || loan.state === 'PENDING';
              return filter === 'ALL' || running === (filter === 'RUNNING');
            });
            return shown.length === 0 ? (
              <Empty icon="bill" title={t.bills.none}>
                <p>{t.bills.noneHelp}</p>
              </Empty>
            ) : (
              <Card>
                <div className="list">
                  {shown.map((loan) => (
                    <LoanRow key={loan.id} loan={loan} />
                  ))}
                </div>
              </Card>
            );
          }}
        </Loaded>
      </div>
    </Page>
  );
}

import type { Home, Loan } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useHome, useLoans } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { money } from '../lib/format.ts';
import { buttonClass } from '../ui/controls.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { LoanRow } from '../ui/loan-row.tsx';
import { Strip } from '../ui/status.tsx';
import { DueCard } from './home.tsx';

const links = [
  { to: '/loans', key: 'loans', icon: 'bill' },
  { to: '/payments', key: 'payments', icon: 'card' },
  { to: '/statement', key: 'statement', icon: 'file' },
] as const satisfies readonly { to: string; key: string; icon: IconName }[];

/** What is late, what it costs, and how to end it; no scolding. */
function Overdue({ home, loans }: { home: Home; loans: readonly Loan[] }) {
  const { t, language } = useText();
  if (home.due === null || home.due.overdueFen === 0) return null;
  const late = loans.filter((loan) => loan.overdueFen > 0);
  const penalty = late.reduce((sum, loan) => sum + loan.penaltyAccruedFen, 0);
  const perLoan = (loan: Loan) =>
    [
      t.bills.lateLoan(t.purpose[loan.purpose], loan.drawnOn, loan.daysPastDue),
      t.bills.latePart(money(loan.overdueFen, language), money(loan.penaltyAccruedFen, language)),
    ] as const;
  return (
    <section aria-label={t.due.overdueTitle} data-testid="overdue">
      <Strip tone="overdue" icon="alert" title={t.bills.overdue(home.due.daysPastDue)}>
        <Facts
          items={[
            [t.bills.overdueAmount, money(home.due.overdueFen, language)],
            [t.bills.penalty, money(penalty, language)],
            ...(late.length < 2 ? [] : late.map((loan) => perLoan(loan))),
          ]}
        />
        <p>{t.bills.overdueHelp}</p>
      </Strip>
    </section>
  );
}

export function BillsPage() {
  const { t } = useText();
  const home = useHome();
  const loans = useLoans();
  return (
    <Page title={t.tabs.bills} wide>
      <Loaded query={home}>
        {(data) => (
          <div className="columns">
            <div className="stack">
              {loans.data !== undefined && <Overdue home={data} loans={loans.data.items} />}
              <DueCard home={data} />
              <Card
                title={t.bills.early}
                aside={
                  <Link to="/repay" search={{ mode: 'EARLY_FULL' }} className={buttonClass('quiet')}>
                    {t.bills.earlyGo}
                  </Link>
                }
              >
                <p className="muted">{t.bills.earlyHelp}</p>
              </Card>
              <nav className="menu" aria-label={t.bills.records}>
                {links.map(({ to, key, icon }) => (
                  <Link key={key} to={to} className="menu-row">
                    <Icon name={icon} />
                    <span>{t.bills.links[key]}</span>
                    <Icon name="next" size={16} />
                  </Link>
                ))}
              </nav>
            </div>
            <Card title={t.bills.running}>
              <Loaded query={loans}>
                {({ items }) => {
                  const running = items.filter((loan) => loan.state === 'ACTIVE' || loan.state === 'PENDING');
                  return running.length === 0 ? (
                    <Empty icon="bill" title={t.bills.none}>
                      <p>{t.bills.noneHelp}</p>
                    </Empty>
                  ) : (
                    <div className="list">
                      {running.map((loan) => (
                        <LoanRow key={loan.id} loan={loan} />
                      ))}
                    </div>
                  );
                }}
              </Loaded>
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

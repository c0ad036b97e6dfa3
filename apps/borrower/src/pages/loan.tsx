import { amount, type Loan, rate } from '@clearline/client';
import { Link, useParams } from '@tanstack/react-router';
import { client } from '../api/client.ts';
import { useLoan } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { longDay, money } from '../lib/format.ts';
import { buttonClass } from '../ui/controls.tsx';
import { PdfLink } from '../ui/pdf-link.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { LoanBadge } from '../ui/loan-row.tsx';
import { PlanTable } from '../ui/plan-table.tsx';
import { Strip } from '../ui/status.tsx';

function Summary({ loan }: { loan: Loan }) {
  const { t, language } = useText();
  const paid = loan.instalments.filter((row) => row.status === 'PAID').length;
  const open = loan.state === 'ACTIVE';
  const stillOwedFen = loan.writtenOffFen - loan.recoveredFen;
  return (
    <Card>
      <div className="row-between">
        <p className="figure-label">{t.loan.outstanding}</p>
        <LoanBadge loan={loan} />
      </div>
      <p className="figure" data-testid="outstanding">
        {amount(loan.principalOutstandingFen)}
      </p>
      <progress
        max={loan.instalments.length}
        value={paid}
        aria-label={t.loan.paidCount(paid, loan.instalments.length)}
      />
      <p className="muted">{t.loan.paidCount(paid, loan.instalments.length)}</p>
      {open && (
        <div className="actions actions-equal">
          <Link to="/repay" search={{ loan: loan.id }} className={buttonClass('primary')}>
            {t.home.repay}
          </Link>
          <Link to="/repay" search={{ loan: loan.id, mode: 'EARLY_FULL' }} className={buttonClass('secondary')}>
            {t.loan.settle}
          </Link>
        </div>
      )}
      {loan.state === 'WRITTEN_OFF' && stillOwedFen > 0 && (
        <>
          <p className="muted">{t.loan.writtenOffHelp}</p>
          <div className="actions">
            <Link to="/repay" search={{ loan: loan.id }} className={buttonClass('primary')}>
              {t.home.repay}
            </Link>
          </div>
        </>
      )}
      <Facts
        items={[
          [t.loan.borrowed, money(loan.amountFen, language)],
          [t.loan.on, longDay(loan.drawnOn, language)],
          [t.borrow.tenor, t.borrow.months(loan.tenorMonths)],
          [t.borrow.method, t.method[loan.method]],
          [t.borrow.purpose, t.purpose[loan.purpose]],
          [t.loan.account, t.loan.tail(loan.accountTail)],
          [t.rates.annual, rate(loan.annualRateSimplePpb)],
          ...(open
            ? ([
                [t.loan.accrued, money(loan.interestAccruedFen, language)],
                [t.loan.payoff, money(loan.payoffFen, language)],
              ] as const)
            : []),
          ...(loan.feesDueFen > 0 ? ([[t.loan.fees, money(loan.feesDueFen, language)]] as const) : []),
          ...(loan.creditFen > 0 ? ([[t.loan.credit, money(loan.creditFen, language)]] as const) : []),
          ...(loan.writtenOffFen > 0
            ? ([
                [t.loan.writtenOff, money(loan.writtenOffFen, language)],
                [t.loan.stillOwed, money(stillOwedFen, language)],
              ] as const)
            : []),
          ...(loan.settledOn === null ? [] : ([[t.loan.settledOn, longDay(loan.settledOn, language)]] as const)),
        ]}
      />
    </Card>
  );
}

/** What happened since the loan was paid out, newest first. */
function History({ loan }: { loan: Loan }) {
  const { t, language, prose } = useText();
  return (
    <Card title={t.loan.history}>
      <div className="list">
        {loan.history.map((item) => (
          <div key={item.eventId} className="list-row">
            <span className="list-main">
              <span className="list-title">{prose(item.text)}</span>
              <small>
                {longDay(item.date, language)}
                {item.reversedOn !== null && ` · ${t.loan.takenBack(longDay(item.reversedOn, language))}`}
              </small>
            </span>
            {item.amountFen !== null && <span className="list-end num strong">{money(item.amountFen, language)}</span>}
          </div>
        ))}
      </div>
    </Card>
  );
}

function Papers({ loan }: { loan: Loan }) {
  const { t, language } = useText();
  const input = { params: { id: loan.id }, query: { lang: language } };
  return (
    <Card title={t.papers.title}>
      <div className="actions actions-column">
        <PdfLink href={client.urls.getLoanContractPdf(input)} label={t.papers.contract} />
        <PdfLink href={client.urls.getCostSheetPdf(input)} label={t.papers.costSheet} />
        <PdfLink href={client.urls.getRepaymentPlanPdf(input)} label={t.papers.plan} />
        {loan.state === 'SETTLED' ? (
          <PdfLink href={client.urls.getSettlementCertificatePdf(input)} label={t.papers.certificate} />
        ) : (
          loan.state === 'ACTIVE' && <p className="muted">{t.papers.certificateLater}</p>
        )}
      </div>
    </Card>
  );
}

export function LoanPage() {
  const { t, language } = useText();
  const { id } = useParams({ from: '/loans/$id' });
  const loan = useLoan(id);
  return (
    <Page title={t.loan.title} back="/loans" wide>
      <Loaded query={loan}>
        {(data) => (
          <div className="columns columns-wide-right">
            <div className="stack">
              {data.overdueFen > 0 && (
                <Strip tone="overdue" icon="alert" title={t.bills.overdue(data.daysPastDue)}>
                  <p>{t.loan.overdue(money(data.overdueFen, language), money(data.penaltyAccruedFen, language))}</p>
                </Strip>
              )}
              <Summary loan={data} />
              {data.history.length > 0 && <History loan={data} />}
              {data.state !== 'FAILED' && <Papers loan={data} />}
            </div>
            <Card title={t.borrow.plan}>
              <PlanTable rows={data.instalments} caption={t.borrow.plan} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

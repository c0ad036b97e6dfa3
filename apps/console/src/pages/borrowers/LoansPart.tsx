import type { Loan } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { rate, shortId } from '../../lib/format.ts';
import { Amount } from '../../ui/Amount.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';

/** The loans under a line; a row unfolds into its repayment plan. */
export function LoansPart({ loans }: { loans: readonly Loan[] }) {
  const { t } = useText();
  const columns: readonly Column<Loan>[] = [
    {
      key: 'drawn',
      title: t.file.loan.drawnOn,
      value: (l) => l.drawnOn,
      render: (l) => <span className="num">{l.drawnOn}</span>,
      sortable: true,
    },
    {
      key: 'state',
      title: t.common.status,
      value: (l) => (isLate(l) ? t.words.instalmentStatus.OVERDUE : t.words.loanState[l.state]),
      render: (l) =>
        isLate(l) ? (
          <State tone="bad">{t.words.instalmentStatus.OVERDUE}</State>
        ) : (
          <State tone={toneOf(l.state)}>{t.words.loanState[l.state]}</State>
        ),
    },
    {
      key: 'amount',
      title: t.file.loan.amount,
      numeric: true,
      value: (l) => l.amountFen / 100,
      render: (l) => <Amount fen={l.amountFen} />,
      sortable: true,
    },
    {
      key: 'left',
      title: t.file.loan.outstanding,
      numeric: true,
      value: (l) => l.principalOutstandingFen / 100,
      render: (l) => <Amount fen={l.principalOutstandingFen} />,
    },
    {
      key: 'due',
      title: t.file.loan.due,
      numeric: true,
      value: (l) => l.dueFen / 100,
      render: (l) => <Amount fen={l.dueFen} />,
    },
    {
      key: 'overdue',
      title: t.file.loan.overdue,
      numeric: true,
      value: (l) => l.overdueFen / 100,
      render: (l) => <Amount fen={l.overdueFen} />,
    },
    {
      key: 'dpd',
      title: t.file.loan.dpd,
      numeric: true,
      value: (l) => l.daysPastDue,
      render: (l) => <span className="num">{l.daysPastDue}</span>,
      sortable: true,
    },
    {
      key: 'next',
      title: t.file.loan.nextDue,
      value: (l) => l.nextDueDate,
      render: (l) => <span className="num">{l.nextDueDate ?? '—'}</span>,
    },
    {
      key: 'method',
      title: t.file.loan.method,
      value: (l) => t.words.method[l.method],
      render: (l) => t.words.method[l.method],
    },
    {
      key: 'tenor',
      title: t.file.loan.tenor,
      value: (l) => l.tenorMonths,
      render: (l) => t.file.loan.months(l.tenorMonths),
    },
    {
      key: 'purpose',
      title: t.file.loan.purpose,
      value: (l) => t.words.purpose[l.purpose],
      render: (l) => t.words.purpose[l.purpose],
    },
    {
      key: 'rate',
      title: t.file.loan.rate,
      numeric: true,
      value: (l) => rate(l.annualRateSimplePpb),
      render: (l) => <span className="num">{rate(l.annualRateSimplePpb)}</span>,
    },
    {
      key: 'id',
      title: t.borrowers.id,
      hiddenAtFirst: true,
      value: (l) => l.id,
      render: (l) => <span className="mono">{shortId(l.id)}</span>,
    },
  ];
  return (
    <DataTable
      name="loans"
      label={t.file.tabs.loans}
      columns={columns}
      rows={loans}
      rowKey={(loan) => loan.id}
      empty={<Empty title={t.file.loan.empty} help={t.file.loan.emptyHelp} />}
      expand={planOf}
    />
  );
}

const isLate = (loan: Loan) => loan.state === 'ACTIVE' && loan.daysPastDue > 0;
const planOf = (loan: Loan) => <Plan loan={loan} />;

function Plan({ loan }: { loan: Loan }) {
  const { t } = useText();
  return (
    <table className="grid">
      <caption>{t.file.loan.plan}</caption>
      <thead>
        <tr>
          <th scope="col">{t.file.loan.n}</th>
          <th scope="col">{t.file.loan.dueDate}</th>
          <th scope="col" className="r">
            {t.file.loan.principal}
          </th>
          <th scope="col" className="r">
            {t.file.loan.interest}
          </th>
          <th scope="col" className="r">
            {t.file.loan.penalty}
          </th>
          <th scope="col" className="r">
            {t.file.loan.total}
          </th>
          <th scope="col" className="r">
            {t.file.loan.paid}
          </th>
          <th scope="col">{t.common.status}</th>
          <th scope="col">{t.file.loan.paidOn}</th>
        </tr>
      </thead>
      <tbody>
        {loan.instalments.map((row) => (
          <tr key={row.n}>
            <td className="num">{row.n}</td>
            <td className="num">{row.dueDate}</td>
            <td className="r">
              <Amount fen={row.principalFen} />
            </td>
            <td className="r">
              <Amount fen={row.interestFen} />
            </td>
            <td className="r">
              <Amount fen={row.penaltyFen} />
            </td>
            <td className="r">
              <Amount fen={row.totalFen} />
            </td>
            <td className="r">
              <Amount fen={row.paidFen} />
            </td>
            <td>
              <State tone={toneOf(row.status)}>{t.words.instalmentStatus[row.status]}</State>
            </td>
            <td className="num">{row.paidOn ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { amount, type LoanInstalment, type ScheduleRow } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { Icon, type IconName } from './icon.tsx';

type Row = ScheduleRow | LoanInstalment;

/** Instalments that have something to say; one in the future has only its date. */
const marks = {
  PAID: 'check',
  DUE: 'clock',
  OVERDUE: 'alert',
} as const satisfies Readonly<Record<Exclude<LoanInstalment['status'], 'FUTURE'>, IconName>>;

/** A repayment plan: one row an instalment, with its state where the loan is already running. */
export function PlanTable({ rows, caption }: { rows: readonly Row[]; caption: string }) {
  const { t } = useText();
  const total = (pick: (row: Row) => number) => rows.reduce((sum, row) => sum + pick(row), 0);
  return (
    <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="table table-plan">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="plan-n">{t.plan.n}</span> <span className="whole">{t.plan.dueDate}</span>
            </th>
            <th scope="col" className="num">
              {t.plan.principal}
            </th>
            <th scope="col" className="num">
              {t.plan.interest}
            </th>
            <th scope="col" className="num">
              {t.plan.total}
            </th>
            <th scope="col" className="num">
              {t.plan.balance}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.n} className={'status' in row ? `row-${row.status.toLowerCase()}` : undefined}>
              <th scope="row">
                <span className="plan-n">{row.n}</span> <span className="whole">{row.dueDate}</span>
                {'status' in row && row.status !== 'FUTURE' && (
                  <span className={`plan-state plan-${row.status.toLowerCase()}`}>
                    <Icon name={marks[row.status]} size={12} />
                    {t.plan.status[row.status]}
                  </span>
                )}
              </th>
              <td className="num">{amount(row.principalFen)}</td>
              <td className="num">
                {amount(row.interestFen)}
                {'penaltyFen' in row && row.penaltyFen > 0 && (
                  <span className="plan-state plan-overdue">{t.plan.penalty(amount(row.penaltyFen))}</span>
                )}
              </td>
              <td className="num strong">{amount(row.totalFen)}</td>
              <td className="num">{amount(row.balanceAfterFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.plan.sum}</th>
            <td className="num">{amount(total((row) => row.principalFen))}</td>
            <td className="num">{amount(total((row) => row.interestFen))}</td>
            <td className="num strong">{amount(total((row) => row.totalFen))}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

import type { BorrowerFile, Loan } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { money } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { ChangeLoanAsk, ReceiptAsk, RefundAsk, ReturnAsk } from './LoanAsks.tsx';

type Asking = 'change' | 'receipt' | 'refund' | { readonly returned: string } | null;

/** What the reply of an action changes on the pages that show it. */
export function useLoanDone(borrowerId: string) {
  const queries = useQueryClient();
  return (next?: BorrowerFile) => {
    if (next === undefined) void queries.invalidateQueries({ queryKey: keys.borrower(borrowerId) });
    else queries.setQueryData(keys.borrower(borrowerId), next);
    void queries.invalidateQueries({ queryKey: keys.today });
  };
}

/** A loan unfolded: what can be done with it, what happened, and its plan. */
export function LoanDetail({ loan, borrowerId }: { loan: Loan; borrowerId: string }) {
  const { t, language } = useText();
  const member = useMember();
  const done = useLoanDone(borrowerId);
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const paidOut = loan.state !== 'PENDING' && loan.state !== 'FAILED';
  const open = loan.state === 'ACTIVE' || loan.state === 'WRITTEN_OFF';
  return (
    <div className="stack">
      {paidOut ? (
        <div className="page-actions">
          {open && mayDo(member.roles, 'changeLoan') ? (
            <Button onClick={() => setAsking('change')}>{t.loans.change}</Button>
          ) : null}
          {mayDo(member.roles, 'recordRepayment') ? (
            <Button onClick={() => setAsking('receipt')}>{t.loans.receipt}</Button>
          ) : null}
          {loan.creditFen > 0 && mayDo(member.roles, 'refundCredit') ? (
            <Button onClick={() => setAsking('refund')}>{t.loans.refund}</Button>
          ) : null}
        </div>
      ) : null}
      <Facts
        items={[
          loan.feesDueFen === 0 ? null : [t.loans.fees, money(loan.feesDueFen, language)],
          loan.creditFen === 0 ? null : [t.loans.credit, money(loan.creditFen, language)],
          loan.writtenOffFen === 0 ? null : [t.loans.writtenOff, money(loan.writtenOffFen, language)],
          loan.writtenOffFen === 0 ? null : [t.loans.recovered, money(loan.recoveredFen, language)],
        ]}
      />
      <History
        loan={loan}
        onReturn={mayDo(member.roles, 'returnPayment') ? (returned) => setAsking({ returned }) : null}
      />
      <Plan loan={loan} />
      <ChangeLoanAsk loan={asking === 'change' ? loan : null} onDone={done} onClose={close} />
      <ReceiptAsk loan={asking === 'receipt' ? loan : null} onDone={done} onClose={close} />
      <RefundAsk loan={asking === 'refund' ? loan : null} onDone={done} onClose={close} />
      <ReturnAsk
        paymentId={asking !== null && typeof asking === 'object' ? asking.returned : null}
        onDone={() => done()}
        onClose={close}
      />
    </div>
  );
}

function History({ loan, onReturn }: { loan: Loan; onReturn: ((paymentId: string) => void) | null }) {
  const { t, prose } = useText();
  if (loan.history.length === 0) return null;
  return (
    <table className="grid">
      <caption>{t.loans.history}</caption>
      <thead>
        <tr>
          <th scope="col">{t.loans.date}</th>
          <th scope="col">{t.loans.what}</th>
          <th scope="col" className="r">
            {t.loans.figure}
          </th>
          <th scope="col">{t.common.status}</th>
        </tr>
      </thead>
      <tbody>
        {loan.history.map((item) => (
          <tr key={item.eventId}>
            <td className="num">{item.date}</td>
            <td>{prose(item.text)}</td>
            <td className="r">{item.amountFen === null ? '—' : <Amount fen={item.amountFen} />}</td>
            <td>
              {item.reversedOn !== null ? (
                <State tone="bad">{t.loans.reversedOn(item.reversedOn)}</State>
              ) : onReturn !== null && item.paymentId !== null && item.kind !== 'credit_refund' ? (
                <Button size="small" onClick={() => onReturn(item.paymentId ?? '')}>
                  {t.loans.returned}
                </Button>
              ) : (
                '—'
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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

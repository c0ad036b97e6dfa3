import { type BorrowerFile, type Loan, type LoanProposal, moment, rate } from '@clearline/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../i18n/context.tsx';
import { shortId } from '../../lib/format.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { ApproveChangeAsk } from './LoanAsks.tsx';
import { LoanDetail, useLoanDone } from './LoanDetail.tsx';

/** The loans under a line; a row unfolds into its history, its plan, and what can be done with it. */
export function LoansPart({ file }: { file: BorrowerFile }) {
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
    <div className="stack">
      <WaitingChanges file={file} />
      <DataTable
        name="loans"
        label={t.file.tabs.loans}
        columns={columns}
        rows={file.loans}
        rowKey={(loan) => loan.id}
        empty={<Empty title={t.file.loan.empty} help={t.file.loan.emptyHelp} />}
        expand={detailOf(file.id)}
      />
    </div>
  );
}

const detailOf = (borrowerId: string) => (loan: Loan) => <LoanDetail loan={loan} borrowerId={borrowerId} />;
const isLate = (loan: Loan) => loan.state === 'ACTIVE' && loan.daysPastDue > 0;

/** Changes that one person proposed; another decides them. */
function WaitingChanges({ file }: { file: BorrowerFile }) {
  const { t, local } = useText();
  const member = useMember();
  const done = useLoanDone(file.id);
  const [deciding, setDeciding] = useState<LoanProposal | null>(null);
  if (file.loanProposals.length === 0) return null;
  const terms = ({ change }: LoanProposal): readonly string[] =>
    change.kind === 'restructure'
      ? [t.loans.terms(rate(change.annualRatePpb), change.instalments, change.firstDueDate)]
      : [];
  return (
    <section className="panel">
      <h3>{t.loans.waiting}</h3>
      {file.loanProposals.map((proposal) => (
        <div key={proposal.id} className="panel-head">
          <p>
            {[t.loans.kinds[proposal.change.kind], ...terms(proposal), local(proposal.reason)].join(' · ')}
            <br />
            <span className="muted small">
              {shortId(proposal.loanId)} · {t.loans.proposedBy} {proposal.proposedBy} · {moment(proposal.proposedAt)}
            </span>
          </p>
          {mayDo(member.roles, 'approveLoanChange') ? (
            <Button type="primary" onClick={() => setDeciding(proposal)}>
              {t.loans.approve}
            </Button>
          ) : null}
        </div>
      ))}
      <ApproveChangeAsk proposal={deciding} onDone={done} onClose={() => setDeciding(null)} />
    </section>
  );
}

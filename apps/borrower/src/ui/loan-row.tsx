import type { Loan } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/context.tsx';
import { money, shortDay } from '../lib/format.ts';
import { Icon, type IconName } from './icon.tsx';
import { Badge, type Tone } from './status.tsx';

const faces: Readonly<Record<Loan['state'], { icon: IconName; tone: Tone }>> = {
  PENDING: { icon: 'clock', tone: 'primary' },
  ACTIVE: { icon: 'turn', tone: 'plain' },
  SETTLED: { icon: 'check', tone: 'good' },
  FAILED: { icon: 'close', tone: 'plain' },
  WRITTEN_OFF: { icon: 'alert', tone: 'overdue' },
};

export function LoanBadge({ loan }: { loan: Loan }) {
  const { t } = useText();
  if (loan.overdueFen > 0) {
    return (
      <Badge tone="overdue" icon="alert">
        {t.due.overdueDays(loan.daysPastDue)}
      </Badge>
    );
  }
  const face = faces[loan.state];
  return (
    <Badge tone={face.tone} icon={face.icon}>
      {t.loan.state[loan.state]}
    </Badge>
  );
}

/** A loan in a list: what is still owed, and what comes next. */
export function LoanRow({ loan }: { loan: Loan }) {
  const { t, language } = useText();
  return (
    <Link to="/loans/$id" params={{ id: loan.id }} className="list-row">
      <span className="list-main">
        <span className="list-title">
          <span>
            {t.purpose[loan.purpose]} <span className="whole">· {t.borrow.months(loan.tenorMonths)}</span>
          </span>
          <LoanBadge loan={loan} />
        </span>
        <small>{t.loan.drawn(loan.drawnOn)}</small>
        {loan.nextDueDate !== null && (
          <small>{t.loan.next(shortDay(loan.nextDueDate, language), money(loan.nextDueFen, language))}</small>
        )}
      </span>
      <span className="list-end">
        <span className="num strong">
          {money(loan.state === 'SETTLED' ? loan.amountFen : loan.principalOutstandingFen, language)}
        </span>
        <small>{loan.state === 'SETTLED' ? t.loan.borrowed : t.loan.left}</small>
      </span>
      <Icon name="next" size={16} />
    </Link>
  );
}

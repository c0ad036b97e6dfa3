import { moment, type Payment } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePayment } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import type { Dictionary } from '../i18n/zh.ts';
import { money } from '../lib/format.ts';
import { buttonClass } from '../ui/controls.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Facts, Page } from '../ui/layout.tsx';
import { Loaded, Skeleton } from '../ui/loaded.tsx';

const faces: Readonly<Record<Payment['state'], { icon: IconName; tone: string }>> = {
  PENDING: { icon: 'clock', tone: 'primary' },
  SUCCEEDED: { icon: 'check', tone: 'good' },
  FAILED: { icon: 'alert', tone: 'overdue' },
  REVERSED: { icon: 'turn', tone: 'overdue' },
};

/** What a payment was for, as its words are called. */
const WORDS_OF = {
  DRAW: (words: Dictionary['payment']) => words.out,
  REPAYMENT: (words: Dictionary['payment']) => words.in,
  REFUND: (words: Dictionary['payment']) => words.refund,
} as const;

function PaymentResult({ payment, loanId }: { payment: Payment; loanId: string | undefined }) {
  const { t, local, language } = useText();
  const cache = useQueryClient();
  const words = WORDS_OF[payment.purpose](t.payment);
  const face = faces[payment.state];
  const over = payment.state !== 'PENDING';
  useEffect(() => {
    if (over) void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'payment' });
  }, [over, cache]);
  const loan = loanId ?? payment.loanIds[0];
  return (
    <div className="result">
      <div role="status" aria-live="polite" data-testid={`payment-${payment.state}`}>
        <span className={`result-icon tone-${face.tone}`}>
          {over ? <Icon name={face.icon} size={40} /> : <span className="spinner spinner-big" />}
        </span>
        <p className="result-title">{words[payment.state]}</p>
        <p className="figure-small">{money(payment.amountFen, language)}</p>
        <p className="result-note">
          {payment.state === 'FAILED' && payment.failure !== null ? local(payment.failure) : words.note[payment.state]}
        </p>
      </div>
      <Facts items={[[t.payment.at, moment(payment.at)]]} />
      <div className="actions actions-equal">
        {(payment.state === 'FAILED' || payment.state === 'REVERSED') && payment.purpose !== 'REFUND' && (
          <Link to={payment.direction === 'OUT' ? '/borrow' : '/repay'} className={buttonClass('primary')}>
            {t.payment.again}
          </Link>
        )}
        {payment.state === 'SUCCEEDED' && loan !== undefined && (
          <Link to="/loans/$id" params={{ id: loan }} className={buttonClass('secondary')}>
            {t.payment.seeLoan}
          </Link>
        )}
        <Link to="/" className={buttonClass(payment.state === 'SUCCEEDED' ? 'primary' : 'secondary')}>
          {t.common.toHome}
        </Link>
      </div>
    </div>
  );
}

/** A payment on its way: asks until the rail has answered, and never guesses. */
export function PaymentPage() {
  const { t } = useText();
  const { id } = useParams({ from: '/payments/$id' });
  const { loan } = useSearch({ from: '/payments/$id' });
  const payment = usePayment(id);
  return (
    <Page title={t.payment.title} back="/">
      <Loaded query={payment}>
        {(data) => (data === null ? <Skeleton lines={4} /> : <PaymentResult payment={data} loanId={loan} />)}
      </Loaded>
    </Page>
  );
}

import { moment, type Payment } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { usePayments } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { money } from '../lib/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Badge, type Tone } from '../ui/status.tsx';

const faces: Readonly<Record<Payment['state'], { icon: IconName; tone: Tone }>> = {
  PENDING: { icon: 'clock', tone: 'primary' },
  SUCCEEDED: { icon: 'check', tone: 'good' },
  FAILED: { icon: 'alert', tone: 'overdue' },
  REVERSED: { icon: 'turn', tone: 'overdue' },
};

export function PaymentsPage() {
  const { t, language } = useText();
  const payments = usePayments();
  return (
    <Page title={t.bills.links.payments} back="/bills">
      <Loaded query={payments}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="card" title={t.payment.none}>
              <p>{t.payment.noneHelp}</p>
            </Empty>
          ) : (
            <Card>
              <div className="list">
                {items.map((payment) => (
                  <Link
                    key={payment.id}
                    to="/payments/$id"
                    params={{ id: payment.id }}
                    search={{}}
                    className="list-row"
                  >
                    <span className="list-main">
                      <span className="list-title">
                        {t.payment.purpose[payment.purpose]}
                        <Badge tone={faces[payment.state].tone} icon={faces[payment.state].icon}>
                          {t.payment.state[payment.state]}
                        </Badge>
                      </span>
                      <small>{moment(payment.at)}</small>
                    </span>
                    <span className="list-end num strong">
                      {payment.direction === 'OUT' ? '+' : '−'}
                      {money(payment.amountFen, language)}
                    </span>
                    <Icon name="next" size={16} />
                  </Link>
                ))}
              </div>
            </Card>
          )
        }
      </Loaded>
    </Page>
  );
}

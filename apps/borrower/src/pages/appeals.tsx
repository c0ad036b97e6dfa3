import { dayOf } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useAppeals } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { AppealBadge } from '../ui/appeal-badge.tsx';
import { buttonClass } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';

export function AppealsPage() {
  const { t } = useText();
  const appeals = useAppeals();
  return (
    <Page title={t.appeals.title} back="/me">
      <Loaded query={appeals}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="speech" title={t.appeals.none}>
              <p>{t.appeals.noneHelp}</p>
              <Link to="/notices" className={buttonClass('secondary')}>
                {t.appeals.toNotices}
              </Link>
            </Empty>
          ) : (
            <Card>
              <div className="list">
                {items.map((appeal) => (
                  <Link key={appeal.id} to="/appeals/$id" params={{ id: appeal.id }} className="list-row">
                    <span className="list-main">
                      <span className="list-title">
                        {t.appeals.of(dayOf(appeal.submittedAt))}
                        <AppealBadge appeal={appeal} />
                      </span>
                      <small className="clip" lang="">
                        {appeal.statement}
                      </small>
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

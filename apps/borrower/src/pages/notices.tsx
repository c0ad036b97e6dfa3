import { moment } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useNotices } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';

export function NoticesPage() {
  const { t, prose } = useText();
  const notices = useNotices();
  return (
    <Page title={t.notices.title} back="/">
      <Loaded query={notices}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="bell" title={t.notices.none}>
              <p>{t.notices.noneHelp}</p>
            </Empty>
          ) : (
            <Card>
              <div className="list">
                {items.map((notice) => (
                  <Link key={notice.id} to="/notices/$id" params={{ id: notice.id }} className="list-row">
                    <Icon name={notice.adverse ? 'alert' : 'info'} />
                    <span className="list-main">
                      <span className={notice.readAt === null ? 'list-title strong' : 'list-title'}>
                        {prose(notice.title)}
                        {notice.readAt === null && <span className="new">{t.notices.isNew}</span>}
                      </span>
                      <small>
                        {t.notices.kind[notice.kind]} · {moment(notice.issuedAt)}
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

import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useHome } from './api/queries.ts';
import { useText } from './i18n/context.tsx';
import { Icon, type IconName } from './ui/icon.tsx';

const tabs = [
  { to: '/', key: 'home', icon: 'home' },
  { to: '/bills', key: 'bills', icon: 'bill' },
  { to: '/limit', key: 'limit', icon: 'gauge' },
  { to: '/me', key: 'me', icon: 'person' },
] as const satisfies readonly { to: string; key: string; icon: IconName }[];

/** Pages that belong to a tab without being it. */
const under: Readonly<Record<string, (typeof tabs)[number]['key']>> = {
  borrow: 'home',
  verify: 'home',
  bills: 'bills',
  repay: 'bills',
  payments: 'bills',
  loans: 'bills',
  statement: 'bills',
  limit: 'limit',
  'what-if': 'limit',
  move: 'limit',
  me: 'me',
  notices: 'me',
  appeals: 'me',
};

function Tabs() {
  const { t } = useText();
  const home = useHome();
  const section = useRouterState({ select: (state) => state.location.pathname.split('/')[1] ?? '' });
  const current = under[section] ?? 'home';
  const unread = home.data?.unreadNotices ?? 0;
  return (
    <nav className="tabs" aria-label={t.tabs.label}>
      {tabs.map(({ to, key, icon }) => (
        <Link key={key} to={to} className="tab" aria-current={key === current ? 'page' : undefined}>
          <Icon name={icon} size={22} />
          <span>{t.tabs[key]}</span>
          {key === 'me' && unread > 0 && <span className="tab-dot" aria-label={t.notices.unread(unread)} />}
        </Link>
      ))}
    </nav>
  );
}

function LanguageSwitch() {
  const { language, setLanguage } = useText();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" className="language" lang={other} onClick={() => setLanguage(other)}>
      {other === 'en' ? 'EN' : '中文'}
    </button>
  );
}

export function Shell() {
  const { t } = useText();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const signedOut = path === '/sign-in';
  return (
    <>
      <a className="skip" href="#main">
        {t.common.skip}
      </a>
      <header className="top">
        <div className="top-inner">
          <Link to={signedOut ? '/sign-in' : '/'} className="brand">
            <img src="/favicon.svg" alt="" width={24} height={24} />
            <span>{t.brand}</span>
          </Link>
          {!signedOut && <Tabs />}
          <div className="top-tools">
            <LanguageSwitch />
            {!signedOut && (
              <Link to="/notices" className="icon-button" aria-label={t.notices.title}>
                <Icon name="bell" />
              </Link>
            )}
          </div>
        </div>
      </header>
      <main id="main">
        <Outlet />
      </main>
    </>
  );
}

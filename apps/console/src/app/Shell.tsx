import {
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  ControlOutlined,
  DeploymentUnitOutlined,
  FileSearchOutlined,
  LogoutOutlined,
  MenuOutlined,
  ReconciliationOutlined,
  RollbackOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { StaffMember } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { Link, useGo } from './links.tsx';
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../i18n/context.tsx';
import { client } from '../lib/api.ts';
import { useDemoClock } from '../session/clock.ts';
import { type NavGroup, type PageName, pages } from '../session/pages.ts';

const icons: Record<PageName, ReactNode> = {
  today: <SolutionOutlined />,
  borrowers: <TeamOutlined />,
  decisions: <FileSearchOutlined />,
  appeals: <ReconciliationOutlined />,
  policies: <TableOutlined />,
  overview: <BarChartOutlined />,
  dayCloses: <CalendarOutlined />,
  reviews: <ControlOutlined />,
  strategies: <DeploymentUnitOutlined />,
  rollBacks: <RollbackOutlined />,
  clock: <ClockCircleOutlined />,
  dataQuality: <ApiOutlined />,
  audit: <AuditOutlined />,
};
const groups: readonly NavGroup[] = ['work', 'book', 'system'];

/** The frame around every signed-in page: navigation by role, business date, language, account. */
export function Shell({ member, children }: { member: StaffMember; children: ReactNode }) {
  const { t } = useText();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // The drawer is open on the page it was opened on; going elsewhere closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const desk = /^\/appeals\/[^/]+/.test(path);
  return (
    <div className={desk ? 'shell shell-desk' : 'shell'}>
      <a className="skip" href="#main">
        {t.nav.skip}
      </a>
      <aside className="side">
        <Brand />
        <Navigation member={member} />
      </aside>
      <Drawer
        placement="left"
        size={264}
        open={openAt === path}
        onClose={() => setOpenAt(null)}
        title={<Brand />}
        styles={{ body: { padding: 8 } }}
      >
        <Navigation member={member} />
      </Drawer>
      <div className="stage">
        <TopBar member={member} onMenu={() => setOpenAt(path)} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

export function Brand() {
  const { t } = useText();
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <rect width="32" height="32" rx="7" fill="var(--cl-primary)" />
        <path d="M8 21.5h16M8 16h10M8 10.5h16" stroke="var(--cl-on-primary)" strokeWidth="2.6" strokeLinecap="round" />
      </svg>
      <span className="brand-text">
        <strong>{t.product}</strong> <span>{t.console}</span>
      </span>
    </span>
  );
}

function Navigation({ member }: { member: StaffMember }) {
  const { t } = useText();
  const mine = pages.filter((page) => page.roles.some((role) => member.roles.includes(role)));
  return (
    <nav className="nav" aria-label={t.nav.menu}>
      {groups.map((group) => {
        const entries = mine.filter((page) => page.group === group);
        if (entries.length === 0) return null;
        return (
          <div key={group} className="nav-group">
            <h2>{t.nav.groups[group]}</h2>
            {entries.map((page) => (
              <Link
                key={page.name}
                to={page.path}
                className="nav-link"
                activeClassName="nav-link-active"
                exact={page.path === '/'}
                title={t.nav[page.name]}
              >
                <span aria-hidden>{icons[page.name]}</span>
                <span className="nav-text">{t.nav[page.name]}</span>
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

function TopBar({ member, onMenu }: { member: StaffMember; onMenu: () => void }) {
  const { t } = useText();
  const clock = useDemoClock();
  return (
    <header className="top">
      <Button
        className="menu-button"
        type="text"
        icon={<MenuOutlined />}
        aria-label={t.nav.openMenu}
        onClick={onMenu}
      />
      <div className="top-brand">
        <Brand />
      </div>
      {clock.data ? (
        <span className="business-date">
          <span className="muted">{t.nav.businessDate}</span> <span className="num">{clock.data.businessDate}</span>
        </span>
      ) : null}
      <span className="spacer" />
      <LanguageButton />
      <Account member={member} />
    </header>
  );
}

export function LanguageButton() {
  const { t, language, setLanguage } = useText();
  return (
    <Button
      type="text"
      aria-label={t.nav.languageLabel}
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {t.nav.language}
    </Button>
  );
}

function Account({ member }: { member: StaffMember }) {
  const { t, language } = useText();
  const queries = useQueryClient();
  const go = useGo();
  const signOut = async () => {
    try {
      await client.staffSignOut();
    } finally {
      queries.clear();
      go({ to: '/sign-in' });
    }
  };
  return (
    <div className="account">
      <span className="account-text">
        <strong lang="zh">{member.name}</strong>
        <span className="muted">
          {member.roles.map((role) => t.words.role[role]).join(language === 'zh' ? '、' : ', ')}
        </span>
      </span>
      <Button
        type="text"
        icon={<LogoutOutlined />}
        aria-label={t.nav.signOut}
        title={t.nav.signOut}
        onClick={() => void signOut()}
      />
    </div>
  );
}

import { Outlet, useRouterState } from '@tanstack/react-router';
import { useGo } from './links.tsx';
import { Spin } from 'antd';
import { useEffect } from 'react';
import { useText } from '../i18n/context.tsx';
import { pages } from '../session/pages.ts';
import { MemberContext, useWhoAmI } from '../session/session.tsx';
import { LoadProblem } from '../ui/Problem.tsx';
import { Refused } from '../ui/Refused.tsx';
import { Shell } from './Shell.tsx';

export function Root() {
  return <Outlet />;
}

/** Signed-in pages: sends strangers to the sign-in and back, and refuses pages that are not for one's roles. */
export function Guarded() {
  const { t } = useText();
  const who = useWhoAmI();
  const go = useGo();
  const location = useRouterState({ select: (state) => state.location });
  const stranger = who.data === null;
  useEffect(() => {
    // On the way to the sign-in this frame is still up for a moment; it must not send there again from there.
    if (!stranger || location.pathname === '/sign-in') return;
    const from = `${location.pathname}${location.searchStr}`;
    go({ to: '/sign-in', search: from === '/' ? {} : { next: from }, replace: true });
  }, [stranger, location.pathname, location.searchStr, go]);

  if (who.isError) return <LoadProblem error={who.error} onRetry={() => void who.refetch()} />;
  if (!who.data) {
    return (
      <div className="boot" role="status" aria-label={t.common.loading}>
        <Spin />
      </div>
    );
  }
  const member = who.data;
  const page = pageAt(location.pathname);
  const refused = page !== undefined && !page.roles.some((role) => member.roles.includes(role));
  return (
    <MemberContext value={member}>
      <Shell member={member}>{refused ? <Refused roles={page.roles} /> : <Outlet />}</Shell>
    </MemberContext>
  );
}

/** The page of the navigation that an address belongs to: the longest path that leads it. */
function pageAt(pathname: string) {
  return pages
    .filter((page) => (page.path === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${page.path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

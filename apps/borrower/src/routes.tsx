import { fetched } from '@clearline/client';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { StartPage } from './pages/start.tsx';
import { Shell } from './shell.tsx';
import { NotFound, PageFailure, PageWaiting } from './ui/failure.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** A word from the address, or nothing. */
const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const optional = <Name extends string>(name: Name, value: unknown): { [name in Name]?: string } => {
  const text = word(value);
  return text === undefined ? {} : ({ [name]: text } as { [name in Name]?: string });
};

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(
    fetched(() => import('./pages/sign-in.tsx')),
    'SignInPage',
  ),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(
    fetched(() => import('./pages/welcome.tsx')),
    'WelcomePage',
  ),
});
const borrow = createRoute({
  getParentRoute: () => root,
  path: '/borrow',
  component: lazyRouteComponent(
    fetched(() => import('./pages/borrow.tsx')),
    'BorrowPage',
  ),
});
const payment = createRoute({
  getParentRoute: () => root,
  path: '/payments/$id',
  validateSearch: (search: Record<string, unknown>) => optional('loan', search['loan']),
  component: lazyRouteComponent(
    fetched(() => import('./pages/payment.tsx')),
    'PaymentPage',
  ),
});
const bills = createRoute({
  getParentRoute: () => root,
  path: '/bills',
  component: lazyRouteComponent(
    fetched(() => import('./pages/bills.tsx')),
    'BillsPage',
  ),
});
const repay = createRoute({
  getParentRoute: () => root,
  path: '/repay',
  validateSearch: (search: Record<string, unknown>) => ({
    ...optional('loan', search['loan']),
    ...optional('mode', search['mode']),
  }),
  component: lazyRouteComponent(
    fetched(() => import('./pages/repay.tsx')),
    'RepayPage',
  ),
});
const payments = createRoute({
  getParentRoute: () => root,
  path: '/payments',
  component: lazyRouteComponent(
    fetched(() => import('./pages/payments.tsx')),
    'PaymentsPage',
  ),
});
const loans = createRoute({
  getParentRoute: () => root,
  path: '/loans',
  component: lazyRouteComponent(
    fetched(() => import('./pages/loans.tsx')),
    'LoansPage',
  ),
});
const loan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$id',
  component: lazyRouteComponent(
    fetched(() => import('./pages/loan.tsx')),
    'LoanPage',
  ),
});
const statement = createRoute({
  getParentRoute: () => root,
  path: '/statement',
  component: lazyRouteComponent(
    fetched(() => import('./pages/statement.tsx')),
    'StatementPage',
  ),
});
const limit = createRoute({
  getParentRoute: () => root,
  path: '/limit',
  component: lazyRouteComponent(
    fetched(() => import('./pages/limit.tsx')),
    'LimitPage',
  ),
});
const move = createRoute({
  getParentRoute: () => root,
  path: '/move',
  component: lazyRouteComponent(
    fetched(() => import('./pages/move.tsx')),
    'MovePage',
  ),
});
const whatIf = createRoute({
  getParentRoute: () => root,
  path: '/what-if',
  component: lazyRouteComponent(
    fetched(() => import('./pages/what-if.tsx')),
    'WhatIfPage',
  ),
});
const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(
    fetched(() => import('./pages/notices.tsx')),
    'NoticesPage',
  ),
});
const notice = createRoute({
  getParentRoute: () => root,
  path: '/notices/$id',
  component: lazyRouteComponent(
    fetched(() => import('./pages/notice.tsx')),
    'NoticePage',
  ),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(
    fetched(() => import('./pages/verify.tsx')),
    'VerifyPage',
  ),
});
const appeals = createRoute({
  getParentRoute: () => root,
  path: '/appeals',
  component: lazyRouteComponent(
    fetched(() => import('./pages/appeals.tsx')),
    'AppealsPage',
  ),
});
const newAppeal = createRoute({
  getParentRoute: () => root,
  path: '/appeals/new',
  validateSearch: (search: Record<string, unknown>) => ({
    notice: word(search['notice']) ?? '',
    ...optional('reason', search['reason']),
    ...optional('human', search['human']),
  }),
  component: lazyRouteComponent(
    fetched(() => import('./pages/new-appeal.tsx')),
    'NewAppealPage',
  ),
});
const appeal = createRoute({
  getParentRoute: () => root,
  path: '/appeals/$id',
  component: lazyRouteComponent(
    fetched(() => import('./pages/appeal.tsx')),
    'AppealPage',
  ),
});
const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(
    fetched(() => import('./pages/me.tsx')),
    'MePage',
  ),
});
const consents = createRoute({
  getParentRoute: () => root,
  path: '/me/consents',
  component: lazyRouteComponent(
    fetched(() => import('./pages/consents.tsx')),
    'ConsentsPage',
  ),
});

const tree = root.addChildren([
  start,
  signIn,
  welcome,
  borrow,
  payment,
  bills,
  repay,
  payments,
  loans,
  loan,
  statement,
  limit,
  move,
  whatIf,
  notices,
  notice,
  verify,
  appeals,
  newAppeal,
  appeal,
  me,
  consents,
]);

export const router = createRouter({
  routeTree: tree,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
  defaultPendingComponent: PageWaiting,
  defaultPendingMs: 400,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

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
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./pages/welcome.tsx'), 'WelcomePage'),
});
const borrow = createRoute({
  getParentRoute: () => root,
  path: '/borrow',
  component: lazyRouteComponent(() => import('./pages/borrow.tsx'), 'BorrowPage'),
});
const payment = createRoute({
  getParentRoute: () => root,
  path: '/payments/$id',
  validateSearch: (search: Record<string, unknown>) => optional('loan', search['loan']),
  component: lazyRouteComponent(() => import('./pages/payment.tsx'), 'PaymentPage'),
});
const bills = createRoute({
  getParentRoute: () => root,
  path: '/bills',
  component: lazyRouteComponent(() => import('./pages/bills.tsx'), 'BillsPage'),
});
const repay = createRoute({
  getParentRoute: () => root,
  path: '/repay',
  validateSearch: (search: Record<string, unknown>) => ({
    ...optional('loan', search['loan']),
    ...optional('mode', search['mode']),
  }),
  component: lazyRouteComponent(() => import('./pages/repay.tsx'), 'RepayPage'),
});
const payments = createRoute({
  getParentRoute: () => root,
  path: '/payments',
  component: lazyRouteComponent(() => import('./pages/payments.tsx'), 'PaymentsPage'),
});
const loans = createRoute({
  getParentRoute: () => root,
  path: '/loans',
  component: lazyRouteComponent(() => import('./pages/loans.tsx'), 'LoansPage'),
});
const loan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$id',
  component: lazyRouteComponent(() => import('./pages/loan.tsx'), 'LoanPage'),
});
const statement = createRoute({
  getParentRoute: () => root,
  path: '/statement',
  component: lazyRouteComponent(() => import('./pages/statement.tsx'), 'StatementPage'),
});
const limit = createRoute({
  getParentRoute: () => root,
  path: '/limit',
  component: lazyRouteComponent(() => import('./pages/limit.tsx'), 'LimitPage'),
});
const move = createRoute({
  getParentRoute: () => root,
  path: '/move',
  component: lazyRouteComponent(() => import('./pages/move.tsx'), 'MovePage'),
});
const whatIf = createRoute({
  getParentRoute: () => root,
  path: '/what-if',
  component: lazyRouteComponent(() => import('./pages/what-if.tsx'), 'WhatIfPage'),
});
const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(() => import('./pages/notices.tsx'), 'NoticesPage'),
});
const notice = createRoute({
  getParentRoute: () => root,
  path: '/notices/$id',
  component: lazyRouteComponent(() => import('./pages/notice.tsx'), 'NoticePage'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(() => import('./pages/verify.tsx'), 'VerifyPage'),
});
const appeals = createRoute({
  getParentRoute: () => root,
  path: '/appeals',
  component: lazyRouteComponent(() => import('./pages/appeals.tsx'), 'AppealsPage'),
});
const newAppeal = createRoute({
  getParentRoute: () => root,
  path: '/appeals/new',
  validateSearch: (search: Record<string, unknown>) => ({
    notice: word(search['notice']) ?? '',
    ...optional('reason', search['reason']),
    ...optional('human', search['human']),
  }),
  component: lazyRouteComponent(() => import('./pages/new-appeal.tsx'), 'NewAppealPage'),
});
const appeal = createRoute({
  getParentRoute: () => root,
  path: '/appeals/$id',
  component: lazyRouteComponent(() => import('./pages/appeal.tsx'), 'AppealPage'),
});
const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/me.tsx'), 'MePage'),
});
const consents = createRoute({
  getParentRoute: () => root,
  path: '/me/consents',
  component: lazyRouteComponent(() => import('./pages/consents.tsx'), 'ConsentsPage'),
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

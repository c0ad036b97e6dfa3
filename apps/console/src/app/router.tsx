import { fetched } from '@clearline/client';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseUrlState, writeUrlState } from '../lib/url-state.ts';
import { NotFound } from '../pages/NotFound.tsx';
import { PageFailure, PageWaiting } from '../pages/PageState.tsx';
import { Guarded, Root } from './Root.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(
    fetched(() => import('../pages/SignIn.tsx')),
    'SignIn',
  ),
});
const staff = createRoute({ getParentRoute: () => root, id: 'staff', component: Guarded });

/** Every signed-in page is loaded when it is first opened; the tables and charts of others stay unloaded. */
const children = [
  createRoute({
    getParentRoute: () => staff,
    path: '/',
    component: lazyRouteComponent(
      fetched(() => import('../pages/today/Today.tsx')),
      'TodayPage',
    ),
  }),
  // Within the frame, so that a wrong address still has its navigation.
  createRoute({ getParentRoute: () => staff, path: '/$', component: NotFound }),
  createRoute({
    getParentRoute: () => staff,
    path: '/borrowers',
    component: lazyRouteComponent(
      fetched(() => import('../pages/borrowers/Borrowers.tsx')),
      'BorrowersPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/borrowers/$id',
    component: lazyRouteComponent(
      fetched(() => import('../pages/borrowers/BorrowerFile.tsx')),
      'BorrowerFilePage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/decisions',
    component: lazyRouteComponent(
      fetched(() => import('../pages/decisions/Decisions.tsx')),
      'DecisionsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/decisions/$id',
    component: lazyRouteComponent(
      fetched(() => import('../pages/decisions/Decision.tsx')),
      'DecisionPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/appeals',
    component: lazyRouteComponent(
      fetched(() => import('../pages/appeals/Appeals.tsx')),
      'AppealsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/appeals/$id',
    component: lazyRouteComponent(
      fetched(() => import('../pages/appeals/Desk.tsx')),
      'DeskPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/policies',
    component: lazyRouteComponent(
      fetched(() => import('../pages/policies/Policies.tsx')),
      'PoliciesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/policies/$version',
    component: lazyRouteComponent(
      fetched(() => import('../pages/policies/Policy.tsx')),
      'PolicyPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/overview',
    component: lazyRouteComponent(
      fetched(() => import('../pages/overview/Overview.tsx')),
      'OverviewPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/day-closes',
    component: lazyRouteComponent(
      fetched(() => import('../pages/book/DayCloses.tsx')),
      'DayClosesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/reviews',
    component: lazyRouteComponent(
      fetched(() => import('../pages/book/Reviews.tsx')),
      'ReviewsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/strategies',
    component: lazyRouteComponent(
      fetched(() => import('../pages/strategies/Strategies.tsx')),
      'StrategiesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/roll-backs',
    component: lazyRouteComponent(
      fetched(() => import('../pages/roll-backs/RollBacks.tsx')),
      'RollBacksPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/data-quality',
    component: lazyRouteComponent(
      fetched(() => import('../pages/system/DataQuality.tsx')),
      'DataQualityPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/clock',
    component: lazyRouteComponent(
      fetched(() => import('../pages/system/Clock.tsx')),
      'ClockPage',
    ),
  }),
  createRoute({
    getParentRoute: () => staff,
    path: '/audit',
    component: lazyRouteComponent(
      fetched(() => import('../pages/system/Audit.tsx')),
      'AuditPage',
    ),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren([signIn, staff.addChildren(children)]),
  basepath: '/console',
  parseSearch: parseUrlState,
  stringifySearch: writeUrlState,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageFailure,
  defaultPendingComponent: PageWaiting,
  defaultPendingMs: 400,
  scrollRestoration: true,
});

import { borrowerLineRoutes } from './borrower-line.ts';
import { borrowerMoneyRoutes } from './borrower-money.ts';
import { logRoutes } from './log.ts';
import { signInRoutes } from './sign-in.ts';
import { staffBookRoutes } from './staff-book.ts';
import { staffBorrowerRoutes } from './staff-borrowers.ts';
import { staffCaseRoutes } from './staff-cases.ts';
import { systemRoutes } from './systems.ts';

export { type Caller, type Method, type Route, staffRoles } from './route.ts';

/**
 * Every endpoint of the API, as data. The server binds a handler to each `operationId`; the OpenAPI document, the typed
 * client and the access-matrix test are made from this table.
 */
export const routes = [
  ...signInRoutes,
  ...borrowerMoneyRoutes,
  ...borrowerLineRoutes,
  ...systemRoutes,
  ...staffCaseRoutes,
  ...staffBorrowerRoutes,
  ...staffBookRoutes,
  ...logRoutes,
] as const;

export type OperationId = (typeof routes)[number]['operationId'];

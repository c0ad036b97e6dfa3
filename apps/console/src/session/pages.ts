import type { ConsolePath } from '../app/paths.ts';
import type { OperationId, Role } from './roles.ts';

/** Where a page stands in the navigation. */
export type NavGroup = 'work' | 'book' | 'system';
export type PageName =
  | 'today'
  | 'borrowers'
  | 'appeals'
  | 'decisions'
  | 'overview'
  | 'policies'
  | 'strategies'
  | 'rollBacks'
  | 'reviews'
  | 'dayCloses'
  | 'dataQuality'
  | 'audit'
  | 'clock';

export interface PageEntry {
  readonly name: PageName;
  readonly path: ConsolePath;
  readonly group: NavGroup;
  /** The operation the page cannot do without; `pages.test.ts` holds `roles` against its callers in the contract. */
  readonly operation: OperationId;
  readonly roles: readonly Role[];
}

const everyone: readonly Role[] = ['reviewer', 'second_approver', 'analyst', 'operator', 'supervisor'];

/** The pages of the console, in the order of the navigation, and who may open each. */
export const pages: readonly PageEntry[] = [
  { name: 'today', path: '/', group: 'work', operation: 'today', roles: everyone },
  { name: 'appeals', path: '/appeals', group: 'work', operation: 'listAllAppeals', roles: everyone },
  { name: 'borrowers', path: '/borrowers', group: 'work', operation: 'searchBorrowers', roles: everyone },
  { name: 'decisions', path: '/decisions', group: 'work', operation: 'listDecisions', roles: everyone },
  {
    name: 'overview',
    path: '/overview',
    group: 'book',
    operation: 'overview',
    roles: ['analyst', 'supervisor', 'operator', 'second_approver'],
  },
  { name: 'policies', path: '/policies', group: 'book', operation: 'listPolicies', roles: everyone },
  { name: 'strategies', path: '/strategies', group: 'book', operation: 'listStrategies', roles: everyone },
  { name: 'rollBacks', path: '/roll-backs', group: 'book', operation: 'listRollBacks', roles: everyone },
  { name: 'reviews', path: '/reviews', group: 'book', operation: 'runReviews', roles: ['operator'] },
  {
    name: 'dayCloses',
    path: '/day-closes',
    group: 'system',
    operation: 'listDayCloses',
    roles: ['operator', 'supervisor', 'analyst'],
  },
  { name: 'dataQuality', path: '/data-quality', group: 'system', operation: 'dataQuality', roles: everyone },
  { name: 'audit', path: '/audit', group: 'system', operation: 'auditTrail', roles: ['supervisor'] },
  { name: 'clock', path: '/clock', group: 'system', operation: 'advanceClock', roles: ['operator'] },
];

/** Who may do what inside a page, by operation; held against the contract by the same test. */
export const actionRoles = {
  borrowerFile: ['reviewer', 'second_approver', 'supervisor', 'operator'],
  changeLoan: ['operator', 'reviewer'],
  approveLoanChange: ['second_approver'],
  recordRepayment: ['operator'],
  refundCredit: ['operator'],
  returnPayment: ['operator'],
  closeReconciliationCase: ['operator'],
  fetchReconciliation: ['operator'],
  appealDesk: ['reviewer', 'second_approver', 'supervisor'],
  takeAppeal: ['reviewer', 'second_approver'],
  requestInfo: ['reviewer', 'second_approver'],
  proposeOutcome: ['reviewer', 'second_approver'],
  approveOutcome: ['second_approver'],
  proposePhoneChange: ['reviewer', 'second_approver'],
  approvePhoneChange: ['second_approver'],
  decideTemporaryLimit: ['reviewer', 'second_approver'],
  decideApplication: ['reviewer', 'second_approver'],
  recordCheck: ['reviewer', 'second_approver'],
  revalueSecurity: ['reviewer', 'second_approver'],
  proposeCredit: ['reviewer', 'second_approver'],
  approveCredit: ['second_approver'],
  proposeRestriction: ['reviewer', 'second_approver'],
  approveRestriction: ['second_approver', 'reviewer'],
  renewRestriction: ['reviewer', 'second_approver'],
  liftRestriction: ['reviewer', 'second_approver'],
  endSuppression: ['second_approver'],
  runDayClose: ['operator'],
  reconcile: ['operator'],
  draftStrategy: ['analyst'],
  approveStrategy: ['second_approver'],
  proposeRollBack: ['analyst'],
  approveRollBack: ['second_approver'],
  leftToPeople: ['reviewer', 'second_approver', 'supervisor'],
  lookAfterRollBack: ['reviewer', 'second_approver'],
} as const satisfies Partial<Record<OperationId, readonly Role[]>>;

export function mayDo(roles: readonly Role[], action: keyof typeof actionRoles): boolean {
  const allowed: readonly Role[] = actionRoles[action];
  return roles.some((role) => allowed.includes(role));
}

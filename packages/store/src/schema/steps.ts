import { logSteps } from '../log/steps.ts';
import { feedSteps } from '../feeds/steps.ts';
import { reconcileSteps, valueDateSteps } from '../reconcile/steps.ts';
import { accessSteps } from './access-steps.ts';
import { bookSteps, leanBorrowerSteps } from './book-steps.ts';
import {
  caseSteps,
  creditProposalSteps,
  rollBackLookSteps,
  securityLookSteps,
  singleDrawCapSteps,
  withdrawnSteps,
} from './case-steps.ts';
import { closeSteps } from './close-steps.ts';
import { loanSteps } from './loan-steps.ts';
import { moneySteps } from './money-steps.ts';

/** One DDL statement. Steps are only ever added; a step that has been released is never edited. */
export interface SchemaStep {
  readonly name: string;
  readonly sql: string;
}

/** Every step in the order it is applied. */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  ...bookSteps,
  ...moneySteps,
  ...caseSteps,
  ...accessSteps,
  ...reconcileSteps,
  ...loanSteps,
  ...valueDateSteps,
  ...logSteps,
  ...feedSteps,
  ...closeSteps,
  ...leanBorrowerSteps,
  ...singleDrawCapSteps,
  ...creditProposalSteps,
  ...rollBackLookSteps,
  ...securityLookSteps,
  ...withdrawnSteps,
];

export type { StatementFault } from './fault.ts';
export { type Format, FORMATS } from './formats.ts';
export { inflowsOf } from './inflows.ts';
export { type BankStatement, type ReadStatement, readStatement, type StatementRow } from './read-statement.ts';
export { SET_ASIDE_CAUSES, type SetAsideCause } from './set-aside.ts';
export { noPause, type Pause } from './slices.ts';
export { type MonthTally, type StatementTally, tallyOf } from './tally.ts';

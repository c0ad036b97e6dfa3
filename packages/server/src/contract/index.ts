export * as borrower from './borrower.ts';
export * as common from './common.ts';
export * as events from './events.ts';
export { type Caller, type Method, type OperationId, type Route, routes } from './routes/index.ts';
export * as staff from './staff.ts';

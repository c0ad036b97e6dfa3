export type { EmbeddedFailureCode } from './failure.ts';
export { EmbeddedPostgresError } from './failure.ts';
export type { EmbeddedOptions, EmbeddedPostgres } from './launcher.ts';
export { removeEmbeddedPostgres, startEmbeddedPostgres } from './launcher.ts';

export * from './embedded/index.ts';
export { createTestDatabase } from './testing/index.ts';
export type { TestDatabase } from './testing/index.ts';

export type { TestDatabase } from './test-database.ts';
export { createTestDatabase, dropAbandonedTestDatabases, testServerVariable } from './test-database.ts';

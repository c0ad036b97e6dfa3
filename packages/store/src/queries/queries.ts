import type { Sql } from '../db/sql.ts';
import type { Vault } from '../personal/vault.ts';
import { feedQueries } from '../feeds/queries.ts';
import { reconcileQueries } from '../reconcile/reconcile.ts';
import { appealQueries } from './appeals.ts';
import { borrowerQueries } from './borrowers.ts';
import { decisionQueries } from './decisions.ts';
import { ledgerQueries } from './ledger.ts';
import { messageQueries } from './messages.ts';
import { outboxQueries } from './outbox.ts';
import { overviewQueries } from './overview.ts';
import { signInQueries } from './sign-in.ts';
import { rollBackQueries } from './roll-backs.ts';
import { staffQueries } from './staff.ts';
import { policyQueries } from './policies.ts';
import { strategyQueries } from './strategies.ts';
import { trailQueries } from './trail.ts';
import { workQueries } from './work.ts';

/** What the server asks of one book’s tables. Nothing here writes what facts say; that is the writer’s. */
export const queriesOf = (sql: Sql, bookId: string, vault: Vault) => ({
  ...borrowerQueries(sql, bookId, vault),
  ...decisionQueries(sql, bookId),
  ...appealQueries(sql, bookId),
  ...workQueries(sql, bookId),
  ...overviewQueries(sql, bookId),
  ...ledgerQueries(sql, bookId),
  ...trailQueries(sql, bookId),
  ...outboxQueries(sql, bookId),
  ...messageQueries(sql, bookId, vault),
  ...signInQueries(sql, bookId, vault),
  ...staffQueries(sql, bookId),
  ...policyQueries(sql, bookId),
  ...strategyQueries(sql, bookId),
  ...rollBackQueries(sql, bookId),
  ...reconcileQueries(sql, bookId),
  ...feedQueries(sql, bookId),
});
export type Queries = ReturnType<typeof queriesOf>;

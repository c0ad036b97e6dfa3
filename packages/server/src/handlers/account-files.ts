import { createHash } from 'node:crypto';
import type { AccountFile } from '@clearline/line';
import { readStatement, tallyOf } from '@clearline/statements';
import type { SomeHandlers } from '../http/handler.ts';
import { refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { statementFaultText } from '../views/statement-fault-text.ts';
import { actOnFile } from './file-act.ts';

type Ids = 'addAccountFile' | 'dropAccountFile';

/** Some 25,000 movements, more than an account of a small business has in a year. It is read while other requests wait. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Statements of accounts (银行流水) that staff bring to a check: read here, summed up, and let go. */
export function accountFileHandlers(services: Services): SomeHandlers<Ids> {
  const { vault, bookId } = services;
  return {
    async addAccountFile({ caller, params, body, idempotencyKey }) {
      const { bytes } = body.file;
      if (bytes.length > MOST_BYTES) return refuse('file_too_large', { field: 'file', value: '2 MB' });
      const read = readStatement(bytes);
      if (!read.ok) return refuse('statement_unreadable', { field: 'file', value: statementFaultText(read.faults) });
      const name = (await vault.personal(bookId, params.id))?.name ?? null;
      const { statement } = read;
      const holder =
        statement.holder === null || name === null ? 'NOT_NAMED' : statement.holder === name ? 'APPLICANT' : 'OTHER';
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file: AccountFile = { sha256, holder, tally: tallyOf(statement, name) };
      return actOnFile(services, caller, params.id, { type: 'add_account_file', file }, idempotencyKey);
    },
    dropAccountFile: ({ caller, params, idempotencyKey }) =>
      actOnFile(services, caller, params.id, { type: 'drop_account_file', sha256: params.sha256 }, idempotencyKey),
  };
}

import { createHash } from 'node:crypto';
import type { AccountFile } from '@clearline/line';
import { readStatement, tallyOf } from '@clearline/statements';
import type { SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { statementFaultText } from '../views/statement-fault-text.ts';
import { actOnFile } from './file-act.ts';

type Ids = 'addAccountFile' | 'dropAccountFile';

/** Some 60,000 movements, more than an account of a small business has in a year. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Between two slices of a file every request that waits has its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a statement of an account comes to, for the applicant of a name; its rows are let go. */
export async function accountFileOf(
  bytes: Uint8Array,
  applicant: () => Promise<string | null>,
): Promise<Answer<AccountFile>> {
  if (bytes.length > MOST_BYTES) return refuse('file_too_large', { field: 'file', value: '5 MB' });
  const read = await readStatement(bytes, turn);
  if (!read.ok) return refuse('statement_unreadable', { field: 'file', value: statementFaultText(read.faults) });
  const name = await applicant();
  const { statement } = read;
  const holder =
    statement.holder === null || name === null ? 'NOT_NAMED' : statement.holder === name ? 'APPLICANT' : 'OTHER';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return answer({ sha256, holder, tally: await tallyOf(statement, name, turn) });
}

/** Statements of accounts (银行流水) that staff bring to a check: read here, summed up, and let go. */
export function accountFileHandlers(services: Services): SomeHandlers<Ids> {
  const { vault, bookId } = services;
  return {
    async addAccountFile({ caller, params, body, idempotencyKey }) {
      const nameOf = async () => (await vault.personal(bookId, params.id))?.name ?? null;
      const file = await accountFileOf(body.file.bytes, nameOf);
      if (!file.ok) return file;
      return actOnFile(services, caller, params.id, { type: 'add_account_file', file: file.value }, idempotencyKey);
    },
    dropAccountFile: ({ caller, params, idempotencyKey }) =>
      actOnFile(services, caller, params.id, { type: 'drop_account_file', sha256: params.sha256 }, idempotencyKey),
  };
}

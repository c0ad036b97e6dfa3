import { parseArgs } from 'node:util';
import { DEMO_LENDER } from '@clearline/line';
import { keptLender, withKeptPolicies } from '@clearline/server';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openExistingDatabase } from '../database.ts';
import { loadPolicies } from '../policies.ts';
import { progress, progressDone } from '../progress.ts';

/** Differences and violations printed; the count is always whole. */
const SHOWN_MAX = 20;

export const audit: Command = {
  name: 'audit',
  summary: 'rebuild all tables from facts and compare, prove the ledger, check the guarantees over every action',
  usage: '[--data-dir DIR]',
  async run(parameters) {
    const { values } = parseArgs({ args: [...parameters], options: { 'data-dir': { type: 'string' } } });
    const database = await openExistingDatabase(dataDirFrom(values['data-dir']));
    try {
      const queries = database.store.queries(BOOK_ID);
      const policies = await withKeptPolicies(queries, await loadPolicies(null), (version) =>
        console.error(`Policy ${version} decided in this book and no longer compiles.`),
      );
      const report = await database.store.audit(BOOK_ID, {
        noticeDays: (await keptLender(queries))?.noticeDays ?? DEMO_LENDER.noticeDays,
        policies,
        onProgress: ({ borrowers, facts }) => progress(`${borrowers} borrowers, ${facts} facts`),
      });
      progressDone();
      const { differences, violations, ledger, log, lenderLog } = report;
      console.log(`${report.borrowers} borrowers, ${report.facts} facts`);
      for (const [table, rows] of Object.entries(report.rows)) console.log(`  ${table}: ${rows} rows made again`);
      console.log(`features: ${report.featureValues} values served and read again from the facts`);
      console.log(`differences: ${differences.length}`);
      for (const difference of differences.slice(0, SHOWN_MAX)) console.log(`  ${JSON.stringify(difference)}`);
      console.log(`guarantee violations (G1-G12): ${violations.length}`);
      for (const violation of violations.slice(0, SHOWN_MAX))
        console.log(`  ${violation.guarantee} ${violation.borrowerId} fact ${violation.seq}: ${violation.detail}`);
      const proven = ledger === null || (ledger.balanced && ledger.balancesMatchEntries && ledger.subLedgerMatches);
      console.log(
        ledger === null
          ? 'ledger: no day closed yet'
          : `ledger: debits ${ledger.balanced ? '=' : '≠'} credits, balances ${ledger.balancesMatchEntries ? '=' : '≠'} entries, loans ${ledger.subLedgerMatches ? '=' : '≠'} control accounts`,
      );
      console.log(
        log === null
          ? 'log: not begun yet'
          : `log: ${log.leaves} decisions and notices hashed again under ${log.checkpoints} signed checkpoints of ${log.origin}, root ${log.root}`,
      );
      if (lenderLog !== null)
        console.log(
          `lender’s log: ${lenderLog.leaves} checkpoints of books under ${lenderLog.checkpoints} of its own, root ${lenderLog.root}`,
        );
      return differences.length === 0 && violations.length === 0 && proven ? 0 : 1;
    } finally {
      await database.stop();
    }
  },
};

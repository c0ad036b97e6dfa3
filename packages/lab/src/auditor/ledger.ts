import type { Fact } from '@clearline/line';

interface Entry {
  readonly account: string;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
}

/** Accounts whose balance may never fall below zero on the side named, whatever was injected. */
const NEVER_NEGATIVE: Readonly<Record<string, 'debit' | 'credit'>> = {
  LOAN_PRINCIPAL: 'debit',
  DISBURSEMENTS_IN_FLIGHT: 'debit',
  COLLECTIONS_IN_FLIGHT: 'debit',
};

/** A book's ledger, added up by the auditor from what facts posted. */
export class AuditLedger {
  readonly balances = new Map<string, bigint>();
  entries = 0;

  /** What is wrong with the entries of one fact; nothing when they balance. */
  post(fact: Fact): string[] {
    if (!('postings' in fact.body)) return [];
    const wrong: string[] = [];
    let sum = 0n;
    for (const { account, debitFen, creditFen } of fact.body.postings as readonly Entry[]) {
      this.entries += 1;
      sum += debitFen - creditFen;
      if (debitFen < 0n || creditFen < 0n || (debitFen === 0n) === (creditFen === 0n))
        wrong.push(`an entry on ${account} is not exactly debit or credit`);
      this.balances.set(account, (this.balances.get(account) ?? 0n) + debitFen - creditFen);
    }
    if (sum !== 0n) wrong.push(`debits and credits differ by ${sum} fen`);
    for (const [account, side] of Object.entries(NEVER_NEGATIVE)) {
      const balance = (this.balances.get(account) ?? 0n) * (side === 'debit' ? 1n : -1n);
      if (balance < 0n) wrong.push(`${account} stands at ${balance} fen`);
    }
    return wrong;
  }
}

import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Command } from '../command.ts';
import { collectInputs } from '../decision/inputs.ts';
import { DEMO_LENDER } from '../lender.ts';
import { accountFile as fileOf, FINDINGS, HOUSE, referredBusiness, STATEMENT } from '../testing/business.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { BORROWER, REVIEWER, SECOND } from '../testing/story.ts';
import { MOST_FILES } from '../three-part-check/account-files.ts';
import type { AccountFile } from '../three-part-check/parts.ts';
import { crossChecksOf } from '../three-part-check/cross-checks.ts';
import { checkParametersOf } from '../three-part-check/parameters.ts';

const add = (file: AccountFile): Command => ({ type: 'add_account_file', file });
const drop = (file: AccountFile): Command => ({ type: 'drop_account_file', sha256: file.sha256 });
const statements: Command = { type: 'record_check', part: { kind: 'STATEMENTS', statements: [STATEMENT] } };

const parameters = checkParametersOf(defaultPolicies());
const bankCheck = (story: ReturnType<typeof referredBusiness>) => {
  const [statement] = story.file.application?.check?.statements?.statements ?? [];
  if (statement === undefined || !parameters.ok) throw new Error('there is no statement');
  return crossChecksOf(statement, parameters.value).find(({ check }) => check === 'REVENUE_BANK');
};
const gapInput = (story: ReturnType<typeof referredBusiness>) =>
  collectInputs(['revenue_bank_gap'], story.file, story.now, '2026-03-02', defaultPolicies())[0]?.value;

describe('N153 statements of accounts that were read from files', () => {
  it('stand in place of what was typed in, whichever was recorded first, and go when they are taken away', () => {
    const before = referredBusiness();
    before.do(statements, REVIEWER);
    expect(bankCheck(before)).toMatchObject({ rightFen: 400_000_000n, outcome: 'AGREES' });
    before.do(add(fileOf('a', 15_000_000n)), REVIEWER);
    expect(bankCheck(before)).toMatchObject({ rightFen: 180_000_000n, outcome: 'DIFFERS' });
    expect(gapInput(before)).toBe(5_068);

    const after = referredBusiness();
    after.do(add(fileOf('a', 15_000_000n)), REVIEWER);
    after.do(statements, REVIEWER);
    expect(after.file.application?.check?.statements?.statements).toEqual(
      before.file.application?.check?.statements?.statements,
    );

    before.do(add(fileOf('b', 15_000_000n)), REVIEWER);
    expect(bankCheck(before)).toMatchObject({ rightFen: 360_000_000n, outcome: 'AGREES' });
    before.do(drop(fileOf('b', 0n)), REVIEWER);
    before.do(drop(fileOf('a', 0n)), REVIEWER);
    expect(bankCheck(before)).toMatchObject({ rightFen: 400_000_000n });
    expect(before.file.application?.check?.files).toEqual([]);
  });

  it('say nothing where they cover a part of the period, or their balances do not follow from each other (G5)', () => {
    for (const more of [{ months: fileOf('a', 1n).tally.months.slice(1) }, { balance: { brokenAt: 7 } }] as const) {
      const story = referredBusiness();
      story.do(statements, REVIEWER);
      story.do(add(fileOf('a', 1n, more)), REVIEWER);
      expect(bankCheck(story)).toMatchObject({ rightFen: 400_000_000n, outcome: 'AGREES' });
    }
  });

  it('leave what our book held of the takings as it was frozen', () => {
    const story = referredBusiness();
    story.do(statements, REVIEWER);
    const [kept] = story.file.application?.check?.statements?.statements ?? [];
    story.do(add(fileOf('a', 1n)), REVIEWER);
    expect(story.file.application?.check?.statements?.statements[0]?.bookSalesFen).toBe(kept?.bookSalesFen);
  });

  it('are read once each, so many at most, by staff, while a person has the case in hand', () => {
    const story = referredBusiness();
    expect(story.try(add(fileOf('a', 1n)), BORROWER)?.code).toBe('staff_only');
    expect(story.try(add(fileOf('a', 1n, { from: '2027-01-01' })), REVIEWER)?.code).toBe('date_in_future');
    expect(story.try(drop(fileOf('a', 1n)), REVIEWER)?.code).toBe('file_unknown');
    story.do(add(fileOf('a', 1n)), REVIEWER);
    expect(story.try(add(fileOf('a', 1n)), REVIEWER)?.code).toBe('file_twice');
    for (let n = 1; n < MOST_FILES; n += 1) story.do(add(fileOf(`f${n}`, 1n)), REVIEWER);
    expect(story.try(add(fileOf('z', 1n)), REVIEWER)?.code).toBe('too_many_files');
  });

  it('are named in the memo, so that what is agreed to is what they showed; the audit makes it again (G10)', () => {
    const story = referredBusiness();
    story.do({ type: 'record_check', part: { kind: 'INVESTIGATION', findings: FINDINGS } }, REVIEWER);
    story.do({ type: 'record_check', part: { kind: 'SECURITY', securities: [HOUSE] } }, REVIEWER);
    story.do(statements, REVIEWER);
    story.do(add(fileOf('a', 30_000_000n)), REVIEWER);
    const recommendation = { outcome: 'APPROVE', limitFen: 60_000_000n, reasonCodes: [], text: 'as found' } as const;
    story.do({ type: 'propose_credit', recommendation }, REVIEWER);
    const { sha256 } = fileOf('a', 0n);
    expect(story.file.application?.proposal?.memo.periods[0]?.statement.fileInflows).toEqual({
      inflowsFen: 360_000_000n,
      sha256: [sha256],
    });
    expect(story.try(drop(fileOf('a', 0n)), REVIEWER)?.code).toBe('proposal_waits');
    expect(story.try(add(fileOf('b', 1n)), REVIEWER)?.code).toBe('proposal_waits');
    story.do({ type: 'approve_credit', approved: true, note: 'read the memo' }, SECOND);
    expect(story.file.application?.status).toBe('OFFERED');
    expect(auditGuarantees('b', story.facts, DEMO_LENDER.noticeDays, defaultPolicies())).toEqual([]);
  });
});

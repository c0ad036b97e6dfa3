import type { InputValue } from '../decision-record.ts';
import type { Observed } from '../features/observed.ts';
import type { BorrowerFile } from '../file.ts';
import { startOfDate } from '../time.ts';
import { gapOf, newestFirst } from './cross-checks.ts';
import { bankInflowsOf, INVESTIGATION_TOPICS, type RecordedStatement } from './parts.ts';
import { type RatioName, ratioOf } from './ratios.ts';

type CheckReader = (file: BorrowerFile) => Observed;

const MISSING: Observed = { value: null, observedAt: null };

const newestOf = (file: BorrowerFile): RecordedStatement | undefined =>
  newestFirst(file.application?.check?.statements?.statements ?? [])[0];

const ofNewest =
  (valueOf: (statement: RecordedStatement) => InputValue): CheckReader =>
  (file) => {
    const statement = newestOf(file);
    if (statement === undefined) return MISSING;
    const value = valueOf(statement);
    return value === null ? MISSING : { value, observedAt: startOfDate(statement.periodTo) };
  };
const ratio = (name: RatioName): CheckReader => ofNewest((statement) => ratioOf(name, statement));

/** The widest gap of all periods, so that a newer statement hides none; of the period that it is of. */
const widestGap =
  (figureOf: (statement: RecordedStatement) => bigint | null): CheckReader =>
  (file) => {
    let widest = MISSING;
    for (const statement of newestFirst(file.application?.check?.statements?.statements ?? [])) {
      const gap = gapOf(statement.revenueFen, figureOf(statement));
      if (gap !== null && (typeof widest.value !== 'number' || gap > widest.value))
        widest = { value: gap, observedAt: startOfDate(statement.periodTo) };
    }
    return widest;
  };

/**
 * What the check of a business line found, as inputs of the policy: so that what speaks for a person's look, and what a person
 * may decline for, are rules with a line, and words that the applicant gets (G1).
 */
export const CHECK_READERS: Readonly<Record<string, CheckReader>> = {
  debt_to_asset: ratio('debtToAsset'),
  current_ratio: ratio('currentRatio'),
  debt_service_cover: ratio('debtServiceCover'),
  revenue_tax_gap: widestGap((statement) => statement.taxDeclaredSalesFen),
  revenue_bank_gap: widestGap(bankInflowsOf),
  revenue_book_gap: widestGap((statement) => statement.bookSalesFen),
  /** The first topic on which what was said and what was found do not agree. */
  contradicted_finding: (file) => {
    const findings = file.application?.check?.investigation?.findings ?? [];
    for (const topic of INVESTIGATION_TOPICS) {
      const finding = findings.find((one) => one.topic === topic && one.outcome === 'CONTRADICTED');
      if (finding !== undefined) return { value: topic, observedAt: startOfDate(finding.seenOn) };
    }
    return MISSING;
  },
};

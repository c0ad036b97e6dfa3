import { contentHash } from '@clearline/receipts';
import type { IsoDate } from '../vocabulary.ts';
import { type Cover, coverOf } from './cover.ts';
import { type CrossCheck, crossChecksOf, newestFirst } from './cross-checks.ts';
import type { CheckParameters } from './parameters.ts';
import {
  type Finding,
  INVESTIGATION_TOPICS,
  type InvestigationTopic,
  type RecordedStatement,
  type ThreePartCheck,
} from './parts.ts';
import { type Ratios, ratiosOf } from './ratios.ts';

/** What a person recommends, in their own words; no figure is made into a score. */
export interface Recommendation {
  readonly outcome: 'APPROVE' | 'DECLINE';
  /** The limit to offer, where it is to approve. */
  readonly limitFen: bigint | null;
  /** Reasons of the live policy that hold now, in order of weight, where it is to decline (G1). */
  readonly reasonCodes?: readonly string[];
  /** The one reason of a recommendation from before there could be several; nothing else writes it. */
  readonly reasonCode?: string | null;
  readonly text: string;
}

/** The reasons that a recommendation gives, whenever it was recorded. */
export const reasonCodesOf = ({ reasonCodes, reasonCode = null }: Recommendation): readonly string[] =>
  reasonCodes ?? (reasonCode === null ? [] : [reasonCode]);

/**
 * The credit memo: what the three parts say, worked out anew from what was recorded, and what a person makes of it. The same
 * facts, day and lines give the same memo, to the bit.
 */
export interface CreditMemo {
  readonly applicationId: string;
  readonly askedLimitFen: bigint | null;
  /** The business date as of which it was made. */
  readonly on: IsoDate;
  readonly findings: readonly Finding[];
  readonly notLookedAt: readonly InvestigationTopic[];
  readonly periods: readonly {
    readonly statement: RecordedStatement;
    readonly ratios: Ratios;
    readonly crossChecks: readonly CrossCheck[];
  }[];
  readonly cover: Cover;
  readonly parameters: CheckParameters;
  readonly recommendation: Recommendation | null;
}

export const creditMemoOf = (
  about: { readonly applicationId: string; readonly askedLimitFen: bigint | null; readonly on: IsoDate },
  check: ThreePartCheck,
  parameters: CheckParameters,
  recommendation: Recommendation | null,
): CreditMemo => {
  const found = check.investigation?.findings ?? [];
  const findings = INVESTIGATION_TOPICS.flatMap((topic) => found.filter((finding) => finding.topic === topic));
  const { applicationId, askedLimitFen, on } = about;
  return {
    applicationId,
    askedLimitFen,
    on,
    findings,
    notLookedAt: INVESTIGATION_TOPICS.filter((topic) => found.every((finding) => finding.topic !== topic)),
    periods: newestFirst(check.statements?.statements ?? []).map((statement) => ({
      statement,
      ratios: ratiosOf(statement),
      crossChecks: crossChecksOf(statement, parameters),
    })),
    cover: coverOf(check.security?.securities ?? [], recommendation?.limitFen ?? null, on, parameters),
    parameters,
    recommendation,
  };
};

/** SHA-256 of its canonical JSON: what the second person agrees to, and what the decision names. */
export const memoHashOf = (memo: CreditMemo): string => contentHash(memo);

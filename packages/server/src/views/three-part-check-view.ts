import {
  type Application,
  type BorrowerFile,
  checkCausesOf,
  checkParametersOf,
  type Cover,
  coverNow,
  type CreditMemo,
  creditMemoOf,
  CROSS_CHECK_DEFINITIONS,
  type CrossCheck,
  FROM_FILES,
  type IsoDate,
  type LocalText,
  machineMostFen,
  NOTHING_CHECKED,
  type PolicySet,
  reasonCodesOf,
  RATIO_NAMES,
  type RecordedStatement,
  RATIOS,
  type Ratios,
  TOPIC_NAMES,
  valueText,
} from '@clearline/line';
import type { CreditMemo as MemoContract, ThreePartCheck as Contract } from '../contract/three-part-check.ts';
import type { ViewOf } from './view-of.ts';

type CheckedFile = NonNullable<NonNullable<Application['check']>['files']>[number];

/** The three-part check of a business application, where people decide or decided on one; null for any other. */
export function threePartCheckView(
  file: BorrowerFile,
  today: IsoDate,
  policies: PolicySet,
): ViewOf<typeof Contract> | null {
  const { application } = file;
  if (application === null || application.kind !== 'BUSINESS') return null;
  const open = application.status === 'REFERRED';
  if (!open && application.check === null) return null;
  const { check, proposal, askedLimitFen, id } = application;
  const covered = coverNow(file, today, policies);
  const memo = shownMemo(application, today, policies);
  const by = (part: { readonly by: string; readonly at: string } | null | undefined) =>
    part ? { by: part.by, at: part.at } : null;
  return {
    applicationId: id,
    open,
    askedLimitFen,
    machineMostFen: machineMostFen(application.kind, policies),
    causes: checkCausesOf(application, null, policies),
    investigation: by(check?.investigation),
    statements: by(check?.statements),
    security: by(check?.security),
    securityNow: covered && coverView(covered),
    securityLookSince: file.line?.securityLook?.openedAt ?? null,
    files: (check?.files ?? []).map(fileView),
    memo: memo && memoView(memo),
    proposal: proposal && proposalView(proposal, policies),
  };
}

/** The memo as it was proposed on, else as it stands now; null where the policy lacks a line that it needs. */
export const shownMemo = (application: Application, today: IsoDate, policies: PolicySet): CreditMemo | null => {
  const { proposal } = application;
  return proposal === null || proposal.state === 'RETURNED' ? memoNow(application, today, policies) : proposal.memo;
};

const memoNow = ({ id, askedLimitFen, check }: Application, on: IsoDate, policies: PolicySet): CreditMemo | null => {
  const parameters = checkParametersOf(policies);
  if (!parameters.ok) return null;
  return creditMemoOf({ applicationId: id, askedLimitFen, on }, check ?? NOTHING_CHECKED, parameters.value, null);
};

function proposalView(
  { id, memo, memoHash, proposedBy, proposedAt, state, decidedBy, note }: NonNullable<Application['proposal']>,
  policies: PolicySet,
): ViewOf<typeof Contract>['proposal'] {
  const { recommendation } = memo;
  if (recommendation === null) throw new Error(`proposal ${id} recommends nothing`);
  const { outcome, limitFen, text } = recommendation;
  const reasonCodes = reasonCodesOf(recommendation);
  return {
    outcome,
    limitFen,
    text,
    reasonCodes,
    id,
    memoHash,
    reasonTitles: reasonCodes.flatMap((code) => policies.reasons[code]?.title ?? []),
    proposedBy,
    proposedAt,
    state,
    decidedBy,
    note,
  };
}

const percent = (ratio4: number): LocalText => valueText(ratio4, 'ratio4');

export function memoView(memo: CreditMemo): ViewOf<typeof MemoContract> {
  const { findings, notLookedAt, periods, cover, on } = memo;
  return {
    on,
    findings: findings.map((finding) => ({ ...finding, name: TOPIC_NAMES[finding.topic] })),
    notLookedAt: notLookedAt.map((topic) => ({ topic, name: TOPIC_NAMES[topic] })),
    periods: periods.map(({ statement, ratios, crossChecks }) => ({
      statement: statementView(statement),
      ratios: ratioViews(ratios),
      crossChecks: crossChecks.map((one) => crossCheckView(one, statement)),
    })),
    cover: coverView(cover),
  };
}

const coverView = ({ securities, countedFen, coverRatio4 }: Cover) => ({
  securities: securities.map(({ haircutRatio4, ...security }) => ({ ...security, haircut: percent(haircutRatio4) })),
  countedFen,
  ratio: coverRatio4 === null ? null : percent(coverRatio4),
});

const ratioViews = (ratios: Ratios) =>
  RATIO_NAMES.map((ratio) => {
    const { name, formula, unit } = RATIOS[ratio];
    const value = ratios[ratio];
    return { ratio, name, formula, value: value === null ? null : valueText(value, unit) };
  });

const statementView = ({ fileInflows, ...statement }: RecordedStatement) => ({
  ...statement,
  fileInflowsFen: fileInflows?.inflowsFen ?? null,
});

const fileView = ({ tally, ...file }: CheckedFile) => {
  const { months, balance, ...told } = tally;
  return {
    ...file,
    ...told,
    months: months.length,
    inflowsFen: months.reduce((sum, { inFen, alipayFen, wechatFen }) => sum + inFen + alipayFen + wechatFen, 0n),
    balance: typeof balance === 'string' ? balance : ('BROKEN' as const),
    brokenAt: typeof balance === 'string' ? null : balance.brokenAt,
  };
};

const crossCheckView = (
  { check, leftFen, rightFen, gapRatio4, toleranceRatio4, outcome }: CrossCheck,
  { fileInflows }: RecordedStatement,
) => {
  const { name, left, right: usual } = CROSS_CHECK_DEFINITIONS[check];
  const right = check === 'REVENUE_BANK' && fileInflows !== undefined ? FROM_FILES : usual;
  return {
    check,
    name,
    left,
    leftFen,
    right,
    rightFen,
    gap: gapRatio4 === null ? null : percent(gapRatio4),
    tolerance: percent(toleranceRatio4),
    outcome,
  };
};
